import type { Opaque } from '@sallyport/architecture';
import type { Answer, Attribute, Condition, InspectingWebAcl, Step } from '@sallyport/gates';
import { bareRecord } from '@sallyport/waf';

// What random graphs are made of: few texts, so that they meet often.

export const SECRET: Opaque = { opaque: 'S', nature: 'generated', reason: 'a generated secret' };
export const REFERENCE: Opaque = { opaque: 'R', nature: 'secret', reason: 'a dynamic reference' };
export const PARAMETER: Opaque = { opaque: 'P', nature: 'unknown', reason: 'a parameter without a value' };

export const answer: Answer = {
  label: 'refused',
  respond: () => ({ status: 403, headers: [], body: { kind: 'bytes', bytes: new Uint8Array() } }),
};

export const CALL_ONE: Step = { do: 'call', to: { application: 'one' }, label: '', after: [] };
export const CALL_TWO: Step = { do: 'call', to: { application: 'two' }, label: '', after: [] };

export const COMPILED: InspectingWebAcl['compiled'] = {
  name: 'acl',
  rules: [],
  defaultAction: 'ALLOW',
  bodyBytes: 0,
  capacity: 0,
  ruleCapacities: [],
  unknowns: [],
  evaluate: () => ({
    action: 'ALLOW',
    terminatingRule: 'Default_Action',
    labels: [],
    countedRules: [],
    insertedHeaders: [],
    fidelity: 'documented',
    trace: [],
    record: bareRecord('Default_Action'),
  }),
};

export const PATTERNS: readonly [string, ...string[]] = [
  'a',
  'b',
  'A',
  'ab',
  '*',
  '?',
  'a*',
  '*b',
  '*a*',
  '',
  '/a',
  '/*',
  '/a/*',
  '*/b',
  '/?',
  '\\*a',
  '%2f',
];
export const TEXTS: readonly [string, ...string[]] = [
  'a',
  'b',
  'A',
  'ab',
  '',
  '/',
  '/a',
  '/a/b',
  'GET',
  'POST',
  'aA',
  'a.b',
  '%2f',
];
export const TEMPLATES: readonly [string, ...string[]] = [
  '/',
  '/a',
  '/{x}',
  '/a/{x}',
  '/{x}/b',
  '/{p+}',
  '/a/{p+}',
  '/{x}/{p+}',
  '/a/b',
];
export const REGEXES: readonly [string, ...string[]] = [
  '^/a',
  'b$',
  '^/(a|b)+$',
  'a.b',
  '[^/]+/[^/]+',
  '^/a?b*/?$',
  '(%2f){1,2}',
  '/[ab]{2}',
  '^/a|b$',
  '\\w/\\w',
  '',
  '(?=a)',
  '[A-Z]',
  '^a$',
];
export const CIDRS: readonly [string, ...string[]] = [
  '203.0.113.0/24',
  '203.0.113.128/25',
  '0.0.0.0/0',
  '0.0.0.0/1',
  '128.0.0.0/1',
  '::/0',
  '2001:db8::/32',
  '198.51.100.7/32',
  '130.176.0.0/16',
  '10.0.0.0/8',
];
export const NAMES: readonly [string, ...string[]] = ['h', 'k', 'x-amzn-waf-h'];

/** The identity of the test that chance decides. */
export const DRAWN = 'drawn';
/** Two that nobody decides, and one that chance does. */
export const UNDECIDED: readonly [Condition, ...Condition[]] = [
  { test: 'undecided', identity: 'u1', reason: 'undecided', decide: () => false },
  { test: 'undecided', identity: 'u2', reason: 'undecided', decide: () => false },
  { test: 'undecided', identity: DRAWN, reason: 'a share', decide: () => false, share: 0.25 },
];

export const ATTRIBUTES: readonly [Attribute, ...Attribute[]] = [
  'path',
  'path',
  'path',
  'host',
  'method',
  'header:h',
  'header:h',
  'header:k',
  'argument:a',
  'argument:b',
  'cookie:c',
  'query',
  'header:cookie',
  'scheme',
  'country',
  'principal',
  'server-name',
  'client-certificate',
  'http-version',
  'port',
  'header:x-amzn-waf-h',
];
