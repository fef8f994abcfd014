import { checkSources } from 'sallyport';
import { describe, expect, test } from 'vitest';
import { protectedApi } from '../protected-api.ts';
import type { Attacker, Claim, Expectation, Variant } from './variant.ts';
import { faultyVariants, safeVariants } from './variants.ts';

type Report = ReturnType<typeof checkSources>;

/** Weakest first; attackers add up. */
const ATTACKERS: readonly Attacker[] = ['internet', 'account', 'credential'];
const NOT_ABOUT_ATTACKERS: readonly Claim[] = ['frontDoorOpens', 'guardSees'];

const spelt = (content: unknown): string =>
  typeof content === 'string' ? content : JSON.stringify(content, undefined, 2);

function checked({ change, deployed = [] }: Variant): Report {
  const template = protectedApi();
  change(template);
  return checkSources({
    files: [{ path: 'template.json', text: spelt(template) }],
    deployed: deployed.map(({ of, content }) => ({ of, path: 'deployed', text: spelt(content(template)) })),
  });
}

const claimsOf = (report: Report, { origin = 'Api' }: Expectation) => {
  const found = report.origins.find((one) => one.origin === origin);
  if (!found) throw new Error(`no origin "${origin}" in ${report.origins.map((one) => one.origin).join(', ')}`);
  return found.claims;
};

/** What *no side door* must be against one attacker. */
function wanted(expects: Expectation, attacker: Attacker): readonly string[] {
  if (expects.besides?.includes(attacker)) return ['protected', 'bypassable', 'unknown'];
  const reached = expects.attacker !== null && ATTACKERS.indexOf(attacker) >= ATTACKERS.indexOf(expects.attacker);
  if (expects.claim !== 'noSideDoor' || !reached) return ['protected'];
  return expects.becomes === 'falls' ? ['bypassable'] : ['unknown'];
}

function expectClaims(report: Report, expects: Expectation): void {
  const claims = claimsOf(report, expects);
  for (const attacker of ATTACKERS) expect(wanted(expects, attacker), attacker).toContain(claims.noSideDoor[attacker]);
  for (const claim of NOT_ABOUT_ATTACKERS) {
    if (expects.claim === claim) expect(claims[claim], claim).toBe('falls');
    else if (expects.becomes === 'stands') expect(claims[claim], claim).toBe('holds');
    else expect(claims[claim], claim).not.toBe('falls');
  }
}

function expectFinding(report: Report, expects: Expectation): void {
  if (expects.finding === undefined) return;
  const found = report.findings.filter(({ id }) => id === expects.finding);
  expect(found.map(({ id }) => id)).toContain(expects.finding);
  if (expects.witness) expect(found.some(({ witness }) => witness?.replayed)).toBe(true);
  if (expects.claim && expects.becomes === 'falls')
    expect(found.some(({ claim }) => claim === expects.claim)).toBe(true);
}

const verdictOf = ({ becomes, besides }: Expectation): readonly string[] => {
  if (becomes === 'stands') return besides?.includes('internet') ? ['protected', 'unknown'] : ['protected'];
  return becomes === 'falls' ? ['bypassable'] : ['unknown'];
};

describe('one fault makes one claim fall', () => {
  test.each(faultyVariants)('$id: $title', (variant) => {
    const { expects } = variant;
    const report = checked(variant);
    expectClaims(report, expects);
    expectFinding(report, expects);
  });
});

describe('a change that keeps both doors shut stays protected', () => {
  test.each(safeVariants)('$id: $title', (variant) => {
    const { expects } = variant;
    const report = checked(variant);
    expectClaims(report, expects);
    expect(verdictOf(expects)).toContain(report.verdict);
    const reached = report.findings.filter(
      ({ claim, attacker }) => claim === 'noSideDoor' && !expects.besides?.some((one) => one === attacker),
    );
    expect(reached).toEqual([]);
  });
});
