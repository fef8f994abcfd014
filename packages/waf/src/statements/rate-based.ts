import type { Compilation } from '../compilation.ts';
import type { RateKeyIdentity, RateSetting } from '../compiled.ts';
import { type ForwardedAddress, forwardedAddress } from '../forwarded-address.ts';
import type { Inspection } from '../inspection.ts';
import { choice, integer, items, members, type Part, refuse } from '../part.ts';
import { clientAddressKey, customKey, forwardedAddressKey, joinedKey, type RateKey } from './rate-key.ts';
import type { CompiledStatement, StatementCompiler } from './statement.ts';

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html */
const CAPACITY = 2;
/** As AWS's example of 193 units has it: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-wafv2-webacl.html */
const CUSTOM_KEY_CAPACITY = 30;
const WINDOWS = [60, 120, 300, 600];
const DEFAULT_WINDOW = 300;
const LIMITS = { least: 10, most: 2_000_000_000 } as const;
const KEY_TYPES = ['IP', 'FORWARDED_IP', 'CUSTOM_KEYS', 'CONSTANT'] as const;
const MOST_KEYS = 5;

/** https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html */
const INVALID = ['INVALID'];

type Parts = Partial<
  Record<
    'Limit' | 'AggregateKeyType' | 'EvaluationWindowSec' | 'ScopeDownStatement' | 'ForwardedIPConfig' | 'CustomKeys',
    Part
  >
>;

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html */
export const rateBased: StatementCompiler = (part, compilation, compileInside) => {
  const parts: Parts | undefined = members(part, {
    required: ['Limit', 'AggregateKeyType'],
    optional: ['EvaluationWindowSec', 'ScopeDownStatement', 'ForwardedIPConfig', 'CustomKeys'],
  });
  if (!parts) return undefined;
  const limit = integer(parts.Limit, LIMITS.least, LIMITS.most);
  const seconds = windowSeconds(parts.EvaluationWindowSec);
  const key = aggregation(parts, part, compilation);
  const scope = parts.ScopeDownStatement && compileInside(parts.ScopeDownStatement, 'scope-down');
  if (limit === undefined || seconds === undefined || !key || (parts.ScopeDownStatement && !scope)) return undefined;
  return compiled({ limit, seconds, key, scope }, compilation);
};

function windowSeconds(part: Part | undefined): number | undefined {
  if (!part) return DEFAULT_WINDOW;
  const seconds = integer(part, 0, 600);
  return seconds === undefined || WINDOWS.includes(seconds)
    ? seconds
    : refuse(part, String(seconds), WINDOWS.join(', '));
}

interface Aggregation {
  readonly title: string;
  readonly limitKey: RateSetting['limitKey'];
  readonly keys: readonly RateKeyIdentity[];
  readonly of: RateKey;
  readonly capacity: number;
}

function aggregation(parts: Parts, part: Part, compilation: Compilation): Aggregation | undefined {
  const type = choice(parts.AggregateKeyType, KEY_TYPES);
  const forwarded = parts.ForwardedIPConfig && forwardedAddress(parts.ForwardedIPConfig);
  if (!type || (parts.ForwardedIPConfig && !forwarded)) return undefined;
  if (parts.CustomKeys && type !== 'CUSTOM_KEYS')
    return refuse(parts.CustomKeys, `AggregateKeyType ${type}`, 'CUSTOM_KEYS beside CustomKeys');
  switch (type) {
    case 'IP':
      return { title: 'client address', limitKey: 'IP', keys: [{ member: 'IP' }], of: clientAddressKey, capacity: 0 };
    case 'FORWARDED_IP':
      if (!forwarded) return refuse(part, 'no ForwardedIPConfig', 'one with AggregateKeyType FORWARDED_IP');
      return {
        title: `first address of ${forwarded.header}`,
        limitKey: 'FORWARDED_IP',
        keys: [forwardedIdentity(forwarded)],
        of: forwardedAddressKey(forwarded),
        capacity: 0,
      };
    case 'CONSTANT':
      if (!parts.ScopeDownStatement) return refuse(part, 'no ScopeDownStatement', 'one with AggregateKeyType CONSTANT');
      return { title: 'all requests', limitKey: 'CONSTANT', keys: [], of: () => ({ key: '' }), capacity: 0 };
    case 'CUSTOM_KEYS':
      return customKeys(parts.CustomKeys, part, forwarded, compilation);
  }
}

const forwardedIdentity = ({ header }: ForwardedAddress): RateKeyIdentity => ({ member: 'ForwardedIP', name: header });

function customKeys(
  list: Part | undefined,
  part: Part,
  forwarded: ForwardedAddress | undefined,
  compilation: Compilation,
): Aggregation | undefined {
  if (!list) return refuse(part, 'no CustomKeys', 'CustomKeys with AggregateKeyType CUSTOM_KEYS');
  const keys = items(list, 1, MOST_KEYS)?.map((item) => customKey(item, { compilation, forwarded }));
  if (!keys) return undefined;
  const read = keys.flatMap((key) => (key ? [key] : []));
  const [first] = read;
  const alone = read.length === 1 ? first?.identity.member : undefined;
  if (alone === 'IP' || alone === 'ForwardedIP')
    return refuse(list, `${alone} alone`, 'at least one other key beside it');
  return {
    title: read.map(({ identity }) => identity.member).join(', '),
    limitKey: 'CUSTOMKEYS',
    keys: read.map(({ identity }) =>
      identity.member === 'ForwardedIP' && forwarded ? forwardedIdentity(forwarded) : identity,
    ),
    of: joinedKey(read.map(({ of }) => of)),
    capacity: CUSTOM_KEY_CAPACITY * read.length,
  };
}

/**
 * Counts the requests of the last seconds exactly; AWS estimates about every ten seconds and lags.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based-caveats.html
 */
function compiled(
  rate: { limit: number; seconds: number; key: Aggregation; scope: CompiledStatement | undefined },
  { name }: Compilation,
): CompiledStatement {
  const { limit, seconds, key, scope } = rate;
  const { limitKey, keys } = key;
  const rule = name.slice(name.lastIndexOf('/') + 1);
  const setting: RateSetting = { rule, limitKey, limit, windowSeconds: seconds, keys };
  const matches = (inspection: Inspection): boolean => {
    if (scope && !scope.matches(inspection)) return false;
    const value = key.of(inspection);
    if ('leftOut' in value) return false;
    if ('decided' in value) {
      if (value.decided) inspection.rates.push({ setting, values: INVALID });
      return value.decided;
    }
    inspection.rates.push({ setting, values: value.values ?? [value.key] });
    return inspection.counters.add(`${name} ${value.key}`, inspection.now, seconds * 1000) > limit;
  };
  const described = { kind: 'undecided', identity: `${name} rate`, reason: 'rate', occurs: true } as const;
  return {
    capacity: CAPACITY + key.capacity + (scope?.capacity ?? 0),
    matches,
    described: scope ? { kind: 'all', of: [scope.described, described] } : described,
    title: `more than ${limit} requests in ${seconds} s by ${key.title}${scope ? ` where ${scope.title}` : ''}`,
  };
}
