import { type Edit, edits, type JsonMap } from '../template.ts';
import { alias } from '../variants/distribution.ts';
import { webAclRules } from './pieces.ts';
import type { SoundnessCase } from './soundness-case.ts';

const WAF = 'https://docs.aws.amazon.com/waf/latest/developerguide';

const NONE = [{ Priority: 0, Type: 'NONE' }];

const byteMatch = (FieldToMatch: JsonMap, SearchString: string, PositionalConstraint = 'EXACTLY'): JsonMap => ({
  ByteMatchStatement: { FieldToMatch, PositionalConstraint, SearchString, TextTransformations: NONE },
});
const pathHas = (text: string): JsonMap => byteMatch({ UriPath: {} }, text, 'CONTAINS');
const pathFits = (RegexString: string): JsonMap => ({
  RegexMatchStatement: { FieldToMatch: { UriPath: {} }, RegexString, TextTransformations: NONE },
});
const headerIs = (number: number): JsonMap => byteMatch({ SingleHeader: { Name: `x-h${number}` } }, 'on');
const hostFits = (RegexString: string): JsonMap => ({
  RegexMatchStatement: { FieldToMatch: { SingleHeader: { Name: 'host' } }, RegexString, TextTransformations: NONE },
});
const all = (...Statements: JsonMap[]): JsonMap => ({ AndStatement: { Statements } });
const any = (...Statements: JsonMap[]): JsonMap => ({ OrStatement: { Statements } });
const label = (Key: string): JsonMap => ({ LabelMatchStatement: { Scope: 'LABEL', Key } });
const pathSize = (ComparisonOperator: string, Size: number): JsonMap => ({
  SizeConstraintStatement: {
    ComparisonOperator,
    FieldToMatch: { UriPath: {} },
    Size,
    TextTransformations: NONE,
  },
});

const block = (Statement: JsonMap): JsonMap => ({ Action: { Block: {} }, Statement });
const allow = (Statement: JsonMap): JsonMap => ({ Action: { Allow: {} }, Statement });
const count = (Statement: JsonMap): JsonMap => ({ Action: { Count: {} }, Statement });

const upTo = (most: number): readonly number[] => Array.from({ length: most }, (_, at) => at);

/** Each text makes two halves of every class, so that these are more classes than are told apart. */
const MANY_TEXTS = upTo(14).map((at) => `${String.fromCharCode(97 + at)}q${at}z`);

/** What one rule blocks, fourteen others have allowed before: text by text. */
const manyPatterns: Edit = webAclRules(
  ...MANY_TEXTS.map((text) => allow(pathHas(text))),
  block(pathFits(MANY_TEXTS.join('|'))),
);

/** Headers that are asked in the worst order: the pairs lie as far apart as can be. */
const PAIRS = 13;
const pairs = upTo(PAIRS).map((at) => all(headerIs(at), headerIs(at + PAIRS)));
const manySteps: Edit = webAclRules(...pairs.map(allow), block(all(any(...upTo(PAIRS).map(headerIs)), any(...pairs))));

/**
 * Web ACLs that refuse nothing, or of which that is more than can be proved: a limit, or a test that the proof cannot look
 * into, never makes a guard of one.
 */
