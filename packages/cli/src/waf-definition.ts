import {
  architectureOf,
  placeOnPath,
  plainValue,
  readCloudFormation,
  readReferences,
  type WebAcl,
} from '@sallyport/architecture';
import type { Diagnostic, Place } from '@sallyport/http';
import type { Attachment } from '@sallyport/prover';
import {
  type CompiledLogging,
  type CompiledWebAcl,
  type CompileOptions,
  compileWebAcl,
  type References,
  type Refusal,
  type ResourceType,
  type Shape,
} from '@sallyport/waf';
import { InputFailure, inputFailure } from './failure.ts';
import { loadSources } from './source-files.ts';
import { attachmentOf } from './waf-attachment.ts';
import { readDocument, type WafDocument } from './waf-document.ts';
import { type ReferenceFile, readReferenceFiles } from './waf-references.ts';
import { shapeOf } from './waf-shape.ts';

/** The options that say what a web ACL is and what it refers to. */
export interface WafDefinitionOptions {
  readonly webAcl: string;
  readonly ipSet?: readonly string[];
  readonly regexSet?: readonly string[];
  readonly ruleGroup?: readonly string[];
  readonly resourceType?: ResourceType;
  readonly shape?: Shape;
  readonly parameter?: Readonly<Record<string, string>>;
}

/** A web ACL that AWS would take, and what it stands before. */
export interface LoadedWebAcl {
  readonly webAcl: CompiledWebAcl;
  readonly resourceType: ResourceType;
  /** Whether nobody has said what it protects, and the scope alone decides. */
  readonly isResourceTypeAssumed: boolean;
  /** The logging configuration that the same template has for it. */
  readonly logging?: CompiledLogging;
}

/** A web ACL that AWS would refuse: every reason with its path. */
export class RefusedWebAcl extends InputFailure {
  readonly refused: readonly Refusal[];
  constructor(refused: readonly Refusal[], diagnostics: readonly Diagnostic[]) {
    super(diagnostics);
    this.refused = refused;
  }
}

/** A definition as it was written, ready to compile. */
interface Definition {
  readonly title: string;
  readonly definition: unknown;
  readonly options: CompileOptions;
  readonly resourceType: ResourceType;
  readonly isResourceTypeAssumed: boolean;
  readonly logging?: CompiledLogging;
  readonly place: (refusal: At) => Place;
  /** Where it stands; only a template tells. */
  readonly attachment?: Attachment;
}

/** A path in a definition, or in what it refers to. */
type At = Pick<Refusal, 'path' | 'of'>;

/** A web ACL as it was written, with where each part of it stands. */
export interface ReadDefinition {
  readonly definition: unknown;
  readonly options: CompileOptions;
  readonly resourceType: ResourceType;
  readonly isResourceTypeAssumed: boolean;
  readonly attachment?: Attachment;
  readonly logging?: CompiledLogging;
  readonly title: string;
  /** With the property, and in the file of the set or group that it is in. */
  readonly place: (at: At) => Place;
}

/** Reads the web ACL of `--web-acl` without compiling it. */
export function readWebAclDefinition(options: WafDefinitionOptions): ReadDefinition {
  const files = readReferenceFiles(options);
  const of = definitionOf(options, files);
  const resourceType = options.resourceType ?? of.resourceType;
  return {
    ...of,
    options: { ...of.options, resourceType },
    resourceType,
    isResourceTypeAssumed: options.resourceType === undefined && of.isResourceTypeAssumed,
    place: (at) => placeIn(at, of, files),
  };
}

/** The failure of a web ACL that AWS would refuse. */
export function refusedWebAcl(refused: readonly Refusal[], of: ReadDefinition): RefusedWebAcl {
  const diagnostics = refused.map((refusal) => refusedDiagnostic(refusal, of.title, of.place));
  return new RefusedWebAcl(refused, diagnostics);
}

/** Loads and compiles the web ACL of `--web-acl`. */
export function loadWebAcl(options: WafDefinitionOptions, more: CompileOptions = {}): LoadedWebAcl {
  const read = readWebAclDefinition(options);
  const result = compileWebAcl(read.definition, { ...read.options, ...more });
  const { resourceType, isResourceTypeAssumed, logging } = read;
  if ('webAcl' in result)
    return { webAcl: result.webAcl, resourceType, isResourceTypeAssumed, ...(logging ? { logging } : {}) };
  throw refusedWebAcl(result.refused, read);
}

function placeIn(at: At, { place }: Definition, files: readonly ReferenceFile[]): Place {
  const file = files.find(({ arn }) => arn === at.of);
  const found = file ? file.place(at.path) : place(at);
  return { ...found, ...(at.path === '' ? {} : { property: at.path }) };
}

function refusedDiagnostic(refusal: Refusal, title: string, place: ReadDefinition['place']): Diagnostic {
  return {
    code: 'refused-web-acl',
    severity: 'error',
    message: `${refusal.message} (AWS WAF refuses ${refusal.of === undefined ? title : `"${refusal.of}"`}).`,
    place: place(refusal),
  };
}

function definitionOf(options: WafDefinitionOptions, files: readonly ReferenceFile[]): Definition {
  const [, template, logicalId] = /^(.+)#([^#/]+)$/.exec(options.webAcl) ?? [];
  if (template !== undefined && logicalId !== undefined) return inTemplate(template, logicalId, options, files);
  if (isTemplate(options.webAcl)) return inTemplate(options.webAcl, undefined, options, files);
  return inDocument(readDocument(options.webAcl, 'a web ACL'), options, files);
}

