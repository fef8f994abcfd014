import { expect, test } from 'vitest';
import { compileWebAcl } from '../web-acl.ts';
import { compareRandom } from './compare.ts';

test('10,000 random web ACLs decide random requests as the reference does', { timeout: 300_000 }, () => {
  const { disagreements, evaluations, deciding } = compareRandom(10_000);
  expect(disagreements.slice(0, 3)).toEqual([]);
  expect(evaluations).toBeGreaterThan(30_000);
  // The generator is worth something only while rules decide about as often as the default does.
  expect(deciding.get('Default_Action')).toBeLessThan(0.6 * evaluations);
  expect(deciding.get('Rule0')).toBeGreaterThan(1500);
});

test('an engine that looks at one byte of bodies too few is found out', () => {
  const careless: typeof compileWebAcl = (definition, options) => {
    const result = compileWebAcl(definition, options);
    if ('refused' in result) return result;
    const { evaluate } = result.webAcl;
    const short: typeof evaluate = (request, ...rest) =>
      evaluate({ ...request, body: { ...request.body, bytes: request.body.bytes.slice(0, -1) } }, ...rest);
    return { webAcl: { ...result.webAcl, evaluate: short } };
  };
  expect(compareRandom(2000, 1, careless).disagreements.length).toBeGreaterThan(0);
});
