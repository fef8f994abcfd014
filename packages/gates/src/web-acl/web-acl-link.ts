import { isKnown, isOpaque, type Setting, type Text, type WebAcl, type WebAcls } from '@sallyport/architecture';
import type { CompiledLogging, CompiledWebAcl, DescribedRule } from '@sallyport/waf';
import type { Links } from '../part.ts';
import type { InspectingWebAcl } from '../step.ts';
import { holdsAlways, holdsNever } from './constant-statement.ts';
import { statementCondition } from './described-statement.ts';

type Linked = ReturnType<Links['webAcl']>;

/**
 * Whether some request is refused by these rules: either word only where it is proved, else why it is not. What stands here
 * sees rules one by one; a prover sees what is left of each by those before it.
 */
export type MayRefuse = (
  webAcl: Pick<InspectingWebAcl, 'id' | 'rules' | 'defaultAction'>,
) => InspectingWebAcl['canBlock'];

const NOT_PROVED: MayRefuse = ({ id }) => ({
  unknown: `whether the web ACL "${id}" refuses any request: nobody has proved it`,
});

/** Finds the web ACL that a distribution, a stage or a load balancer refers to. */
export function webAclLink(webAcls: WebAcls, mayRefuse: MayRefuse = NOT_PROVED): Links['webAcl'] {
  const built = new Map<WebAcl, Linked>();
  return (reference, scope) => {
    const arn = arnOf(reference);
    if (typeof arn !== 'string') return arn;
    const webAcl = webAcls.byArn(arn);
    if (!webAcl) return absent(arn);
    if (webAcl.scope !== scope) return { unknown: wrongScope(webAcl, scope) };
    const linked = built.get(webAcl) ?? inspecting(webAcl, mayRefuse);
    built.set(webAcl, linked);
    return linked;
  };
}

function arnOf(reference: Setting<Text> | undefined): string | Exclude<Linked, { webAcl: InspectingWebAcl }> {
  if (!reference) return { none: true };
  if (!isKnown(reference)) return { unknown: `which web ACL is meant: ${reference.unknown}` };
  if (isOpaque(reference.known)) return { unknown: `which web ACL is meant: ${reference.known.reason}` };
  return reference.known === '' ? { none: true } : reference.known;
}

/** An ARN of AWS WAF that is not in the sources is unknown; anything else (the id of a WAF Classic web ACL) evaluates nothing. */
const absent = (reference: string): Linked =>
  /^arn:[^:]*:wafv2:/.test(reference)
    ? { unknown: `the rules of the web ACL "${reference}", which is not in the sources` }
    : { none: true };

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html: AWS refuses to attach it. */
const wrongScope = ({ logicalId, scope }: WebAcl, wanted: string): string =>
  `the web ACL "${logicalId}" has the scope ${scope}, and AWS attaches only one of scope ${wanted} there`;

function inspecting(webAcl: WebAcl, mayRefuse: MayRefuse): Linked {
  const { arn, compiled, id, name, place } = webAcl;
  if ('refused' in compiled)
    return {
      unknown: `the rules of the web ACL "${webAcl.logicalId}": ${compiled.refused[0]?.message ?? 'it is refused'}`,
    };
  const blocks = blocksSomething(compiled);
  if (blocks === undefined)
    return { unknown: `whether the web ACL "${webAcl.logicalId}" blocks anything: ${unknownReason(compiled)}` };
  const defaultAction: InspectingWebAcl['defaultAction'] = compiled.defaultAction === 'BLOCK' ? 'block' : 'allow';
  const rules = rulesOf(compiled, webAcl);
  const canBlock = blocks && mayRefuse({ id, rules, defaultAction });
  // One that refuses nothing decides nothing, whatever its rules ask.
  const decisions = canBlock === false ? NO_DECISIONS : { rules, defaultAction };
  const logging = acceptedLogging(webAcl);
  return { webAcl: { id, name, arn, compiled, ...decisions, canBlock, logging, place } };
}

const NO_DECISIONS: Pick<InspectingWebAcl, 'rules' | 'defaultAction'> = { rules: [], defaultAction: 'allow' };

const acceptedLogging = ({ logging }: WebAcl): readonly CompiledLogging[] =>
  logging.flatMap((each) => ('refused' in each.compiled ? [] : [each.compiled]));

const unknownReason = ({ unknowns, rules }: CompiledWebAcl): string =>
  [
    ...unknowns,
    ...rules.flatMap((rule) => (rule.uncertain && rule.statement.kind === 'undecided' ? rule.statement.reason : [])),
  ]
    .filter((reason, at, all) => all.indexOf(reason) === at)
    .join('; ');

const ACTIONS = {
  ALLOW: 'allow',
  BLOCK: 'block',
  MONETIZE: 'block',
  CAPTCHA: 'challenge',
  CHALLENGE: 'challenge',
} as const;

function rulesOf(compiled: CompiledWebAcl, { rulePlaces }: WebAcl): InspectingWebAcl['rules'] {
  return compiled.rules.flatMap((rule) => {
    if (rule.action === 'COUNT') return [];
    const place = rulePlaces.get(rule.name.split('#')[0] ?? rule.name);
    const when = statementCondition(rule.statement);
    return [{ name: rule.name, when, action: ACTIONS[rule.action], ...(place ? { place } : {}) }];
  });
}

/** Whether any request at all can be refused; undefined where that rests on what the sources do not tell. */
export function blocksSomething({ rules, defaultAction, unknowns }: CompiledWebAcl): boolean | undefined {
  const everything = rules.findIndex(
    ({ action, uncertain, statement }) => action === 'ALLOW' && !uncertain && holdsAlways(statement),
  );
  const alive = everything < 0 ? rules : rules.slice(0, everything);
  if (everything < 0 && defaultAction === 'BLOCK') return true;
  const refusing = alive.filter((rule) => refuses(rule));
  if (refusing.some((rule) => !rule.uncertain)) return true;
  return refusing.length > 0 || (unknowns.length > 0 && everything < 0) ? undefined : false;
}

const refuses = ({ action, statement }: DescribedRule): boolean =>
  action !== 'ALLOW' && action !== 'COUNT' && !holdsNever(statement);
