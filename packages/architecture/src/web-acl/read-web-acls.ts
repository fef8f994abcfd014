import type { Diagnostic, Place } from '@sallyport/http';
import { type CompileOptions, compileWebAcl, type References, type Refusal, type ResourceType } from '@sallyport/waf';
import { checkProperties } from '../coverage-check.ts';
import type { Resource } from '../resource.ts';
import type { Resources } from '../resources.ts';
import { at } from '../setting.ts';
import { knownText, protectedType, readAssociations, type WebAclAssociation } from './association.ts';
import { WEB_ACL_COVERAGE } from './coverage.ts';
import { onlyLogging, readLogging, type WebAclLogging } from './logging.ts';
import { arnKey, resourceKey, wafArn, wafName } from './name.ts';
import { placeOnPath } from './place-on-path.ts';
import { plainValue } from './plain-value.ts';
import { type WebAcl, WebAcls } from './web-acl.ts';

type Report = (diagnostic: Diagnostic) => void;

/** What web ACLs are told beside the sources: what is known of addresses, and the lists that AWS keeps for its own rule groups. */
export type WebAclData = Pick<CompileOptions, 'addressData' | 'addressLists' | 'stolenCredentials'>;

/** The compiler says what is wrong in these. */
const COMPILED = ['AWS::WAFv2::WebACL', 'AWS::WAFv2::RuleGroup', 'AWS::WAFv2::LoggingConfiguration'];

/** Reads every web ACL with what it refers to, and reports what AWS would refuse. */
export function readWebAcls(resources: Resources, report: Report, data: WebAclData = {}): WebAcls {
  for (const coverage of WEB_ACL_COVERAGE.filter(({ type }) => !COMPILED.includes(type)))
    for (const resource of resources.ofType(coverage.type)) checkProperties(resource, coverage, report);
  const associations = readAssociations(resources);
  const logging = readLogging(resources, report);
  const references = readReferences(resources);
  const said = new Set<string>();
  const reportOnce = (diagnostic: Diagnostic): void => {
    const key = JSON.stringify(diagnostic);
    if (!said.has(key)) report(diagnostic);
    said.add(key);
  };
  const all = resources
    .ofType('AWS::WAFv2::WebACL')
    .map((resource) => readWebAcl(resource, { associations, logging, references, data, report: reportOnce }));
  return new WebAcls(all, associations);
}

interface Context {
  readonly associations: readonly WebAclAssociation[];
  readonly logging: readonly WebAclLogging[];
  readonly references: ReadReferences;
  readonly data: WebAclData;
  readonly report: Report;
}

function readWebAcl(resource: Resource, context: Context): WebAcl {
  const { name, scope } = wafName(resource);
  const arn = wafArn(resource);
  const isThis = (other: string | undefined): boolean => other !== undefined && arnKey(other) === arnKey(arn);
  const associations = context.associations.filter(({ webAclArn }) => isThis(knownText(webAclArn)));
  const loggings = context.logging.filter(({ webAclArn }) => isThis(knownText(webAclArn)));
  const logging = onlyLogging(loggings, resource, context.report);
  const resourceType = scope === 'CLOUDFRONT' ? 'CLOUDFRONT' : regionalType(associations);
  const result = compileWebAcl(plainValue(resource.properties), {
    references: context.references.byArn,
    arn,
    resourceType,
    shape: 'cloudformation',
    ...context.data,
  });
  if ('refused' in result)
    for (const refusal of result.refused) context.report(refused(refusal, resource, context.references));
  const compiled = 'refused' in result ? result : result.webAcl;
  const { id, logicalId, place } = resource;
  const places = rulePlaces(resource);
  return { id, logicalId, name, arn, scope, resourceType, compiled, rulePlaces: places, associations, logging, place };
}

/** What the associations protect; of several kinds, the one of which the least is inspected. */
function regionalType(associations: readonly WebAclAssociation[]): ResourceType {
  const types = new Set(associations.map(({ resourceArn }) => protectedType(knownText(resourceArn) ?? '')));
  if (types.has('APPLICATION_LOAD_BALANCER')) return 'APPLICATION_LOAD_BALANCER';
  if (types.has('APPSYNC')) return 'APPSYNC';
  return [...types].find((type) => type !== undefined) ?? 'API_GATEWAY';
}

function rulePlaces({ properties }: Resource): ReadonlyMap<string, Place> {
  const rules = at(properties, 'Rules');
  const places = new Map<string, Place>();
  for (const rule of rules?.kind === 'list' ? rules.items : []) {
    const name = at(rule, 'Name');
    if (name?.kind === 'scalar') places.set(String(name.value), rule.place);
  }
  return places;
}

export interface ReadReferences {
  readonly byArn: References;
  readonly resources: ReadonlyMap<string, Resource>;
}

/** The sets and groups that rules can refer to, under their ARN. */
export function readReferences(resources: Resources): ReadReferences {
  const ofType = (type: string): ReadonlyMap<string, unknown> =>
    new Map(resources.ofType(type).map((resource) => [wafArn(resource), plainValue(resource.properties)]));
  const types = ['AWS::WAFv2::IPSet', 'AWS::WAFv2::RegexPatternSet', 'AWS::WAFv2::RuleGroup'] as const;
  const [ipSets, regexPatternSets, ruleGroups] = types;
  return {
    byArn: {
      ipSets: ofType(ipSets),
      regexPatternSets: ofType(regexPatternSets),
      ruleGroups: ofType(ruleGroups),
    },
    resources: new Map(types.flatMap((type) => resources.ofType(type).map((r) => [resourceKey(r), r] as const))),
  };
}

function refused({ path, message, of }: Refusal, webAcl: Resource, references: ReadReferences): Diagnostic {
  const resource = (of === undefined ? undefined : references.resources.get(arnKey(of) ?? '')) ?? webAcl;
  return {
    code: 'refused-web-acl',
    severity: 'warning',
    message: `${message} (AWS WAF refuses "${resource.logicalId}")`,
    place: { ...placeOnPath(resource.properties, path), logicalId: resource.logicalId, property: path },
    help: 'What this web ACL decides is unknown until AWS WAF would accept it.',
  };
}
