import type { Request } from '@sallyport/http';
import { expect, test } from 'vitest';
import type { Evaluation } from './compiled.ts';
import { MemoryCounters } from './memory-counters.ts';
import { compileWebAcl } from './web-acl.ts';

const visibility = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
const TRANSFORMED = [{ Priority: 0, Type: 'LOWERCASE' }];

/** Rules that each look for a text in one component: `path admin block`. */
const RULES = ['path admin block', 'header curl count', 'query debug count', 'body drop block', 'path login block'];
const FIELDS = {
  path: { UriPath: {} },
  query: { QueryString: {} },
  header: { SingleHeader: { Name: 'user-agent' } },
  body: { Body: { OversizeHandling: 'CONTINUE' } },
};

function evaluate(target: string, agent: string, body: string, rules = RULES): Evaluation {
  const result = compileWebAcl({
    Name: 'Site',
    DefaultAction: { Allow: {} },
    VisibilityConfig: visibility,
    Rules: rules.map((written, Priority) => {
      const [field = '', SearchString, action] = written.split(' ');
      const FieldToMatch = new Map<string, object>(Object.entries(FIELDS)).get(field);
      return {
        Name: written.replaceAll(' ', '-'),
        Priority,
        Statement: {
          ByteMatchStatement: {
            SearchString,
            PositionalConstraint: 'CONTAINS',
            FieldToMatch,
            TextTransformations: TRANSFORMED,
          },
        },
        Action: action === 'block' ? { Block: {} } : { Count: {} },
        VisibilityConfig: visibility,
      };
    }),
  });
  if (!('webAcl' in result)) throw new Error(JSON.stringify(result));
  const request: Request = {
    method: 'POST',
    target,
    httpVersion: '1.1',
    headers: [['User-Agent', agent]],
    body: { bytes: Uint8Array.from(body, (letter) => letter.charCodeAt(0)), complete: body.length < 20 },
    connection: { scheme: 'https', address: '203.0.113.7', port: 40000, localPort: 443 },
  };
  return result.webAcl.evaluate(request, new MemoryCounters(), 0);
}

const traced = ({ trace }: Evaluation): readonly string[] =>
  trace.map(({ rule, matched }) => `${matched ? '+' : '-'}${rule}`);

test('rules that are passed over together are all in the trace, in their order', () => {
  const evaluation = evaluate('/x', 'browser', 'y');
  expect(evaluation.action).toBe('ALLOW');
  expect(traced(evaluation)).toEqual(RULES.map((written) => `-${written.replaceAll(' ', '-')}`));
});

test('the first rule that matches ends, wherever the later ones look; nothing after it is in the trace', () => {
  const evaluation = evaluate('/login', 'curl', 'drop');
  expect(evaluation).toMatchObject({ action: 'BLOCK', terminatingRule: 'body-drop-block' });
  expect(traced(evaluation)).toEqual([
    '-path-admin-block',
    '+header-curl-count',
    '-query-debug-count',
    '+body-drop-block',
  ]);
});

test('rules that count let the later ones be evaluated', () => {
  const evaluation = evaluate('/login?debug', 'curl', 'y');
  expect(evaluation).toMatchObject({
    terminatingRule: 'path-login-block',
    countedRules: ['header-curl-count', 'query-debug-count'],
  });
});

test('a text of one rule in the component of another is no match', () => {
  expect(evaluate('/curl-drop-debug', 'admin login', 'curl').action).toBe('ALLOW');
});

test('a component that no evaluated rule looks at is not called oversize', () => {
  const long = 'a body of twenty letters and more';
  expect(evaluate('/admin', 'browser', long).record.oversizeFields).toEqual([]);
  expect(evaluate('/x', 'browser', long).record.oversizeFields).toEqual(['REQUEST_BODY']);
  // A later rule has found its text, an earlier one looks at the body and ends.
  const ending = evaluate('/login', 'browser', `drop ${long}`);
  expect(ending).toMatchObject({ terminatingRule: 'body-drop-block', record: { oversizeFields: ['REQUEST_BODY'] } });
});

test('an outcome that is written as JSON holds its trace', () => {
  const evaluation = evaluate('/x', 'browser', 'y');
  const written: unknown = JSON.parse(JSON.stringify(evaluation));
  expect(written).toMatchObject({ action: 'ALLOW', trace: evaluation.trace });
  expect(Object.keys(Object(written)).toSorted()).toEqual([...Object.keys(evaluation), 'trace'].toSorted());
});
