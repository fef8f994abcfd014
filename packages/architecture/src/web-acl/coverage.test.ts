import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types';
import { expect, test } from 'vitest';
import { WEB_ACL_COVERAGE } from './coverage.ts';

const database = loadAwsServiceSpecSync();

test.each(WEB_ACL_COVERAGE.map(({ type }) => type))(
  'the table of %s names exactly the properties that AWS publishes',
  (type) => {
    const named = WEB_ACL_COVERAGE.find((one) => one.type === type)?.properties.map((row) => row.property) ?? [];
    expect(new Set(named).size).toBe(named.length);
    expect([...named].sort()).toEqual([...publishedProperties(database, type)].sort());
  },
);

test('every property that is modelled names its page', () => {
  const rows = WEB_ACL_COVERAGE.flatMap(({ properties }) => properties);
  expect(rows.filter((row) => row.fidelity !== 'no-effect' && !row.source && !row.note)).toEqual([]);
});

/** Paths of properties; a statement inside a statement is not entered again. */
function publishedProperties(spec: SpecDatabase, type: string): readonly string[] {
  const resource = spec.lookup('resource', 'cloudFormationType', 'equals', type).only();
  const paths: string[] = [];
  const visit = (property: PropertyType, path: string, above: readonly string[]): void => {
    if (property.type === 'array' || property.type === 'map') visit(property.element, path, above);
    else if (property.type === 'ref' && !above.includes(property.reference.$ref)) {
      const definition = spec.get('typeDefinition', property.reference.$ref);
      const inside = Object.entries(definition.properties);
      for (const [key, child] of inside) visit(child.type, `${path}.${key}`, [...above, property.reference.$ref]);
      if (inside.length === 0) paths.push(path);
    } else paths.push(path);
  };
  for (const [key, child] of Object.entries(resource.properties)) visit(child.type, key, []);
  return paths;
}