export const webAclLimits: readonly SoundnessCase[] = [
  {
    id: 'web-acl-too-many-patterns',
    title: 'texts that are allowed one by one are blocked together, and are too many to be told apart',
    change: manyPatterns,
    expects: { internet: 'unknown' },
    front: 'holds',
    source: `${WAF}/web-acl-processing-order.html`,
  },
  {
    id: 'web-acl-too-many-steps',
    title: 'pairs of headers that are allowed one by one are blocked together, and take too many steps',
    change: manySteps,
    expects: { internet: 'unknown' },
    front: 'holds',
    source: `${WAF}/web-acl-processing-order.html`,
  },
  {
    id: 'web-acl-too-many-patterns-beside-one-that-blocks',
    title: 'the same, and one more rule blocks what nothing allows',
    change: edits(manyPatterns, (template) => {
      webAclRules(
        ...MANY_TEXTS.map((text) => allow(pathHas(text))),
        block(pathFits(MANY_TEXTS.join('|'))),
        block(pathHas('/admin')),
      )(template);
    }),
    expects: { internet: 'protected' },
    front: 'holds',
    source: `${WAF}/web-acl-processing-order.html`,
  },
  {
    id: 'web-acl-label-that-nobody-adds',
    title: 'the one rule that blocks asks for a label that no rule adds',
    change: webAclRules(count(pathHas('admin')), block(label('admin'))),
    expects: { internet: 'bypassable' },
    source: `${WAF}/waf-rule-label-match.html`,
  },
  {
    id: 'web-acl-label-that-a-rule-adds',
    title: 'the one rule that blocks asks for a label that a rule before it adds',
    change: webAclRules({ ...count(pathHas('admin')), RuleLabels: [{ Name: 'admin' }] }, block(label('admin'))),
    expects: { internet: 'protected' },
    source: `${WAF}/waf-rule-label-match.html`,
  },
  {
    id: 'web-acl-size-below-nothing',
    title: 'the one rule blocks paths that are shorter than their slash',
    change: webAclRules(block(pathSize('LT', 1))),
    expects: { internet: 'bypassable' },
    source: `${WAF}/waf-rule-statement-type-size-constraint-match.html`,
  },
  {
    id: 'web-acl-allows-every-size-first',
    title: 'paths of every size are allowed before one rule blocks',
    change: webAclRules(allow(pathSize('GE', 1)), block(pathHas('admin'))),
    expects: { internet: 'unknown' },
    source: `${WAF}/waf-rule-statement-type-size-constraint-match.html`,
  },
  {
    id: 'web-acl-pattern-that-is-not-understood',
    title: 'the one rule blocks by a pattern that can match nothing and is not understood',
    change: webAclRules(block(pathFits('^/a\\b\\Ba'))),
    expects: { internet: 'unknown' },
    source: `${WAF}/waf-rule-statement-type-regex-match.html`,
  },
  {
    id: 'web-acl-pattern-that-the-engine-understands',
    title: 'the one rule blocks by a pattern that is not understood, and the engine shows what it matches',
    change: webAclRules(block(pathFits('^/admin\\b'))),
    expects: { internet: 'protected' },
    source: `${WAF}/waf-rule-statement-type-regex-match.html`,
  },
  {
    id: 'web-acl-host-pattern-that-is-not-understood',
    title: 'addresses are blocked under host names that a pattern matches which is not understood',
    change: edits(alias, webAclRules(block(all(hostFits('^app\\b'), headerIs(1))), block(pathHas('/admin')))),
    expects: { internet: 'protected' },
    guard: 'unknown',
    source: `${WAF}/waf-rule-statement-type-regex-match.html`,
  },
  {
    id: 'web-acl-rate-of-a-label-that-nobody-adds',
    title: 'the one rule counts requests with a label that no rule adds',
    change: webAclRules(
      block({ RateBasedStatement: { AggregateKeyType: 'IP', Limit: 100, ScopeDownStatement: label('admin') } }),
    ),
    expects: { internet: 'bypassable' },
    source: `${WAF}/waf-rule-statement-type-rate-based.html`,
  },
  {
    id: 'web-acl-unknown-rule-before-one-that-blocks',
    title: 'what the first rule does is not known: it may allow everything',
    change: edits(
      (template) => {
        template.Parameters = {
          ...template.Parameters,
          FirstAction: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/action' },
        };
      },
      webAclRules(
        {
          Action: { Ref: 'FirstAction' },
          Statement: pathHas('/'),
        },
        block(pathHas('admin')),
      ),
    ),
    expects: { internet: 'unknown' },
    source: `${WAF}/web-acl-processing-order.html`,
  },
];
