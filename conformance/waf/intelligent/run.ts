import { utf8Bytes } from '@sallyport/http';
import {
  type CompileOptions,
  compileWebAcl,
  type Evaluation,
  MemoryCounters,
  MemoryTraffic,
  mintToken,
  TOKEN_COOKIE,
  type Token,
} from '@sallyport/waf';
import { groupAlone } from '../../../packages/waf/src/managed-rule-groups/testing/group-alone.ts';

/** Some requests, one after the other. `#` in a text is the number of the request within its step, from 1 on. */
export interface Step {
  /** Seconds since the case began; as late as the step before where nothing is said. */
  readonly at?: number;
  /** How many requests, one where nothing is said, and how many seconds apart. */
  readonly times?: number;
  readonly every?: number;
  readonly method?: string;
  readonly target?: string;
  readonly host?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  readonly address?: string;
  readonly country?: string;
  readonly asn?: number;
  /** The protected resource that it goes to. */
  readonly resource?: string;
  /** The token that comes along; solved at the beginning of the case where it says nothing else. A text is the cookie itself. */
  readonly token?: Partial<Token> | string;
  /** What the application answers where the request is let through. */
  readonly answer?: {
    readonly status?: number;
    readonly headers?: readonly (readonly [string, string])[];
    readonly body?: string;
  };
  /** Holds for each request of the step. */
  readonly expect?: {
    readonly action?: Evaluation['action'];
    /** The rule in the group that ends the evaluation. */
    readonly rule?: string;
    /** Rules of the group that count. */
    readonly counts?: readonly string[];
    /** Labels that are added, after `awswaf:managed:` or, beginning with a colon, after the group's prefix. */
    readonly labels?: readonly string[];
    readonly without?: readonly string[];
  };
}

/** One case: a group, how it is set, and requests with what AWS documents of them. */
export interface Case {
  readonly title: string;
  readonly source: string;
  /** Exactly as the source prints it; or our reading where it prints no number. */
  readonly known: 'documented' | 'approximated';
  readonly group: string;
  readonly config?: unknown;
  readonly version?: string;
  readonly webAcl?: object;
  readonly options?: CompileOptions;
  readonly overrides?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
/** When every case begins. */
const BEGINNING = 1_767_225_600_000;

function definition({ group, config, version, webAcl = {}, overrides = {} }: Case): object {
  const RuleActionOverrides = Object.entries(overrides).map(([Name, action]) => ({
    Name,
    ActionToUse: { [action]: {} },
  }));
  const statement = {
    Name: group,
    ...(version === undefined ? {} : { Version: version }),
    ...(config === undefined ? {} : { ManagedRuleGroupConfigs: [{ [group]: config }] }),
    ...(RuleActionOverrides.length === 0 ? {} : { RuleActionOverrides }),
  };
  return { ...groupAlone(statement), ...webAcl };
}

/** Makes cases of one group that differ from these in little. */
export const casesOf =
  (usual: Omit<Case, 'title' | 'steps'>) =>
  (title: string, steps: readonly Step[], more: Partial<Case> = {}): Case => ({ ...usual, title, steps, ...more });

export interface Outcome {
  readonly step: Step;
  readonly number: number;
  readonly evaluation: Evaluation;
}

/** Sends the requests of a case through a web ACL with the group alone, and answers those that are let through. */
export function outcomesOf(of: Case): readonly Outcome[] {
  const result = compileWebAcl(definition(of), { shape: 'cloudformation', ...of.options });
  if ('refused' in result) throw new Error(`${of.title}: ${JSON.stringify(result.refused)}`);
  const { webAcl } = result;
  const counters = new MemoryCounters();
  const traffic = new MemoryTraffic();
  const outcomes: Outcome[] = [];
  let seconds = 0;
  for (const step of of.steps) {
    seconds = step.at ?? seconds;
    const times = step.times ?? 1;
    for (let number = 1; number <= times; number++) {
      if (number > 1) seconds += step.every ?? 0;
      const now = BEGINNING + seconds * 1000;
      const context = { traffic, ...(step.resource === undefined ? {} : { resource: step.resource }) };
      const evaluation = webAcl.evaluate(requestOf(step, number), counters, now, context);
      outcomes.push({ step, number, evaluation });
      const { status = 200, headers = [], body = '' } = step.answer ?? {};
      evaluation.awaitedResponse?.observe({ status, headers, body: utf8Bytes(body) }, now);
    }
  }
  return outcomes;
}

function requestOf(step: Step, number: number) {
  const filled = (text: string): string => text.replaceAll('#', String(number));
  const { method = 'GET', target = '/', host = 'www.example.com', headers = [], body = '', token } = step;
  const cookie = token === undefined ? [] : [['Cookie', `${TOKEN_COOKIE}=${cookieOf(token, filled)}`] as const];
  const named = headers.some(([name]) => name === 'User-Agent') ? [] : [['User-Agent', BROWSER] as const];
  return {
    method,
    target: filled(target),
    httpVersion: '1.1',
    headers: [['Host', host], ...named, ...headers.map(([name, value]) => [name, filled(value)] as const), ...cookie],
    body: { bytes: utf8Bytes(filled(body)), complete: true },
    connection: {
      scheme: 'https',
      address: filled(step.address ?? '203.0.113.7'),
      port: 40_000,
      localPort: 443,
      ...(step.country === undefined ? {} : { country: filled(step.country) }),
      ...(step.asn === undefined ? {} : { asn: step.asn + number - 1 }),
    },
  } as const;
}

/** Tokens are made once: sealing one takes longer than most evaluations. */
const minted = new Map<string, string>();

function cookieOf(token: NonNullable<Step['token']>, filled: (text: string) => string): string {
  if (typeof token === 'string') return token;
  const { id = 'session', domain = 'www.example.com', challengeSolved = 0, captchaSolved, ...rest } = token;
  const whole: Token = {
    ...rest,
    id: filled(id),
    domain,
    ...(challengeSolved < 0 ? {} : { challengeSolved: BEGINNING + challengeSolved * 1000 }),
    ...(captchaSolved === undefined ? {} : { captchaSolved: BEGINNING + captchaSolved * 1000 }),
  };
  const key = JSON.stringify(whole);
  const cookie = minted.get(key) ?? mintToken(whole);
  minted.set(key, cookie);
  return cookie;
}
