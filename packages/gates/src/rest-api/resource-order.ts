/**
 * The order in which resources are tried: segment by segment static text, then `{x}`, then `{x+}`. The first resource in this
 * order that has the path AND the method is the one that serves; a resource without the method lets a less specific one
 * answer. Observed on AWS in two measurements (https://github.com/ministackorg/ministack/pull/1423,
 * https://github.com/floci-io/floci/pull/3399); the ranks are documented
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html).
 */
export function compareResources(a: string, b: string): number {
  const left = segments(a);
  const right = segments(b);
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const order = rank(left[at]) - rank(right[at]);
    if (order !== 0) return order;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

const segments = (path: string): readonly string[] => path.split('/').filter((segment) => segment !== '');

/** A path that has ended goes before one that goes on: it can only share requests with a greedy one. */
function rank(segment: string | undefined): number {
  if (segment === undefined) return 0;
  if (!segment.startsWith('{')) return 1;
  return segment.endsWith('+}') ? 3 : 2;
}

/** The values of a template's parameters in a path that it matches, as they stand there; undefined where it does not match. */
export function pathParameters(template: string, path: string): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  let rest = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  for (const segment of segments(template)) {
    if (!rest.startsWith('/')) return undefined;
    const parameter = /^\{(.+?)(\+?)\}$/.exec(segment);
    const end = parameter?.[2] === '+' ? -1 : rest.indexOf('/', 1);
    const value = end < 0 ? rest.slice(1) : rest.slice(1, end);
    if (value === '' || (!parameter && value !== segment)) return undefined;
    if (parameter?.[1] !== undefined) found.set(parameter[1], value);
    rest = end < 0 ? '' : rest.slice(end);
  }
  return rest === '' || rest === '/' ? found : undefined;
}
