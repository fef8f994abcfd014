import { bytesOfLatin1, type Request } from '@sallyport/http';
import { at, DEVELOPER_GUIDE, type Found, type Lint, listed } from '../lint.ts';
import type { LintCase } from '../lint-case.ts';
import { textDescriptions } from '../proof/leaf-language.ts';
import type { Reach } from '../reach.ts';
import { type Rule, refuses } from '../reading/rule.ts';
import { isTextLeaf, type Leaf } from '../reading/statement.ts';
import {
  isHeaderText,
  isSendable,
  PLAIN,
  urlEncoded,
  withArgument,
  withBody,
  withCookie,
  withHeaderValue,
  withPath,
  withQuery,
} from '../requests/draft.ts';

export const WAF20: Lint = {
  id: 'WAF-20',
  title: 'A rule never fires',
  remedy: 'Correct what it looks for, or move it before the rule that decides first; else take it away.',
  source: `${DEVELOPER_GUIDE}/web-acl-processing-order.html`,
  find: (of) => of.ownRules.flatMap((rule) => silent(of, rule)),
};

function silent(of: LintCase, rule: Rule): readonly Found[] {
  const reach = of.reach(rule);
  if (reach.is === 'never-reached') return [shadowed(rule, reach)];
  if (reach.is !== 'never-matches' || reach.reasons.some(({ isDead }) => isDead)) return [];
  const [first] = reach.reasons;
  return [
    {
      ...at(rule, first?.leaf?.path),
      level: refuses(rule) ? 'error' : 'warning',
      detail: `The rule "${rule.shown}" matches no request at all: ${reach.reasons.map(({ text }) => text).join(', and ')}.`,
      shown: meant(of, rule, first?.leaf),
    },
  ];
}

function shadowed(rule: Rule, { by, request }: Extract<Reach, { is: 'never-reached' }>): Found {
  const names = listed(by.map(({ shown }) => shown));
  return {
    ...at(rule),
    level: refuses(rule) && by.some(({ action }) => action === 'ALLOW') ? 'error' : 'warning',
    detail: `Every request that "${rule.shown}" would match has been decided by ${names} before, so it never decides anything.`,
    shown: [
      {
        says: `a request for it never comes to "${rule.shown}"`,
        request,
        expected: { unmatched: rule.shown },
      },
    ],
  };
}

/** The request that the author probably had in mind, which the rule does not match. */
function meant(of: LintCase, rule: Rule, leaf: Leaf | undefined): Found['shown'] {
  const request = leaf && wordFor(of, leaf);
  if (!request || !isSendable(request)) return [];
  const { action } = of.evaluate(request);
  return [
    {
      says: `the request that it seems to be meant for is ${action === 'ALLOW' ? 'let through' : 'not matched by it'}`,
      request,
      expected: { action, unmatched: rule.shown },
    },
  ];
}

function wordFor(of: LintCase, leaf: Leaf): Request | undefined {
  if (!isTextLeaf(leaf)) return undefined;
  if (leaf.kind === 'size' && /Body/.test(leaf.field.name) && leaf.size < 200_000)
    return {
      ...withBody(PLAIN, '', 'text/plain'),
      body: { bytes: bytesOfLatin1('a'.repeat(leaf.size + 1)), complete: true },
    };
  const [described] = textDescriptions(of.probes.of(leaf)?.described ?? { kind: 'never' });
  if (!described || !('text' in described.matches)) return undefined;
  const { text } = described.matches;
  switch (leaf.field.name) {
    case 'UriPath':
      return withPath(PLAIN, `${text.startsWith('/') ? '' : '/'}${urlEncoded(text)}`);
    case 'QueryString':
      return withQuery(PLAIN, urlEncoded(text));
    case 'SingleQueryArgument':
    case 'AllQueryArguments':
      return withArgument(PLAIN, leaf.field.of ?? 'q', urlEncoded(text));
    case 'SingleHeader':
      return withHeaderValue(PLAIN, leaf.field.of ?? '', text.trim());
    case 'Headers':
      return leaf.field.scope === 'KEY'
        ? withHeaderValue(PLAIN, text.trim(), '1')
        : withHeaderValue(PLAIN, 'X-Note', isHeaderText(text) ? text : text.trim());
    case 'Cookies':
      return withCookie(PLAIN, 'q', text.trim());
    case 'Body':
      return withBody(PLAIN, text, 'text/plain');
    default:
      return undefined;
  }
}
