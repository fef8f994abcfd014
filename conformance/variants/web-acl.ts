import { type Edit, edits, type Json, type JsonMap, set, valueAt } from '../template.ts';
import { guardBlind, stands, type Variant } from './variant.ts';

const GUIDE = 'https://docs.aws.amazon.com/waf/latest/developerguide';
const VISIBILITY = { CloudWatchMetricsEnabled: true, MetricName: 'added', SampledRequestsEnabled: true };

const rule = (Name: string, Priority: number, Action: JsonMap, Statement: JsonMap): JsonMap => ({
  Name,
  Priority,
  Action,
  Statement,
  VisibilityConfig: VISIBILITY,
});

const header = (Name: string, SearchString: string, PositionalConstraint = 'CONTAINS'): JsonMap => ({
  ByteMatchStatement: {
    SearchString,
    PositionalConstraint,
    FieldToMatch: { SingleHeader: { Name } },
    TextTransformations: [{ Priority: 0, Type: 'NONE' }],
  },
});

/** The example's two rules with others before them, or after. */
const withRules =
  (before: readonly JsonMap[], after: readonly JsonMap[] = []): Edit =>
  (template) => {
    const own: readonly Json[] = [0, 1].map((at) => valueAt(template, `EdgeWebAcl.Rules.${at}`));
    const moved = own.map((each, at): Json => ({ ...Object(each), Priority: 10 + at }));
    set('EdgeWebAcl.Rules', [...before, ...moved, ...after])(template);
  };

const crawler = (priority: number): JsonMap =>
  rule('crawler', priority, { Allow: {} }, header('user-agent', 'Googlebot'));
const office = (Position: string): JsonMap =>
  rule(
    'office',
    0,
    { Allow: {} },
    {
      IPSetReferenceStatement: {
        Arn: { 'Fn::GetAtt': ['BlockedAddresses', 'Arn'] },
        IPSetForwardedIPConfig: { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'NO_MATCH', Position },
      },
    },
  );

/** What the web ACL lets through on the client's own word. */
export const webAclVariants: readonly Variant[] = [
  {
    id: 'WAF-04/crawler',
    title: 'a crawler is allowed by its User-Agent before addresses are blocked',
    change: withRules([crawler(0)]),
    expects: guardBlind('WAF-04'),
    source: `${GUIDE}/waf-rule-action.html`,
  },
  {
    id: 'WAF-04/label',
    title: 'the same by a label that a counting rule adds',
    change: withRules([
      { ...rule('mark', 0, { Count: {} }, header('x-tester', 'yes', 'EXACTLY')), RuleLabels: [{ Name: 'tester' }] },
      rule('tester', 1, { Allow: {} }, { LabelMatchStatement: { Scope: 'LABEL', Key: 'tester' } }),
    ]),
    expects: guardBlind('WAF-04'),
    source: `${GUIDE}/waf-rule-label-match.html`,
  },
  {
    id: 'WAF-13/first',
    title: 'listed first addresses of X-Forwarded-For are allowed',
    change: withRules([office('FIRST')]),
    expects: guardBlind('WAF-13'),
    source: `${GUIDE}/waf-rule-statement-forwarded-ip-address.html`,
  },
];

const safe = (id: string, title: string, change: Edit, page: string): Variant => ({
  id: `safe/${id}`,
  title,
  change,
  expects: stands(),
  source: `${GUIDE}/${page}`,
});

export const safeWebAclVariants: readonly Variant[] = [
  safe(
    'crawler-last',
    'the crawler is allowed after the rules that block',
    withRules([], [crawler(20)]),
    'waf-rule-action.html',
  ),
  safe(
    'crawler-counts',
    'the crawler is counted',
    edits(withRules([crawler(0)]), set('EdgeWebAcl.Rules.0.Action', { Count: {} })),
    'waf-rule-action.html',
  ),
  safe(
    'allow-by-key',
    'who holds a key that nobody guesses is allowed',
    withRules([rule('partner', 0, { Allow: {} }, header('x-partner', 'q8Zr3nVx0Kf7Lm2Tb9Wd5Ys1', 'EXACTLY'))]),
    'waf-rule-action.html',
  ),
  safe(
    'forwarded-last',
    'the last address of X-Forwarded-For is looked at',
    withRules([office('LAST')]),
    'waf-rule-statement-forwarded-ip-address.html',
  ),
];
