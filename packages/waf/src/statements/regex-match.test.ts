import { expect, test } from 'vitest';
import { MemoryCounters } from '../memory-counters.ts';
import { requestOf } from '../test-request.ts';
import { compileWebAcl } from '../web-acl.ts';

const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
const WORDS = ['admin', 'login', 'select', 'union', 'etc', 'passwd', 'script', 'alert', 'wget', 'curl', 'cmd', 'exe'];
const REGEXES = [
  ...WORDS.flatMap((word) => [word, `^/${word}`, `${word}$`, `${word}[0-9]+`, `(?:${word}|x${word})[.]php`]),
  '[0-9]{3}',
  '^$',
  'a.*z',
];

test('many patterns on one field decide as each does alone', () => {
  const compiled = compileWebAcl({
    DefaultAction: { Allow: {} },
    VisibilityConfig: VISIBILITY,
    Rules: REGEXES.map((RegexString, Priority) => ({
      Name: `R${Priority}`,
      Priority,
      Statement: {
        RegexMatchStatement: {
          RegexString,
          FieldToMatch: { UriPath: {} },
          TextTransformations: [{ Priority: 0, Type: Priority % 2 === 0 ? 'NONE' : 'URL_DECODE' }],
        },
      },
      Action: { Count: {} },
      VisibilityConfig: VISIBILITY,
    })),
  });
  if ('refused' in compiled) throw new Error(JSON.stringify(compiled.refused));
  let matched = 0;
  for (let run = 0; run < 500; run++) {
    const piece = (at: number): string => WORDS[(run * 7 + at * 5) % WORDS.length] ?? '';
    const path = [
      '/',
      piece(0),
      run % 3 === 0 ? '42' : '',
      run % 5 === 0 ? '%2Ephp' : '/',
      run % 2 === 0 ? piece(1) : '.php',
    ];
    const target = path.join('');
    const { countedRules } = compiled.webAcl.evaluate(requestOf({ target }), new MemoryCounters(), 0);
    const decoded = target.replace('%2E', '.');
    const expected = REGEXES.flatMap((source, at) =>
      new RegExp(source).test(at % 2 === 0 ? target : decoded) ? [`R${at}`] : [],
    );
    expect([target, countedRules]).toEqual([target, expected]);
    matched += expected.length;
  }
  expect(matched).toBeGreaterThan(1000);
});
