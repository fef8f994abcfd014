import { expect, test } from 'vitest';
import { applyTextRewrite } from '../text-rewrite.ts';
import { backendOf, httpApplicationId, parameterPath } from './http-integration.ts';

test.each([
  [
    'https://Backend.example.com/a/{proxy}?x=1',
    { scheme: 'https', host: 'backend.example.com', port: 443, path: '/a/{proxy}', query: 'x=1' },
    'http:https://backend.example.com',
  ],
  [
    'http://10.0.0.1:8080',
    { scheme: 'http', host: '10.0.0.1', port: 8080, path: '/', query: undefined },
    'http:http://10.0.0.1:8080',
  ],
])('the URI %s is taken apart', (uri, wanted, id) => {
  const backend = backendOf(uri);
  expect(backend).toEqual(wanted);
  expect(backend && httpApplicationId(backend)).toBe(id);
});

test.each([['https://{proxy}/'], ['arn:aws:apigateway:us-east-1:sqs:path/1/q'], ['']])(
  'the host of %s is not known',
  (uri) => {
    expect(backendOf(uri)).toBeUndefined();
  },
);

test('a greedy parameter behind a prefix is a change of prefix, which the prover sees through', () => {
  const mapped = new Map([['integration.request.path.proxy', 'method.request.path.proxy']]);
  const rewrite = parameterPath('/api/{proxy+}', '/v1/{proxy}', mapped);
  expect(rewrite).toEqual({ rewrite: 'replace-prefix', text: '/api/', by: '/v1/' });
  expect(applyTextRewrite(rewrite, '/api/a/b')).toBe('/v1/a/b');
});

test('other parameters are put where they are mapped, and an unmapped one stays as it stands', () => {
  const mapped = new Map([['integration.request.path.user', 'method.request.path.id']]);
  const rewrite = parameterPath('/users/{id}', '/people/{user}/{other}', mapped);
  expect(applyTextRewrite(rewrite, '/users/7')).toBe('/people/7/{other}');
});
