import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types';
import type { Diagnostic } from '@sallyport/http';
import { expect, test } from 'vitest';
import { readCloudFormation } from '../read/index.ts';
import { Resources } from '../resources.ts';
import { REST_API_COVERAGE, reportUnknownProperties } from './coverage.ts';

const database = loadAwsServiceSpecSync();
const types = REST_API_COVERAGE.map(({ type }) => type);

test.each(types)('the table of %s names exactly the properties that AWS publishes', (type) => {
  const named = REST_API_COVERAGE.find((each) => each.type === type)?.properties.map(({ property }) => property) ?? [];
  expect(new Set(named).size).toBe(named.length);
  expect([...named].sort()).toEqual([...publishedProperties(database, type)].sort());
});

test('every resource type of API Gateway version 2 is in the table', () => {
  const published = [...database.all('resource')].map((each) => each.cloudFormationType);
  const second = published.filter((type) => type.startsWith('AWS::ApiGatewayV2::'));
  expect(second.filter((type) => !types.includes(type))).toEqual([]);
  expect(second.length).toBeGreaterThan(10);
});

test('a property that no table has is named with its place', () => {
  const template = {
    Resources: {
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: { Name: 'api', EndpointConfiguration: { Kinds: ['REGIONAL'] } },
      },
      Plan: {
        Type: 'AWS::ApiGateway::UsagePlan',
        Properties: { ApiStages: [{ Throttle: { '/pets/GET': { RateLimit: 1, Rate: 2 } } }] },
      },
    },
  };
  const read = readCloudFormation({ files: [{ path: 't.json', text: JSON.stringify(template) }] });
  const found: Diagnostic[] = [];
  reportUnknownProperties(new Resources(read.resources), (each) => found.push(each));
  expect(found.map(({ code, message, place }) => [code, /"(.*?)"/.exec(message)?.[1], place?.file])).toEqual([
    ['unknown-property', 'EndpointConfiguration.Kinds', 't.json'],
    ['unknown-property', 'ApiStages.Throttle.Rate', 't.json'],
  ]);
});

/** Paths of the properties that hold no others. */
function publishedProperties(spec: SpecDatabase, type: string): readonly string[] {
  const resource = spec.lookup('resource', 'cloudFormationType', 'equals', type).only();
  const paths: string[] = [];
  const visit = (property: PropertyType, path: string): void => {
    if (property.type === 'array' || property.type === 'map') visit(property.element, path);
    else if (property.type === 'ref')
      for (const [key, child] of Object.entries(spec.get('typeDefinition', property.reference.$ref).properties))
        visit(child.type, `${path}.${key}`);
    else paths.push(path);
  };
  for (const [key, child] of Object.entries(resource.properties)) visit(child.type, key);
  return paths;
}
