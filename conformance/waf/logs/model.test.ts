import * as wafv2 from '@aws-sdk/client-wafv2';
import { compileLoggingConfiguration, LOG_API_COVERAGE, type Refusal } from '@sallyport/waf';
import { describe, expect, test } from 'vitest';
import { expectedAt, INVENTED, sorted, withMemberAt } from '../model/departure.ts';
import { instanceOf } from '../model/instance.ts';
import { membersOf, shapeOf, structureAt, structuresBelow } from '../model/shape.ts';

const ROOTS = {
  LoggingConfiguration: wafv2.LoggingConfiguration$,
  DataProtectionConfig: wafv2.DataProtectionConfig$,
  GetSampledRequestsRequest: wafv2.GetSampledRequestsRequest$,
  GetSampledRequestsResponse: wafv2.GetSampledRequestsResponse$,
};

/** What RedactedFields may hold is a part of FieldToMatch, which has a table of its own. */
const isElsewhere = (path: readonly string[]): boolean => path[0] === 'RedactedFields';

/** Every structure of the API about logs and samples, with the schema that it was reached from. */
const STRUCTURES = Object.values(ROOTS).flatMap((schema) => {
  const shape = shapeOf(schema);
  return [...structuresBelow(shape)]
    .filter(([, path]) => !isElsewhere(path))
    .map(([name, path]) => ({ name, members: membersOf(structureAt(shape, path)) }));
});

test.each(STRUCTURES)('the coverage table of $name holds every member of the API', ({ name, members }) => {
  const covered = LOG_API_COVERAGE.find(({ type }) => type === name)?.properties ?? [];
  expect(sorted(covered.map(({ property }) => property))).toEqual(sorted(members));
});

test('no table is about a structure that the API has not', () => {
  const known = new Set(STRUCTURES.map(({ name }) => name));
  expect(LOG_API_COVERAGE.map(({ type }) => type).filter((type) => !known.has(type))).toEqual([]);
});

const ROOT = shapeOf(wafv2.LoggingConfiguration$);

const refusalsOf = (definition: unknown): readonly Refusal[] => {
  const result = compileLoggingConfiguration(definition);
  return 'refused' in result ? result.refused : [];
};

const OF_CONFIGURATION = [...structuresBelow(ROOT)].filter(
  ([name, path]) => !isElsewhere(path) && name !== 'Condition',
);

describe('a LoggingConfiguration', () => {
  test.each(OF_CONFIGURATION)('%s takes the members of the API and no others', (_name, path) => {
    const where = [...path, INVENTED].join('.');
    const refusals = refusalsOf(withMemberAt(ROOT, path, INVENTED, {}));
    expect(expectedAt(refusals, where)).toEqual(sorted(membersOf(structureAt(ROOT, path))));
  });

  test('a condition is each of the choices of the API and no other', () => {
    const path = ['LoggingFilter', 'Filters', '0', 'Conditions', '0'];
    for (const name of membersOf(structureAt(ROOT, path)))
      expect(
        refusalsOf(instanceOf(ROOT, [...path, name], (value) => value)).map(({ path: where }) => where),
      ).not.toContain([...path, name].join('.'));
    const invented = refusalsOf(instanceOf(ROOT, path, () => ({ [INVENTED]: {} })));
    expect(invented.map(({ path: where }) => where)).toContain([...path, INVENTED].join('.'));
  });

  test('of the fields to match, four can be redacted', () => {
    const taken = Object.keys(
      Object.fromEntries(membersOf(shapeOf(wafv2.FieldToMatch$)).map((name) => [name, 1])),
    ).filter((name) => {
      const field = name === 'SingleHeader' ? { Name: 'a' } : {};
      const definition = withMemberAt(ROOT, [], 'RedactedFields', [{ [name]: field }]);
      return refusalsOf(definition).length === 0;
    });
    expect(sorted(taken)).toEqual(['Method', 'QueryString', 'SingleHeader', 'UriPath']);
  });

  test.each([
    ['LoggingConfiguration', 'LogType', wafv2.LogType],
    ['LoggingConfiguration', 'LogScope', wafv2.LogScope],
    ['LoggingFilter', 'DefaultBehavior', wafv2.FilterBehavior],
    ['Filter', 'Behavior', wafv2.FilterBehavior],
    ['Filter', 'Requirement', wafv2.FilterRequirement],
    ['ActionCondition', 'Action', wafv2.ActionValue],
  ] as const)('every value of %s.%s is known', (structure, member, enumeration) => {
    const path = structuresBelow(ROOT).get(structure);
    const refusals = refusalsOf(withMemberAt(ROOT, path, member, INVENTED));
    const listed = expectedAt(refusals, [...(path ?? []), member].join('.'));
    expect(listed).toEqual(sorted(Object.values(enumeration)));
  });
});
