import { headerValue, type Request } from '@sallyport/http';
import { at, DEVELOPER_GUIDE, type Found, type Lint, listed } from '../lint.ts';
import type { LintCase, Refused } from '../lint-case.ts';
import type { Rule } from '../reading/rule.ts';
import { isTextLeaf, leaves } from '../reading/statement.ts';
import { bodyText, withBody } from '../requests/draft.ts';

export const WAF07: Lint = {
  id: 'WAF-07',
  title: 'A body longer than what is inspected carries anything past the rules',
  remedy:
    'Block bodies above the limit (OversizeHandling MATCH in a rule that blocks, or a size constraint with it), except on the paths that take large uploads; raise the limit with AssociationConfig where the resource allows.',
  source: `${DEVELOPER_GUIDE}/waf-oversize-request-components.html`,
  find(of) {
    const limit = of.webAcl.bodyBytes;
    const escaping = limit === 0 ? [] : of.refused.flatMap((refused) => escapeOf(of, refused, limit));
    const [first] = escaping;
    return first ? [found(of, first, escaping, limit)] : [];
  },
};

interface Escape {
  readonly refused: Refused;
  readonly rule: Rule;
  readonly padded: Request;
}

/** Where the same content is refused behind padding within the limit, and let through behind padding beyond it. */
function escapeOf(of: LintCase, refused: Refused, limit: number): readonly Escape[] {
  const { request, rule } = refused;
  const { length } = request.body.bytes;
  if (!rule || length === 0 || length > limit / 2) return [];
  const [beyond, within] = [padded(request, limit + 1), padded(request, limit - length - 1)];
  if (of.evaluate(beyond).action !== 'ALLOW' || !of.isRefused(of.evaluate(within))) return [];
  return [{ refused, rule, padded: beyond }];
}

/** With so many bytes before the content. */
function padded(request: Request, bytes: number): Request {
  const [type, body] = [headerValue(request.headers, 'content-type') ?? '', bodyText(request)];
  if (type.startsWith('application/json')) return withBody(request, `${' '.repeat(bytes)}${body}`, type);
  const [before, after] = type.includes('form') ? ['pad=', '&'] : ['', ' '];
  return withBody(request, `${before}${'a'.repeat(bytes - before.length - 1)}${after}${body}`, type);
}

function found(of: LintCase, { refused, rule, padded }: Escape, all: readonly Escape[], limit: number): Found {
  const field = rule.statement
    ? leaves(rule.statement).find(({ leaf }) => isTextLeaf(leaf) && /Body/.test(leaf.field.name))?.leaf
    : undefined;
  const adjustable = of.resourceType !== 'APPLICATION_LOAD_BALANCER' && of.resourceType !== 'APPSYNC';
  return {
    ...at(rule, field?.path),
    level: 'error',
    detail: `Of a body the first ${limit.toLocaleString('en-US')} bytes are inspected${adjustable ? '' : ` (fixed for ${of.resourceType})`}, all of it is forwarded, and no rule refuses longer ones. It is so for ${listed(all.map((each) => each.rule.shown))}.`,
    shown: [
      {
        says: `${refused.title} is refused by "${rule.shown}"`,
        request: refused.request,
        expected: { action: 'refused' },
      },
      {
        says: `the same behind ${(limit + 1).toLocaleString('en-US')} bytes of padding is let through`,
        request: padded,
        expected: { action: 'ALLOW' },
      },
    ],
  };
}
