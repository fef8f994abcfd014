import { at, type ParameterUse, sameText, type Value } from '@sallyport/architecture';
import type { Place } from '@sallyport/http';
import { clientAndEdgeKeys } from '../claims/knowledge.ts';
import type { Case, Note, NoteFinding } from './module.ts';
import { originHeadersOf, textOf } from './origin-headers.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
export const SEC01: NoteFinding = {
  id: 'SEC-01',
  claim: null,
  title: 'A secret stands readable in the template',
  remedy:
    'Let AWS::SecretsManager::Secret generate it and refer to it by {{resolve:secretsmanager:…}}; then change the value, since it has been read.',
  explain: (of) => distinctSecrets([...apiKeyValues(of), ...originHeaderValues(of), ...outputValues(of)]),
};

/** A place where a secret's value can be read. */
interface Readable {
  readonly value: Value;
  readonly what: string;
  readonly isOutput?: true;
}

function apiKeyValues({ subject }: Case): readonly Readable[] {
  return subject.architecture.resources.ofType('AWS::ApiGateway::ApiKey').flatMap((key) => {
    const value = at(key.properties, 'Value');
    return value && isReadable(value) ? [{ value, what: `the value of the API key "${key.id}"` }] : [];
  });
}

/** Origin headers whose value some gate compares with a key. */
function originHeaderValues(of: Case): readonly Readable[] {
  const keys = new Set(clientAndEdgeKeys(of.subject.graph).filter((key) => typeof key === 'string'));
  return of.subject.architecture.resources.ofType('AWS::CloudFront::Distribution').flatMap((distribution) =>
    originHeadersOf(distribution).flatMap(({ name, value }) => {
      const text = textOf(value);
      const compared = name.toLowerCase() === 'x-api-key' || (text !== undefined && keys.has(text));
      return compared && isReadable(value)
        ? [{ value, what: `the header "${name}" that the distribution "${distribution.id}" adds` }]
        : [];
    }),
  );
}

/**
 * Outputs that hold a key. NoEcho does not hide them there:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
function outputValues({ subject }: Case): readonly Readable[] {
  const keys = clientAndEdgeKeys(subject.graph);
  return subject.architecture.outputs.flatMap(({ stack, name, value }) => {
    const isKey =
      value.kind === 'opaque'
        ? value.parameter !== undefined && keys.some((key) => sameText(key, value.text) === true)
        : false;
    const isLiteral = value.kind === 'scalar' && keys.includes(String(value.value));
    return isKey || isLiteral
      ? [{ value, what: `the output "${name}" of stack "${stack}"`, isOutput: true as const }]
      : [];
  });
}

/** A literal, or a parameter that does not hide its value, or hides one that stands in the template as its default. */
function isReadable(value: Value): boolean {
  if (value.kind === 'scalar')
    return value.value !== '' && (!(value.parameter?.noEcho ?? false) || value.parameter?.isDefault === true);
  return value.kind === 'opaque' && value.parameter !== undefined && !value.parameter.noEcho;
}

/** One note for each secret, however often it stands there. */
function distinctSecrets(found: readonly Readable[]): readonly Note[] {
  const byValue = new Map<string, Readable[]>();
  for (const readable of found) {
    const key = textOf(readable.value) ?? (readable.value.kind === 'opaque' ? readable.value.text.opaque : '');
    byValue.set(key, [...(byValue.get(key) ?? []), readable]);
  }
  return [...byValue.values()].flatMap((places) => {
    const [first] = places;
    return first ? [note(first, places)] : [];
  });
}

function note({ value, isOutput }: Readable, places: readonly Readable[]): Note {
  const parameter = value.kind === 'scalar' || value.kind === 'opaque' ? value.parameter : undefined;
  const whats = [...new Set(places.map(({ what }) => what))];
  const isOne = whats.length === 1;
  const written = isOne ? 'is written out' : 'are written out';
  const how = isOutput ? (isOne ? 'shows a key' : 'show a key') : parameter ? fromParameter(parameter, isOne) : written;
  return {
    detail: `${capitalised(enumerated(whats))} ${how}: whoever reads the template or the stack has it.`,
    place: value.place,
    key: placeKey(value.place),
  };
}

function fromParameter({ name, noEcho }: ParameterUse, isOne: boolean): string {
  const verb = isOne ? 'is' : 'are';
  return noEcho
    ? `${verb} the default of the parameter "${name}"`
    : `${verb} the parameter "${name}", which is not NoEcho`;
}

/** "a", "a and b", "a, b and c". */
const enumerated = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;

const placeKey = ({ file, line, column }: Place): string => `${file}:${line}:${column}`;
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
