import { headerValue, type Request } from '@sallyport/http';
import { at, DEVELOPER_GUIDE, type Found, type Lint, listed } from '../lint.ts';
import type { LintCase, Refused } from '../lint-case.ts';
import type { Rule } from '../reading/rule.ts';
import { isTextLeaf, leaves } from '../reading/statement.ts';
import { bodyText, PLAIN, withBody } from '../requests/draft.ts';

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

/** Where the same content is refused at the beginning of a body as long, and let through behind the limit. */
function escapeOf(of: LintCase, refused: Refused, limit: number): readonly Escape[] {
  const { request, rule } = refused;
  if (!rule || bodyText(request) === '') return [];
  if (of.evaluate({ ...PLAIN, method: request.method }).action !== 'ALLOW') return [];
  const [padded, contrast] = [paddedBefore(request, limit), paddedAfter(request, limit)];
  if (of.evaluate(padded).action !== 'ALLOW' || !of.isRefused(of.evaluate(contrast))) return [];
  return [{ refused, rule, padded }];
}

/** One byte more than is inspected, and then the content. */
function paddedBefore(request: Request, limit: number): Request {
  const [type, body] = [headerValue(request.headers, 'content-type') ?? '', bodyText(request)];
  if (type.startsWith('application/json')) return withBody(request, `${' '.repeat(limit + 1)}${body}`, type);
  const name = type.includes('form') ? 'pad=' : '';
  return withBody(request, `${name}${'a'.repeat(limit + 1 - name.length)}${name === '' ? ' ' : '&'}${body}`, type);
}

function paddedAfter(request: Request, limit: number): Request {
  const [type, body] = [headerValue(request.headers, 'content-type') ?? '', bodyText(request)];
  const filler = type.startsWith('application/json') ? ' ' : 'a';
  return withBody(request, `${body}${type.includes('form') ? '&pad=' : ' '}${filler.repeat(limit)}`, type);
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
