/** What JSON can hold. */
export type Json = string | number | boolean | null | Json[] | JsonMap;
export interface JsonMap {
  [key: string]: Json;
}

/** A resource of a template. */
export interface TemplateResource {
  Type: string;
  Condition?: string;
  DependsOn?: string[];
  Properties: JsonMap;
}

/** A CloudFormation template as plain data, every function in its long form. */
export interface Template {
  AWSTemplateFormatVersion?: string;
  Description?: string;
  Parameters?: JsonMap;
  Mappings?: JsonMap;
  Conditions?: JsonMap;
  Resources: Record<string, TemplateResource>;
  Outputs?: JsonMap;
}

/** A change of a template, in place. A change that finds nothing to change is a broken case, so it throws. */
export type Edit = (template: Template) => void;

/** Several changes, in order. */
export const edits =
  (...all: readonly Edit[]): Edit =>
  (template) => {
    for (const edit of all) edit(template);
  };

/** Sets a property: `Edge.DistributionConfig.Origins.0.OriginPath` is the logical id, then keys and indices. */
export const set =
  (path: string, value: Json): Edit =>
  (template) => {
    const { parent, key } = resolve(template, path);
    if (Array.isArray(parent)) parent[Number(key)] = structuredClone(value);
    else parent[key] = structuredClone(value);
  };

/** Takes a property, or an item of a list, away. */
export const remove =
  (path: string): Edit =>
  (template) => {
    const { parent, key } = resolve(template, path);
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else if (key in parent) delete parent[key];
    else throw new Error(`Cannot remove "${path}": no such property, expected one`);
  };

/** Appends an item to a list. */
export const append =
  (path: string, value: Json): Edit =>
  (template) => {
    const { parent, key } = resolve(template, path);
    const list = Array.isArray(parent) ? parent[Number(key)] : parent[key];
    if (!Array.isArray(list)) throw new Error(`Cannot append to "${path}": no list, expected one`);
    list.push(structuredClone(value));
  };

/** Adds a resource. */
export const add =
  (logicalId: string, type: string, properties: JsonMap, dependsOn?: string[]): Edit =>
  (template) => {
    if (template.Resources[logicalId]) throw new Error(`Cannot add "${logicalId}": it is there, expected a new name`);
    const resource: TemplateResource = { Type: type, Properties: structuredClone(properties) };
    template.Resources[logicalId] = dependsOn ? { ...resource, DependsOn: dependsOn } : resource;
  };

/** Takes resources away, and out of what depends on them. */
export const drop =
  (...logicalIds: readonly string[]): Edit =>
  (template) => {
    for (const id of logicalIds) {
      if (!template.Resources[id]) throw new Error(`Cannot drop "${id}": no such resource, expected one`);
      delete template.Resources[id];
    }
    for (const resource of Object.values(template.Resources)) {
      if (!resource.DependsOn) continue;
      resource.DependsOn = resource.DependsOn.filter((id) => !logicalIds.includes(id));
      if (resource.DependsOn.length === 0) delete resource.DependsOn;
    }
  };

/** The deployment waits for one more method. */
export const deployAfter =
  (logicalId: string): Edit =>
  (template) => {
    const deployment = template.Resources.Deployment;
    if (!deployment) throw new Error('Cannot deploy: no resource "Deployment", expected one');
    deployment.DependsOn = [...(deployment.DependsOn ?? []), logicalId];
  };

/** Adds a parameter, a condition or an output. */
export const declare =
  (section: 'Parameters' | 'Mappings' | 'Conditions' | 'Outputs', name: string, value: Json): Edit =>
  (template) => {
    template[section] = { ...template[section], [name]: structuredClone(value) };
  };

/** The value of a property, copied. */
export function valueAt(template: Template, path: string): Json {
  const { parent, key } = resolve(template, path);
  const value = Array.isArray(parent) ? parent[Number(key)] : parent[key];
  if (value === undefined) throw new Error(`Cannot read "${path}": no such property, expected one`);
  return structuredClone(value);
}

export const ref = (logicalId: string): JsonMap => ({ Ref: logicalId });
export const getAtt = (logicalId: string, attribute: string): JsonMap => ({ 'Fn::GetAtt': [logicalId, attribute] });
export const sub = (text: string): JsonMap => ({ 'Fn::Sub': text });

function resolve(template: Template, path: string): { parent: JsonMap | Json[]; key: string } {
  const [logicalId = '', ...keys] = path.split('.');
  let here: Json | undefined = template.Resources[logicalId]?.Properties;
  for (const key of keys.slice(0, -1)) {
    if (Array.isArray(here)) here = here[Number(key)];
    else here = isMap(here) ? here[key] : undefined;
  }
  const key = keys.at(-1);
  if ((!isMap(here) && !Array.isArray(here)) || key === undefined)
    throw new Error(`Cannot find "${path}": nothing there, expected a property`);
  return { parent: here, key };
}

const isMap = (value: Json | undefined): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