/** Whether the file is a CloudFormation template rather than a web ACL. */
function isTemplate(file: string): boolean {
  // A template's YAML has tags of its own, so it is told by its text.
  return loadSources([file]).files.some(({ text }) => /^Resources:|"Resources"\s*:\s*\{/m.test(text));
}

function inDocument(
  document: WafDocument,
  { shape }: WafDefinitionOptions,
  files: readonly ReferenceFile[],
): Definition {
  const { data, file } = document;
  const resource = propertiesOf(data);
  const definition = resource ?? data;
  const told = shape ?? (resource === undefined ? shapeOf(definition) : 'cloudformation');
  return {
    title: `"${file}"`,
    definition,
    options: { shape: told, references: referencesOf({}, files) },
    resourceType: isRegional(definition) ? 'API_GATEWAY' : 'CLOUDFRONT',
    isResourceTypeAssumed: true,
    place: ({ path }) => document.place([...(resource === undefined ? [] : ['Properties']), ...path.split('.')]),
  };
}

/** One resource of a template alone: `{"Type": "AWS::WAFv2::WebACL", "Properties": …}`. */
function propertiesOf(data: unknown): unknown {
  const isResource =
    typeof data === 'object' &&
    data !== null &&
    'Type' in data &&
    data.Type === 'AWS::WAFv2::WebACL' &&
    'Properties' in data;
  return isResource ? data.Properties : undefined;
}

/** Whether the ARN, or else the Scope, names a Region's web ACL. */
function isRegional(definition: unknown): boolean {
  const text = JSON.stringify(definition) ?? '';
  const arn = /"arn:[^:"]*:wafv2:[^:"]*:[^:"]*:(global|regional)\/webacl\//.exec(text)?.[1];
  return arn === undefined ? /"Scope":"REGIONAL"/.test(text) : arn === 'regional';
}

function inTemplate(
  template: string,
  logicalId: string | undefined,
  { parameter }: WafDefinitionOptions,
  files: readonly ReferenceFile[],
): Definition {
  const read = readCloudFormation(loadSources([template]), parameter ? { parameters: parameter } : {});
  const errors = read.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new InputFailure(errors);
  const architecture = architectureOf(read);
  const { webAcls, resources } = architecture;
  const webAcl = chosen(webAcls.all, template, logicalId);
  const resource = resources.all.find(({ id }) => id === webAcl.id);
  const references = readReferences(resources);
  const properties = resource?.properties;
  return {
    title: `"${webAcl.logicalId}"`,
    definition: properties && plainValue(properties),
    options: { shape: 'cloudformation', arn: webAcl.arn, references: referencesOf(references.byArn, files) },
    resourceType: webAcl.resourceType,
    isResourceTypeAssumed: webAcl.scope !== 'CLOUDFRONT' && webAcl.associations.length === 0,
    attachment: attachmentOf(architecture, webAcl),
    ...loggingOf(webAcl),
    place: ({ path, of }) => {
      const inside = of === undefined ? properties : referencedBy(of, references.byArn, resources.all)?.properties;
      return inside ? placeOnPath(inside, path) : webAcl.place;
    },
  };
}

function loggingOf({ logging }: WebAcl): Pick<Definition, 'logging'> {
  const accepted = logging.flatMap(({ compiled }) => ('refused' in compiled ? [] : [compiled]))[0];
  return accepted ? { logging: accepted } : {};
}

type Found = ReturnType<typeof architectureOf>['resources']['all'];

/** The resource that the ARN of a refusal names. */
function referencedBy(arn: string, byArn: References, all: Found): Found[number] | undefined {
  const known = [byArn.ipSets, byArn.regexPatternSets, byArn.ruleGroups].some((among) => among?.has(arn));
  const name = arn.split('/')[2];
  return known
    ? all.find(({ physicalId, type }) => type.startsWith('AWS::WAFv2::') && physicalId.split('|')[0] === name)
    : undefined;
}

function chosen(all: readonly WebAcl[], template: string, logicalId: string | undefined): WebAcl {
  const [first, second] =
    logicalId === undefined ? all : all.filter((each) => each.logicalId === logicalId || each.id === logicalId);
  if (first && !second) return first;
  const named = all.map((each) => each.id).join(', ') || 'none';
  const found = logicalId === undefined ? `${all.length} web ACLs` : `no web ACL "${logicalId}"`;
  throw inputFailure(
    'no-web-acl',
    `Cannot read a web ACL of "${template}": ${found} found, expected one of: ${named}.`,
    'Name the web ACL by its logical id: --web-acl TEMPLATE#LogicalId.',
  );
}

/** What the sources hold, and what was handed in, which wins. */
function referencesOf(sources: References, files: readonly ReferenceFile[]): References {
  const merged = (kind: ReferenceFile['kind'], known: ReadonlyMap<string, unknown> | undefined) =>
    new Map([
      ...(known ?? []),
      ...files.flatMap((file) => (file.kind === kind ? [[file.arn, file.definition] as const] : [])),
    ]);
  return {
    ipSets: merged('IPSet', sources.ipSets),
    regexPatternSets: merged('RegexPatternSet', sources.regexPatternSets),
    ruleGroups: merged('RuleGroup', sources.ruleGroups),
  };
}
