import { cookies, headerValues, queryArguments, splitTarget } from '@sallyport/http';
import { byPriority, type Data, type Given, onlyEntry } from './data.ts';
import { forwarded } from './statement.ts';
import { transform } from './transformation.ts';

/** What a request is counted under, or the answer of a fallback; undefined where it is left out. */
type Key = string | boolean | undefined;

/**
 * Counts the request under its aggregation instance, exactly over the window.
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html
 */
export function isOverTheLimit(rate: Data, given: Given): boolean {
  const key = aggregated(rate, given);
  if (key === undefined || typeof key === 'boolean') return key ?? false;
  const { counted = new Map<string, number[]>(), now = 0 } = given.world;
  const instance = JSON.stringify([given.rule, key]);
  const since = now - (rate.EvaluationWindowSec ?? 300) * 1000;
  const moments = [...(counted.get(instance) ?? []), now].filter((moment) => moment > since);
  counted.set(instance, moments);
  return moments.length > rate.Limit;
}

function aggregated(rate: Data, given: Given): Key {
  if (rate.AggregateKeyType === 'CONSTANT') return '';
  if (rate.AggregateKeyType === 'IP') return given.request.connection.address;
  if (rate.AggregateKeyType === 'FORWARDED_IP') return forwardedKey(rate, given);
  const keys: Key[] = [];
  for (const each of rate.CustomKeys) {
    const key = keyOf(each, rate, given);
    // Requests that lack any of the keys are left out.
    if (key === undefined || typeof key === 'boolean') return key;
    keys.push(key);
  }
  return JSON.stringify(keys);
}

function forwardedKey({ ForwardedIPConfig: config }: Data, given: Given): Key {
  const addresses = forwarded(config, given);
  if (addresses === undefined) return undefined;
  return addresses[0] ?? config.FallbackBehavior === 'MATCH';
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatementCustomKey.html */
function keyOf(custom: Data, rate: Data, given: Given): Key {
  const [kind, inside] = onlyEntry(custom);
  const { request, labels, prefix } = given;
  const { path, query } = splitTarget(request.target.replace(/#.*/s, ''));
  const same = (name: string): boolean => name.toLowerCase() === inside.Name.toLowerCase();
  switch (kind) {
    case 'IP':
      return request.connection.address;
    case 'ForwardedIP':
      return forwardedKey(rate, given);
    case 'HTTPMethod':
      return request.method;
    case 'ASN':
      return request.connection.asn?.toString();
    case 'JA3Fingerprint':
      return request.connection.tls?.ja3 ?? inside.FallbackBehavior === 'MATCH';
    case 'JA4Fingerprint':
      return request.connection.tls?.ja4 ?? inside.FallbackBehavior === 'MATCH';
    case 'LabelNamespace': {
      const namespace = `${inside.Namespace.replace(/:$/, '')}:`;
      const full = namespace.startsWith('awswaf:') ? namespace : prefix + namespace;
      const found = [...labels].filter((label) => label.startsWith(full)).sort();
      return found.length === 0 ? undefined : JSON.stringify(found);
    }
    case 'UriPath':
      return changed(inside, [path]);
    case 'QueryString':
      return changed(inside, query === undefined ? [] : [query]);
    case 'Header':
      return changed(inside, headerValues(request.headers, inside.Name));
    case 'Cookie':
      return changed(
        inside,
        cookies(request.headers).flatMap(({ name, value }) => (name === inside.Name ? [value] : [])),
      );
    default:
      return changed(
        inside,
        queryArguments(query).flatMap(({ name, value }) => (same(name) ? [value ?? ''] : [])),
      );
  }
}

function changed({ TextTransformations }: Data, values: readonly string[]): Key {
  if (values.length === 0) return undefined;
  const texts = values.map((value) => {
    let text = value;
    for (const { Type } of byPriority(TextTransformations)) text = transform(Type, text);
    return text;
  });
  return JSON.stringify(texts);
}
