import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types';
import { expect, test } from 'vitest';
import { DISTRIBUTION_COVERAGE } from './coverage.ts';

const database = loadAwsServiceSpecSync();

test.each(DISTRIBUTION_COVERAGE.map((one) => one.type))(
  'the table of %s names exactly the properties that AWS publishes',
  (type) => {
    const coverage = DISTRIBUTION_COVERAGE.find((one) => one.type === type);
    const named = coverage?.properties.map((row) => row.property) ?? [];
    expect(new Set(named).size).toBe(named.length);
    expect([...named].sort()).toEqual([...publishedProperties(database, type)].sort());
  },
);

test('every documented or approximated property has a page or a note', () => {
  const rows = DISTRIBUTION_COVERAGE.flatMap((one) => one.properties);
  const silent = rows.filter((row) => row.fidelity !== 'no-effect' && !row.source && !row.note);
  expect(silent).toEqual([]);
});

function publishedProperties(spec: SpecDatabase, type: string): readonly string[] {
  const resource = spec.lookup('resource', 'cloudFormationType', 'equals', type).only();
  const paths: string[] = [];
  const visit = (property: PropertyType, path: string): void => {
    if (property.type === 'array' || property.type === 'map') visit(property.element, path);
    else if (property.type === 'ref') {
      const definition = spec.get('typeDefinition', property.reference.$ref);
      for (const [key, child] of Object.entries(definition.properties)) visit(child.type, `${path}.${key}`);
    } else paths.push(path);
  };
  for (const [key, child] of Object.entries(resource.properties)) visit(child.type, key);
  return paths;
}
