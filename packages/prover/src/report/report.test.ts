import { readFileSync } from 'node:fs';
import type { Origin } from '@sallyport/gates';
import { Ajv } from 'ajv';
import { describe, expect, it, test } from 'vitest';
import type { ClaimState, OriginVerdicts, Verdict } from '../claims/verdicts.ts';
import type { Judgement } from '../findings/judgement.ts';
import type { Finding } from './finding.ts';
import { humanReport } from './human.ts';
import { exitCode, report } from './report.ts';

const schema: unknown = JSON.parse(readFileSync(new URL('./report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv({ strict: false }).compile(schema as object);

const API: Origin = {
  id: 'Api',
  gates: ['rest-api:Api/prod'],
  applications: ['function:Echo'],
  distributions: ['Edge'],
  unknown: [],
};

const FINDING: Finding = {
  id: 'API-03',
  claim: 'noSideDoor',
  attacker: 'internet',
  origin: 'Api',
  title: 'A more specific method takes requests out of a keyed one',
  detail: 'GET /admin of "Api" requires no key.',
  path: [
    { gate: 'rest-api:Api/prod', decision: 'resource /admin' },
    { gate: 'rest-api:Api/prod', decision: 'method GET /admin requires no API key' },
  ],
  witness: {
    entrance: 'stage:Api/prod',
    request: { method: 'GET', url: 'https://a.example/prod/admin', headers: [], body: null, from: '203.0.113.7' },
    curl: "curl 'https://a.example/prod/admin'",
    replayed: true,
  },
  place: { file: 'template.yaml', line: 41, column: 7, logicalId: 'AdminGet', property: 'ApiKeyRequired' },
  remedy: 'Set ApiKeyRequired: true on the specific method too.',
};

interface Said {
  readonly internet?: Verdict;
  readonly credential?: Verdict;
  readonly front?: ClaimState;
  readonly guard?: ClaimState;
}

/** A request that reaches a canary in one of ten tries. */
const LUCKY: Finding = { ...FINDING, witness: FINDING.witness && { ...FINDING.witness, tries: 44 } };

const verdicts = ({
  internet = 'protected',
  credential = internet,
  front = 'holds',
  guard = 'holds',
}: Said): OriginVerdicts => ({
  origin: API,
  noSideDoor: {
    internet: { is: internet, reasons: internet === 'unknown' ? ['parameter "Open" has no value'] : [] },
    account: { is: internet, reasons: [] },
    credential: { is: credential, reasons: [] },
  },
  frontDoorOpens: { is: front, reasons: front === 'falls' ? ['"rest-api:Api/prod": Forbidden'] : [] },
  guardSees: { is: guard, reasons: [] },
});

const judgement = (said: Said, findings: readonly Finding[] = []): Judgement => ({
  world: { parameters: {} },
  attackers: ['internet', 'account', 'credential'],
  origins: [verdicts(said)],
  findings,
  assumptions: ['The sources given are the whole world.'],
  diagnostics: [],
});
const ABOUT = { sources: ['template.yaml'], diagnostics: [] };

describe('the verdict and the exit code', () => {
  it.each<[title: string, said: Said, verdict: Verdict, code: number]>([
    ['all claims hold', {}, 'protected', 0],
    ['a side door stands open', { internet: 'bypassable' }, 'bypassable', 2],
    ['the guard is blind', { guard: 'falls' }, 'bypassable', 2],
    ['the front door alone is shut', { front: 'falls' }, 'protected', 2],
    ['a side door is undecided', { internet: 'unknown' }, 'unknown', 4],
    ['the guard is undecided', { guard: 'unknown' }, 'unknown', 4],
    ['the front door is undecided', { front: 'unknown' }, 'protected', 4],
    ['a side door is undecided and the front door shut', { internet: 'unknown', front: 'falls' }, 'unknown', 2],
    ['only a client with a credential gets past', { credential: 'bypassable' }, 'protected', 0],
  ])('where %s', (_title, said, verdict, code) => {
    const made = report(judgement(said), ABOUT);
    expect([made.verdict, exitCode(made)]).toEqual([verdict, code]);
  });

  it('counts the credential where it alone was asked for', () => {
    const made = report({ ...judgement({ credential: 'bypassable' }), attackers: ['credential'] }, ABOUT);
    expect([made.verdict, exitCode(made)]).toEqual(['bypassable', 2]);
  });

  it('is unknown without any origin', () => {
    const made = report({ ...judgement({}), origins: [] }, ABOUT);
    expect([made.verdict, exitCode(made)]).toEqual(['unknown', 4]);
  });
});

test('what was handed in is part of the report, where anything was', () => {
  const deployed = [{ of: 'Api/prod', file: 'prod.json' }];
  const made = report(judgement({}), { ...ABOUT, deployed });
  expect(made.deployed).toEqual(deployed);
  expect(validate(made), JSON.stringify(validate.errors)).toBe(true);
  expect(report(judgement({}), { ...ABOUT, deployed: [] })).not.toHaveProperty('deployed');
});

test('the report for people says how often a request must be sent that chance decides about', () => {
  const text = humanReport(report(judgement({ internet: 'bypassable' }, [LUCKY]), ABOUT), { colour: false });
  expect(text).toContain(
    "curl 'https://a.example/prod/admin'\n  from 203.0.113.7\n  Chance decides: 44 tries do it with a likelihood of 99 %.",
  );
});

describe('the report as JSON', () => {
  it.each<[string, Judgement]>([
    ['with a finding', judgement({ internet: 'bypassable' }, [FINDING])],
    ['with nothing but an unknown', judgement({ internet: 'unknown' })],
    ['with a witness that chance decides', judgement({ internet: 'bypassable' }, [LUCKY])],
    [
      'with a finding that has neither witness nor place',
      judgement({}, [{ ...FINDING, claim: null, attacker: null, witness: null, place: null, path: [] }]),
    ],
    [
      'with a finding of another world',
      judgement({}, [{ ...FINDING, id: 'OPS-05', world: { parameters: { Env: 'dev' }, finding: 'API-03' } }]),
    ],
    ['without origins', { ...judgement({}), origins: [] }],
  ])('follows the published schema %s', (_title, judged) => {
    const diagnostics = [
      { code: 'unknown-function', severity: 'warning', message: 'Cannot evaluate "Fn::X"' } as const,
    ];
    const made = report(judged, { ...ABOUT, diagnostics });
    expect(validate(JSON.parse(JSON.stringify(made))), JSON.stringify(validate.errors)).toBe(true);
  });

  it('is refused by the schema where a witness was not replayed', () => {
    const made = JSON.parse(JSON.stringify(report(judgement({}, [FINDING]), ABOUT)));
    made.findings[0].witness.replayed = false;
    expect(validate(made)).toBe(false);
  });

  it('gives reasons only where there are any', () => {
    const [origin] = report(judgement({ internet: 'unknown', front: 'falls' }), ABOUT).origins;
    expect(origin?.reasons).toEqual({
      noSideDoor: ['parameter "Open" has no value'],
      frontDoorOpens: ['"rest-api:Api/prod": Forbidden'],
    });
  });

  it('says the same diagnostic once', () => {
    const diagnostic = { code: 'a', severity: 'note', message: 'Cannot read' } as const;
    const made = report({ ...judgement({}), diagnostics: [diagnostic] }, { ...ABOUT, diagnostics: [diagnostic] });
    expect(made.diagnostics).toEqual([diagnostic]);
  });
});

describe('the report for people', () => {
  const text = humanReport(report(judgement({ internet: 'bypassable' }, [FINDING]), ABOUT), { colour: false });

  it('puts the verdict first', () => {
    expect(text.split('\n')[0]).toBe(
      'BYPASSABLE  some request gets past what should stop it (against internet and account)',
    );
  });

  it('gives each origin its three claims', () => {
    expect(text).toContain(
      [
        'Api',
        '  no side door      internet bypassable · account bypassable · credential bypassable',
        '  front door opens  holds',
        '  guard sees        holds',
      ].join('\n'),
    );
  });

  it('gives each finding its command, its way, its place and its remedy', () => {
    expect(text).toContain(
      [
        'API-03  A more specific method takes requests out of a keyed one',
        '  Api · attacker internet',
        '  GET /admin of "Api" requires no key.',
        '',
        "  curl 'https://a.example/prod/admin'",
        '  from 203.0.113.7',
        '',
        '  rest-api:Api/prod',
        '    resource /admin',
        '    method GET /admin requires no API key',
        '',
        '  at      template.yaml:41:7 (AdminGet.ApiKeyRequired)',
        '  remedy  Set ApiKeyRequired: true on the specific method too.',
        '  more    docs/findings/API-03.md',
      ].join('\n'),
    );
  });

  it('shows the way and the remedy once for findings of a kind', () => {
    const second: Finding = { ...FINDING, detail: 'GET /users of "Api" requires no key.' };
    const made = humanReport(report(judgement({ internet: 'bypassable' }, [FINDING, second]), ABOUT), {
      colour: false,
    });
    expect(made).toContain(
      [
        'API-03  A more specific method takes requests out of a keyed one',
        '  Api · attacker internet',
        '  GET /users of "Api" requires no key.',
        '',
        "  curl 'https://a.example/prod/admin'",
        '  from 203.0.113.7',
        '',
        '  at      template.yaml:41:7 (AdminGet.ApiKeyRequired)',
        '  remedy  as above',
        '',
      ].join('\n'),
    );
  });

  it('ends with what is taken for granted', () => {
    expect(text.endsWith('Taken for granted\n  - The sources given are the whole world.\n')).toBe(true);
  });

  it('writes colour codes only where asked', () => {
    const made = report(judgement({}), ABOUT);
    expect(humanReport(made, { colour: false })).not.toContain('\u001b');
    expect(humanReport(made, { colour: true })).toContain('\u001b[32m');
  });

  it('says beside protected that the front door is undecided', () => {
    const made = humanReport(report(judgement({ front: 'unknown' }), ABOUT), { colour: true });
    const [headline = ''] = made.split('\n');
    expect(headline).toContain('\u001b[33m');
    expect(headline).toMatch(/, if any does: the front door is undecided$/);
  });

  it('says errors of the sources first, and never that all is well', () => {
    const error = { code: 'circular-dependency', severity: 'error', message: 'Cannot deploy "A".' } as const;
    const note = { code: 'some-note', severity: 'note', message: 'By the way.' } as const;
    const made = report(judgement({}), { ...ABOUT, diagnostics: [note, error] });
    const lines = humanReport(made, { colour: false }).split('\n');
    expect(lines.slice(0, 6)).toEqual([
      'NOT UNDERSTOOD  the sources have an error; what is said below is of the rest alone',
      '',
      'Errors',
      '  - error circular-dependency: Cannot deploy "A".',
      '',
      'Api',
    ]);
    expect(lines.filter((line) => line.includes('circular-dependency'))).toHaveLength(1);
    expect(lines).toContain('  - note some-note: By the way.');
  });

  it('does not repeat the reasons of a claim for the next one', () => {
    const unsure = { is: 'unknown', reasons: ['the web ACL is not known', 'nor is the key'] } as const;
    const origin: OriginVerdicts = {
      origin: API,
      noSideDoor: { internet: unsure, account: unsure, credential: unsure },
      frontDoorOpens: unsure,
      guardSees: { is: 'unknown', reasons: ['the web ACL is not known'] },
    };
    const made = humanReport(report({ ...judgement({}), origins: [origin] }, ABOUT), { colour: false });
    expect(made).toContain(
      [
        '  front door opens  unknown',
        '                    for the same reasons',
        '  guard sees        unknown',
        '                    the web ACL is not known',
      ].join('\n'),
    );
  });

  it('calls a shut front door closed rather than protected', () => {
    const closed = humanReport(report(judgement({ front: 'falls' }), ABOUT), { colour: false });
    expect(closed.startsWith('CLOSED  ')).toBe(true);
    expect(closed).toContain('"rest-api:Api/prod": Forbidden');
  });
});
