import type { Decision, Gate, GateGraph } from '@sallyport/gates';
import { expect, test } from 'vitest';
import { decisionLines, endOf } from './trace-text.ts';

const gate = (id: string, title: string): [string, Gate] => [
  id,
  {
    id,
    component: 'rest-api',
    title,
    start: { do: 'call', to: { application: 'mock:x' }, label: '', after: [] },
  },
];
const graph: GateGraph = {
  gates: new Map([gate('cloudfront', 'CloudFront'), gate('distribution:Edge', 'distribution "Edge"')]),
  entrances: [],
  applications: new Map(),
  origins: [],
  assumptions: [],
  diagnostics: [],
};
const said = (gateId: string, kind: Decision['kind'], decision: string, line?: number): Decision => ({
  gate: gateId,
  kind,
  decision,
  ...(line === undefined ? {} : { place: { file: 'template.yaml', line, column: 3, logicalId: 'Edge' } }),
});

/** Without colours, whether the terminal has them or not. */
const plain = (lines: readonly string[]): string => lines.join('\n').replace(/\u001b\[\d+m/g, '');

const TRACE: readonly Decision[] = [
  said('cloudfront', 'choose', 'distribution "Edge" has this Host', 10),
  said('cloudfront', 'call', 'distribution "Edge" serves the request'),
  said('distribution:Edge', 'choose', 'default cache behavior', 30),
  said('distribution:Edge', 'choose', 'default cache behavior', 30),
  said('distribution:Edge', 'call', 'CloudFront asks origin "origin.example.com" over HTTPS'),
  said('distribution:Edge', 'answer', 'CloudFront adds X-Cache'),
];

test('a trace stands under the titles of its gates, says nothing twice, and shows the way back', () => {
  expect(plain(decisionLines(TRACE, graph, 100))).toBe(`CloudFront
  distribution "Edge" has this Host  template.yaml:10:3
distribution "Edge"
  default cache behavior  template.yaml:30:3
  CloudFront asks origin "origin.example.com" over HTTPS
  ← CloudFront adds X-Cache`);
});

test('long decisions are broken, and their place stands below', () => {
  expect(plain(decisionLines([said('gone', 'choose', 'a decision of many words', 7)], graph, 20))).toBe(`gone
  a decision of many
      words
      template.yaml:7:3`);
});

test('the end of a trace is the reason, not what is done to the answer on its way back', () => {
  expect(endOf(TRACE)).toBe('CloudFront asks origin "origin.example.com" over HTTPS');
  const refused = [
    said('stage', 'choose', 'it requires an API key, and there is none'),
    said('stage', 'answer', 'API Gateway answers 403 ForbiddenException'),
  ];
  expect(endOf(refused)).toBe('it requires an API key, and there is none');
  expect(endOf([...refused.slice(0, 1), said('stage', 'answer', 'API Gateway answers 403: the Host is no API')])).toBe(
    'API Gateway answers 403: the Host is no API',
  );
  expect(endOf([])).toBe('');
});
