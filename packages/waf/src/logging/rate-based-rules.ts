import type { Request } from '@sallyport/http';
import type { EvaluationRecord, RateCount, RateKeyIdentity } from '../compiled.ts';
import { derivedId } from '../derived-id.ts';
import type { Disclosure } from './disclosure.ts';
import { readable } from './readable.ts';

/** The value of one aggregation key. */
export interface LoggedKey {
  readonly key: string;
  readonly name?: string;
  readonly value: string;
}

export interface LoggedRate {
  readonly rateBasedRuleId: string;
  readonly rateBasedRuleName: string;
  readonly limitKey: string;
  readonly maxRateAllowed: number;
  /** A text, as in AWS's samples. */
  readonly evaluationWindowSec: string;
  readonly limitValue?: string;
  readonly customValues?: readonly LoggedKey[];
}

/** Every rate-based rule that counted the request, also below its limit, as published records show. */
export const loggedRates = (record: EvaluationRecord, request: Request, disclosed: Disclosure): readonly LoggedRate[] =>
  record.rates.map((rate) => loggedRate(rate, record.webAcl.arn, request, disclosed));

function loggedRate(rate: RateCount, arn: string, request: Request, disclosed: Disclosure): LoggedRate {
  const { rule, limitKey, limit, windowSeconds, keys } = rate.setting;
  const [first = ''] = rate.values;
  const [key] = keys;
  return {
    rateBasedRuleId: rateBasedRuleId(rate, arn, request),
    rateBasedRuleName: rule,
    limitKey,
    maxRateAllowed: limit,
    evaluationWindowSec: String(windowSeconds),
    ...(key && (limitKey === 'IP' || limitKey === 'FORWARDED_IP')
      ? { limitValue: shownValue(key, first, disclosed) }
      : {}),
    ...(limitKey === 'CUSTOMKEYS'
      ? { customValues: keys.map((each, at) => loggedKey(each, rate.values[at] ?? '', disclosed)) }
      : {}),
  };
}

/** Of keys on addresses: the ARN of the managed IP set, as published records have it; the rule's UUID is not told. Of others: the rule. */
function rateBasedRuleId({ setting }: RateCount, arn: string, request: Request): string {
  const [, partition, , region, account, resource = ''] = arn.split(':');
  if (setting.limitKey !== 'IP' && setting.limitKey !== 'FORWARDED_IP') return setting.rule;
  const [scope, , , webAclId] = resource.split('/');
  const ruleId = derivedId(`${arn} ${setting.rule}`);
  const version = request.connection.address.includes(':') ? 'IPV6' : 'IPV4';
  return `arn:${partition}:wafv2:${region}:${account}_MANAGED:${scope}/ipset/${webAclId}_${ruleId}_${version}/${ruleId}`;
}

/** AWS shows HEADER; the others are named alike (approximated). */
const KEYS: Readonly<Record<string, string>> = {
  Header: 'HEADER',
  Cookie: 'COOKIE',
  QueryArgument: 'QUERY_ARGUMENT',
  QueryString: 'QUERY_STRING',
  HTTPMethod: 'HTTP_METHOD',
  ForwardedIP: 'FORWARDED_IP',
  IP: 'IP',
  LabelNamespace: 'LABEL_NAMESPACE',
  UriPath: 'URI_PATH',
  JA3Fingerprint: 'JA3_FINGERPRINT',
  JA4Fingerprint: 'JA4_FINGERPRINT',
  ASN: 'ASN',
};

/** "the logs print the first 32 characters of the string value": https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html */
const MOST_CHARACTERS = 32;

function shownValue(key: RateKeyIdentity, value: string, disclosed: Disclosure): string {
  const shown = disclosed.rateValue(key, value);
  return readable(shown === value ? value.slice(0, MOST_CHARACTERS) : shown);
}

function loggedKey(key: RateKeyIdentity, value: string, disclosed: Disclosure): LoggedKey {
  const { member, name } = key;
  const isNamed = name !== undefined && member !== 'ForwardedIP';
  return {
    key: KEYS[member] ?? member,
    ...(isNamed ? { name: readable(disclosed.rateName(key, name)) } : {}),
    value: shownValue(key, value, disclosed),
  };
}
