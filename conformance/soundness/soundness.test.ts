import { checkSources } from 'sallyport';
import { describe, expect, test } from 'vitest';
import { protectedApi } from '../protected-api.ts';
import { declare, edits, getAtt, ref, set, sub } from '../template.ts';
import { missingParts } from './missing-parts.ts';
import { sideDoors, webAcls } from './side-doors.ts';
import { snapshots } from './snapshots.ts';
import type { SoundnessCase } from './soundness-case.ts';
import { ways } from './ways.ts';
import { webAclLimits } from './web-acl-limits.ts';
import { worldCases } from './worlds.ts';

const CASES: readonly SoundnessCase[] = [
  ...missingParts,
  ...sideDoors,
  ...webAcls,
  ...webAclLimits,
  ...ways,
  ...worldCases,
  ...snapshots,
];

function claimsOf({ change, deployed = [] }: SoundnessCase) {
  const template = protectedApi();
  change(template);
  const report = checkSources({
    files: [{ path: 'template.json', text: JSON.stringify(template) }],
    deployed: deployed.map(({ of, content }) => ({
      of,
      path: 'deployed.json',
      text: JSON.stringify(content(template)),
    })),
  });
  const found = report.origins.find(({ origin }) => origin === 'Api');
  if (!found) throw new Error(`no origin "Api" in ${report.origins.map(({ origin }) => origin).join(', ')}`);
  return found.claims;
}

describe('what the sources do not tell is never taken for protection', () => {
  test.each(CASES.map((one) => [one.id, one] as const))('%s', (_, one) => {
    const { noSideDoor, frontDoorOpens, guardSees } = claimsOf(one);
    const internet = one.expects.internet;
    const account = one.expects.account ?? internet;
    expect(noSideDoor).toEqual({ internet, account, credential: one.expects.credential ?? account });
    if (one.front) expect(frontDoorOpens).toBe(one.front);
    if (one.guard) expect(guardSees).toBe(one.guard);
  });

  test.each([
    ['a parameter', ref('Host')],
    ['a text with a parameter in it', sub('${Host}.example.com')],
    ['an import', { 'Fn::ImportValue': 'host-of-another-stack' }],
    ['what a mapping does not have', { 'Fn::FindInMap': ['Hosts', 'none', 'none'] }],
    ['an attribute that is not known', getAtt('Echo', 'Host')],
  ])('an origin whose host is %s is named by its distribution and its own Id', (_, host) => {
    const template = protectedApi();
    edits(
      declare('Parameters', 'Host', { Type: 'String' }),
      declare('Mappings', 'Hosts', { some: { host: 'x' } }),
      set('Edge.DistributionConfig.Origins.0.DomainName', host),
    )(template);
    const report = checkSources({ files: [{ path: 'template.json', text: JSON.stringify(template) }] });
    expect(report.origins.map(({ origin, claims }) => [origin, claims.noSideDoor.internet])).toEqual([
      ['Edge/api', 'unknown'],
    ]);
  });

  test('every case has an id of its own and cites a page', () => {
    expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length);
    for (const { source } of CASES) expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });
});
