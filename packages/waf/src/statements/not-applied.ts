import { headerValues } from '@sallyport/http';
import type { Compilation } from '../compilation.ts';
import type { Inspection } from '../inspection.ts';
import { type CompiledStatement, undecided } from './statement.ts';

const FORWARDED = new Set(['ForwardedIPConfig', 'IPSetForwardedIPConfig']);

/** The headers, in lower case, whose addresses a statement asks about, wherever in it. */
function forwardedHeaders(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(forwardedHeaders);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inside]: readonly [string, unknown]) =>
    FORWARDED.has(name) ? headerName(inside) : forwardedHeaders(inside),
  );
}

function headerName(config: unknown): readonly string[] {
  if (typeof config !== 'object' || config === null || !('HeaderName' in config)) return [];
  return typeof config.HeaderName === 'string' ? [config.HeaderName.toLowerCase()] : [];
}

/**
 * A rule is not applied at all to a request without the header that it takes addresses from: not even where the statement
 * on the address is negated, or one of several.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-forwarded-ip-address.html
 */
export function appliedWithHeaders(
  statement: CompiledStatement,
  value: unknown,
  compilation: Compilation,
): CompiledStatement {
  const headers = [...new Set(forwardedHeaders(value))];
  if (headers.length === 0) return statement;
  const applies = ({ request }: Inspection): boolean =>
    headers.every((name) => headerValues(request.headers, name).length > 0);
  const present = undecided(compilation, `presence of ${headers.join(', ')}`, 'a forwarded IP address', applies);
  return {
    ...statement,
    matches: (inspection) => applies(inspection) && statement.matches(inspection),
    described: { kind: 'all', of: [statement.described, present] },
  };
}
