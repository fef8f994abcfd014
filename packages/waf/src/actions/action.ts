import type { CustomResponse, TokenResponse } from '../compiled.ts';
import type { Inspection } from '../inspection.ts';
import type { ResourceType } from '../limits.ts';
import { integer, members, onlyMember, type Part, refuse } from '../part.ts';
import { type TokenSettings, tokenResponse } from '../token/token-standing.ts';
import { customHeaders, customResponse, type ResponseContent } from './custom-response.ts';

export type ActionName = 'ALLOW' | 'BLOCK' | 'COUNT' | 'CAPTCHA' | 'CHALLENGE' | 'MONETIZE';
export type TerminatingAction = Exclude<ActionName, 'COUNT'>;

/** An action that has been checked. */
export interface CompiledAction {
  readonly name: ActionName;
  /** Headers for the request, in full. */
  readonly insertedHeaders: readonly (readonly [string, string])[];
  /** What is sent instead of the host service's own answer. */
  readonly response?: CustomResponse;
  /**
   * For a CAPTCHA or a challenge, which a token that does takes for a Count: what becomes of the request's token. The settings
   * are those of the rule that acts, so that an action in place of its own keeps the rule's immunity times.
   */
  readonly token?: (inspection: Inspection, settings: TokenSettings) => TokenResponse;
}

/** What the actions of one definition share. */
export interface ActionContext {
  readonly bodies: ReadonlyMap<string, ResponseContent>;
  readonly tokens: TokenSettings;
  /** Why Monetize cannot be used; undefined where it can. */
  readonly unsold: { readonly found: string; readonly expected: string } | undefined;
}

type ActionCompiler = (part: Part, context: ActionContext) => CompiledAction | undefined;

/** https://docs.aws.amazon.com/waf/latest/developerguide/customizing-the-incoming-request.html */
function insertedHeaders(part: Part | undefined): readonly (readonly [string, string])[] {
  if (!part) return [];
  const handling = members(part, { required: ['InsertHeaders'] });
  return customHeaders(handling?.InsertHeaders).map(([name, value]) => [`x-amzn-waf-${name}`, value]);
}

const requestHandling = (part: Part): readonly (readonly [string, string])[] =>
  insertedHeaders(members(part, { optional: ['CustomRequestHandling'] })?.CustomRequestHandling);

const allow: ActionCompiler = (part) => ({ name: 'ALLOW', insertedHeaders: requestHandling(part) });
const count: ActionCompiler = (part) => ({ name: 'COUNT', insertedHeaders: requestHandling(part) });

const block: ActionCompiler = (part, { bodies }) => {
  const custom = members(part, { optional: ['CustomResponse'] })?.CustomResponse;
  const response = custom && customResponse(custom, bodies);
  return { name: 'BLOCK', insertedHeaders: [], ...(response ? { response } : {}) };
};

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-how-it-works.html */
const interactive =
  (name: 'CAPTCHA' | 'CHALLENGE', status: number): ActionCompiler =>
  (part) => {
    const headers = [['x-amzn-waf-action', name.toLowerCase()] as const];
    const response = { status, headers, body: new Uint8Array(0) };
    const solve = name === 'CAPTCHA' ? 'captcha' : 'challenge';
    return {
      name,
      insertedHeaders: requestHandling(part),
      response,
      token: (inspection, settings) => tokenResponse(inspection, solve, settings, status),
    };
  };

/**
 * What Monetize needs: CloudFront, and prices on the web ACL or the rule group.
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_MonetizeAction.html
 */
export function unsold(resourceType: ResourceType, prices: Part | undefined): ActionContext['unsold'] {
  if (resourceType !== 'CLOUDFRONT')
    return { found: `Monetize for ${resourceType}`, expected: 'a web ACL of CloudFront distributions' };
  return prices ? undefined : { found: 'no MonetizationConfig', expected: 'one on the web ACL or the rule group' };
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_MonetizeAction.html; the price manifest is not reproduced. */
const monetize: ActionCompiler = (part, context) => {
  const multiplier = members(part, { optional: ['PriceMultiplier'] })?.PriceMultiplier;
  if (multiplier) integer(multiplier, 1, 100);
  if (context.unsold) return refuse(part, context.unsold.found, context.unsold.expected);
  const response = { status: 402, headers: [], body: new Uint8Array(0) };
  return { name: 'MONETIZE', insertedHeaders: [], response };
};

/** The members of RuleAction. https://docs.aws.amazon.com/waf/latest/APIReference/API_RuleAction.html */
export const ACTIONS = {
  Allow: allow,
  Block: block,
  Count: count,
  Captcha: interactive('CAPTCHA', 405),
  Challenge: interactive('CHALLENGE', 202),
  Monetize: monetize,
} satisfies Record<string, ActionCompiler>;

const BY_NAME: ReadonlyMap<string, ActionCompiler> = new Map(Object.entries(ACTIONS));

/** Compiles a RuleAction, or of a DefaultAction only what it may be. */
export function compileAction(
  part: Part | undefined,
  context: ActionContext,
  among: readonly string[] = Object.keys(ACTIONS),
): CompiledAction | undefined {
  const chosen = onlyMember(part, 'action');
  if (!chosen) return undefined;
  const compile = among.includes(chosen.name) ? BY_NAME.get(chosen.name) : undefined;
  return compile ? compile(chosen.part, context) : refuse(chosen.part, 'an unknown member', among.join(' or '));
}

/** The same rule counting only, as an override makes it. */
export const counting: CompiledAction = { name: 'COUNT', insertedHeaders: [] };
