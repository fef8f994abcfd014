import { cookies, headerValue, type Request, withoutHeader } from '@sallyport/http';
import { at, DEVELOPER_GUIDE, type Found, type Lint, listed } from '../lint.ts';
import type { LintCase } from '../lint-case.ts';
import type { Rule } from '../reading/rule.ts';
import { isTextLeaf, leaves } from '../reading/statement.ts';
import { PLAIN, withHeaderValue } from '../requests/draft.ts';

export const WAF08: Lint = {
  id: 'WAF-08',
  title: 'Headers or cookies beyond what is inspected carry anything past the rules',
  remedy:
    'Set OversizeHandling MATCH on Headers and Cookies in a rule that blocks, or add one that blocks what is oversize.',
  source: `${DEVELOPER_GUIDE}/waf-oversize-request-components.html`,
  find: (of) => [...beyond(of, 'Headers', manyHeaders), ...beyond(of, 'Cookies', manyCookies)],
};

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-oversize-request-components.html */
const MOST_INSPECTED = 200;

function beyond(of: LintCase, field: 'Headers' | 'Cookies', padded: (request: Request) => Request): readonly Found[] {
  const escaping = of.refused.flatMap(({ request, title, rule }) => {
    const many = padded(request);
    if (!rule || many === request || !differs(field, request) || of.evaluate(many).action !== 'ALLOW') return [];
    return [{ rule, request, title, many }];
  });
  const [first] = escaping;
  if (!first) return [];
  const what = field === 'Headers' ? 'headers' : 'cookies';
  return [
    {
      ...at(first.rule, fieldPath(first.rule, field)),
      level: 'warning',
      detail: `The first ${MOST_INSPECTED} ${what} and 8,192 bytes of them are inspected; what comes after is forwarded unseen. It is so for ${listed(escaping.map(({ rule }) => rule.shown))}.`,
      shown: [
        {
          says: `${first.title} is refused by "${first.rule.shown}"`,
          request: first.request,
          expected: { action: 'refused' },
        },
        {
          says: `the same behind ${MOST_INSPECTED} other ${what} is let through`,
          request: first.many,
          expected: { action: 'ALLOW' },
        },
      ],
    },
  ];
}

/** Whether the request carries what is refused in this component. */
function differs(field: 'Headers' | 'Cookies', request: Request): boolean {
  const hasCookies = headerValue(request.headers, 'cookie') !== undefined;
  const plain = new Set(PLAIN.headers.map(([name]) => name));
  return field === 'Cookies' ? hasCookies : !hasCookies && request.headers.some(([name]) => !plain.has(name));
}

const manyHeaders = (request: Request): Request => {
  const host = request.headers.filter(([name]) => name.toLowerCase() === 'host');
  const others = withoutHeader(request.headers, 'host');
  const padding = Array.from({ length: MOST_INSPECTED }, (_, at) => [`X-${at}`, '1'] as const);
  return { ...request, headers: [...host, ...padding, ...others] };
};

function manyCookies(request: Request): Request {
  const own = cookies(request.headers);
  const padding = Array.from({ length: MOST_INSPECTED }, (_, at) => `c${at}=1`);
  return own.length === 0
    ? request
    : withHeaderValue(request, 'Cookie', [...padding, ...own.map(({ name, value }) => `${name}=${value}`)].join('; '));
}

const fieldPath = ({ statement, path }: Rule, field: string): string =>
  (statement && leaves(statement).find(({ leaf }) => isTextLeaf(leaf) && leaf.field.name === field)?.leaf.path) ?? path;
