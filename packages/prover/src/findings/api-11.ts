import { isOpaque } from '@sallyport/architecture';
import { estimatedBits, GUESSABLE_BELOW_BITS } from '../claims/guessability.ts';
import { publicNames } from '../claims/knowledge.ts';
import { SAMPLE_VALUES } from '../claims/sample-values.ts';
import { keyWay } from './key-way.ts';
import type { SideDoorFinding } from './module.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-key-file-format.html */
export const API11: SideDoorFinding = {
  id: 'API-11',
  claim: 'noSideDoor',
  title: 'The API key can be guessed',
  remedy:
    'Let AWS::SecretsManager::Secret generate the key (GenerateSecretString, 32 characters or more) and refer to it dynamically.',
  explain(bypass, of) {
    const way = keyWay(bypass, of);
    if (!way || isOpaque(way.key.value)) return undefined;
    const bits = estimatedBits(way.key.value, publicNames(of.subject));
    if (bits >= GUESSABLE_BELOW_BITS) return undefined;
    const value = way.key.value.toLowerCase();
    const sample = SAMPLE_VALUES.find((one) => one.value.toLowerCase() === value);
    return {
      detail: sample
        ? `The key "${way.key.id}" is a sample value of AWS's documentation (${sample.source}).`
        : `The key "${way.key.id}" is worth ${Math.round(bits)} bits to a guesser, less than ${GUESSABLE_BELOW_BITS}.`,
      place: way.key.place,
      key: way.key.id,
    };
  },
};
