/** One segment of a resource path's template. */
export type Segment = { readonly literal: string } | 'one' | 'rest';

/** The segments of an API Gateway resource path such as `/users/{id}/{proxy+}`. */
export function segmentsOf(template: string): readonly Segment[] {
  const pieces = template === '/' ? [] : template.split('/').slice(1);
  return pieces.map((piece) => {
    if (/^\{[^}]*\+\}$/.test(piece)) return 'rest';
    return /^\{[^}]*\}$/.test(piece) ? 'one' : { literal: piece };
  });
}

/**
 * A resource path as a predicate: `{x}` is one segment that is not empty, `{x+}` one or more bytes of any kind, and one
 * slash at the end is ignored.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
 */
export function compileResourcePath(template: string): (path: string) => boolean {
  if (template === '/') return (path) => path === '/';
  const source = segmentsOf(template).map((segment) => {
    if (segment === 'rest') return '/.+';
    return segment === 'one' ? '/[^/]+' : `/${segment.literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`;
  });
  const expression = new RegExp(`^${source.join('')}/?$`, 's');
  return (path) => expression.test(path);
}
