import { expect, test } from 'vitest';
import { EXECUTION_LOG, maskedApiKey } from './execution-log.ts';

test('a key is masked but for its last six letters', () => {
  expect(maskedApiKey('abcdefghijklmnopqrstgE96dR')).toBe('********************gE96dR');
  expect(maskedApiKey('abc')).toBe('abc');
});

test('the line about a key without a plan is as captured', () => {
  const line = EXECUTION_LOG.keyWithoutPlan(
    '****gE96dR',
    'GET /',
    'i01t0vftre/staging',
    'API Stage is not in a Usage Plan',
  );
  expect(line).toBe(
    "API Key ****gE96dR not authorized because method 'GET /' requires API Key and API Key is not associated with a Usage Plan for API Stage i01t0vftre/staging: API Stage is not in a Usage Plan",
  );
});
