import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import type { PropertyType, TypeDefinition } from '@aws-cdk/service-spec-types';
import type { Json, Template } from './template.ts';

const database = await loadAwsServiceSpec();

/** What AWS's resource specification does not know of a template: properties, and types of resources. */
export function shapeFaults(template: Template): readonly string[] {
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
    const resource = database.lookup('resource', 'cloudFormationType', 'equals', Type)[0];
    return resource ? faultsOf(id, Properties, resource.properties) : [`${id}: no type ${Type}`];
  });
}

const isFunction = (value: Json): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).some((key) => /^(Ref|Fn::.*)$/.test(key));

function faultsOf(at: string, value: Json, properties: TypeDefinition['properties']): readonly string[] {
  if (isFunction(value)) return [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at}: expected a map`];
  const missing = Object.entries(properties).flatMap(([name, { required }]) =>
    required && !(name in value) ? [`${at}: expected ${name}`] : [],
  );
  const wrong = Object.entries(value).flatMap(([name, inner]) => {
    const property = properties[name];
    return property ? typeFaults(`${at}.${name}`, inner, property.type) : [`${at}.${name}: unknown`];
  });
  return [...missing, ...wrong];
}

function typeFaults(at: string, value: Json, type: PropertyType): readonly string[] {
  if (isFunction(value)) return [];
  switch (type.type) {
    case 'ref':
      return faultsOf(at, value, database.get('typeDefinition', type.reference.$ref).properties);
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((item, index) => typeFaults(`${at}.${index}`, item, type.element))
        : [`${at}: expected a list`];
    case 'string':
      return typeof value === 'string' ? allowed(at, value, type.allowedValues) : [`${at}: expected a text`];
    case 'boolean':
      return /^(true|false)$/.test(String(value)) ? [] : [`${at}: expected true or false`];
    default:
      return [];
  }
}

const allowed = (at: string, value: string, values: readonly string[] | undefined): readonly string[] =>
  values === undefined || values.includes(value) ? [] : [`${at}: "${value}", expected ${values.join(', ')}`];
