import {
  type CachePolicy,
  FORWARD_ALL,
  FORWARD_NONE,
  type Forwarded,
  forwardOnly,
  MANAGED_CACHE_POLICIES,
  MANAGED_ORIGIN_REQUEST_POLICIES,
} from '@sallyport/architecture';
import { expect, test } from 'vitest';
import { type Selections, selectionsOf, together } from './selections.ts';

const except = (...names: readonly string[]): Forwarded => ({ keep: 'all-except', names });

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-how-origin-request-policies-and-cache-policies-work-together.html
test.each([
  ['none', 'none', FORWARD_NONE, FORWARD_NONE, { keep: 'none' }],
  ['none', 'all', FORWARD_NONE, FORWARD_ALL, { keep: 'all' }],
  ['none', 'allow', FORWARD_NONE, forwardOnly('a'), { keep: 'only', names: ['a'] }],
  ['none', 'block', FORWARD_NONE, except('a'), { keep: 'all-except', names: ['a'] }],
  ['all', 'none', FORWARD_ALL, FORWARD_NONE, { keep: 'all' }],
  ['all', 'all', FORWARD_ALL, FORWARD_ALL, { keep: 'all' }],
  ['all', 'allow', FORWARD_ALL, forwardOnly('a'), { keep: 'all' }],
  ['all', 'block', FORWARD_ALL, except('a'), { keep: 'all' }],
  ['allow', 'none', forwardOnly('a'), FORWARD_NONE, { keep: 'only', names: ['a'] }],
  ['allow', 'all', forwardOnly('a'), FORWARD_ALL, { keep: 'all' }],
  ['allow', 'allow', forwardOnly('a'), forwardOnly('a', 'b'), { keep: 'only', names: ['a', 'b'] }],
  ['allow', 'block', forwardOnly('a'), except('a', 'b'), { keep: 'all-except', names: ['b'] }],
  ['block', 'none', except('a'), FORWARD_NONE, { keep: 'all-except', names: ['a'] }],
  ['block', 'all', except('a'), FORWARD_ALL, { keep: 'all' }],
  ['block', 'allow', except('a', 'b'), forwardOnly('a'), { keep: 'all-except', names: ['b'] }],
  ['block', 'block', except('a'), except('b'), { keep: 'all-except', names: ['a', 'b'] }],
])(
  'a cache policy with %s and an origin request policy with %s forward what AWS says',
  (_c, _o, cache, request, expected) => {
    expect(together(cache, request)).toEqual(expected);
  },
);

function managed(cache: string, request?: string): Selections {
  const byName = <T extends { readonly name: string }>(all: ReadonlyMap<string, T>, name: string): T | undefined =>
    [...all.values()].find((one) => one.name === `Managed-${name}`);
  const cachePolicy: CachePolicy | undefined = byName(MANAGED_CACHE_POLICIES, cache);
  if (!cachePolicy) throw new Error(`no managed cache policy ${cache}`);
  const originRequestPolicy = request === undefined ? undefined : byName(MANAGED_ORIGIN_REQUEST_POLICIES, request);
  return selectionsOf({ by: 'policies', cachePolicy, originRequestPolicy });
}

test('CachingDisabled alone forwards no query string, no cookie, no Host, no User-Agent and no header of the viewer', () => {
  const selections = managed('CachingDisabled');
  expect(selections).toMatchObject({
    cookies: { keep: 'none' },
    queryStrings: { keep: 'none' },
    host: false,
    userAgent: false,
    authorization: 'never',
    added: [],
  });
  expect(selections.headers).toMatchObject({ keep: 'only' });
  expect(selections.headers).not.toMatchObject({ names: expect.arrayContaining(['x-api-key']) });
});

test('AllViewerExceptHostHeader forwards everything but Host', () => {
  expect(managed('CachingDisabled', 'AllViewerExceptHostHeader')).toMatchObject({
    headers: { keep: 'all-except', names: ['Host'] },
    cookies: { keep: 'all' },
    queryStrings: { keep: 'all' },
    host: false,
    userAgent: true,
    authorization: 'always',
  });
});

test('AllViewer forwards the Host of the viewer', () => {
  expect(managed('CachingDisabled', 'AllViewer')).toMatchObject({ headers: { keep: 'all' }, host: true });
});

test('HostHeaderOnly forwards the Host and nothing else that a viewer chooses', () => {
  expect(managed('CachingDisabled', 'HostHeaderOnly')).toMatchObject({
    host: true,
    userAgent: false,
    queryStrings: { keep: 'none' },
  });
});

test('AllViewerAndCloudFrontHeaders adds 21 CloudFront headers', () => {
  expect(managed('CachingDisabled', 'AllViewerAndCloudFrontHeaders-2022-06').added).toHaveLength(21);
});

test('CachingOptimized forwards Accept-Encoding', () => {
  expect(managed('CachingOptimized').headers).toMatchObject({ names: expect.arrayContaining(['Accept-Encoding']) });
});

test('ForwardedValues forward other headers, and Authorization for methods that are not cached', () => {
  const legacy = selectionsOf({
    by: 'forwarded-values',
    headers: ['Referer'],
    cookies: FORWARD_NONE,
    queryString: true,
  });
  expect(legacy).toMatchObject({
    headers: {
      keep: 'all-except',
      names: ['Accept', 'Accept-Charset', 'Accept-Language', 'Expect', 'X-HTTP-Method-Override'],
    },
    queryStrings: { keep: 'all' },
    host: false,
    userAgent: false,
    authorization: 'not for GET and HEAD',
  });
});

test('ForwardedValues with * forward all headers, Host included', () => {
  const legacy = selectionsOf({ by: 'forwarded-values', headers: ['*'], cookies: FORWARD_ALL, queryString: false });
  expect(legacy).toMatchObject({ headers: { keep: 'all' }, host: true, userAgent: true, authorization: 'always' });
});
