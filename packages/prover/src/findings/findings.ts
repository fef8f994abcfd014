import { API01 } from './api-01.ts';
import { API02 } from './api-02.ts';
import { API03 } from './api-03.ts';
import { API04 } from './api-04.ts';
import { API05 } from './api-05.ts';
import { API06 } from './api-06.ts';
import { API07 } from './api-07.ts';
import { API08 } from './api-08.ts';
import { API09 } from './api-09.ts';
import { API10 } from './api-10.ts';
import { API11 } from './api-11.ts';
import { API13 } from './api-13.ts';
import { API15 } from './api-15.ts';
import { API16 } from './api-16.ts';
import { API21 } from './api-21.ts';
import { API22 } from './api-22.ts';
import { API26 } from './api-26.ts';
import { CF01 } from './cf-01.ts';
import { CF02 } from './cf-02.ts';
import { CF03 } from './cf-03.ts';
import { CF05 } from './cf-05.ts';
import { CF06 } from './cf-06.ts';
import { CF07 } from './cf-07.ts';
import { CF10 } from './cf-10.ts';
import type { FrontDoorFinding, GuardFinding, NoteFinding, SideDoorFinding } from './module.ts';
import { OPEN01 } from './open-01.ts';
import { SEC01 } from './sec-01.ts';
import { SHUT01 } from './shut-01.ts';
import { WAF01 } from './waf-01.ts';
import { WAF02 } from './waf-02.ts';
import { WAF04 } from './waf-04.ts';
import { WAF13 } from './waf-13.ts';

/**
 * The causes of a side door. Each bypass gets the first that explains it, so the closer cause stands before the wider one:
 * whose door it is (tenant, staging, twin), then what the door lacks; the key that opened it before the method that asks none.
 */
export const SIDE_DOOR_FINDINGS: readonly SideDoorFinding[] = [
  CF05,
  CF06,
  CF07,
  CF03,
  WAF01,
  WAF02,
  CF02,
  CF01,
  API22,
  API06,
  API05,
  API11,
  API10,
  API09,
  API13,
  API16,
  API15,
  API07,
  API04,
  API02,
  API03,
  API01,
  OPEN01,
];

/** The causes of a front door that stays shut, the closer before the wider. */
export const FRONT_DOOR_FINDINGS: readonly FrontDoorFinding[] = [API26, API08, SHUT01];

/** The ways in which a web ACL is blind. */
export const GUARD_FINDINGS: readonly GuardFinding[] = [CF10, WAF13, WAF04];

/** What is worth setting right although no claim falls by it. */
export const NOTE_FINDINGS: readonly NoteFinding[] = [API21, SEC01];

/** OPS-05 comes from comparing worlds (worlds.ts), not from one of them. */
export const OPS05 = {
  id: 'OPS-05',
  title: 'A claim falls under other parameter values',
  remedy:
    'Lock the resource under every value that the parameter may take, or give the values when checking (they then are the only world).',
} as const;

/** Every id that a report may contain; each has a page in docs/findings. */
export const FINDING_IDS: readonly string[] = [
  ...[...SIDE_DOOR_FINDINGS, ...FRONT_DOOR_FINDINGS, ...GUARD_FINDINGS, ...NOTE_FINDINGS].map(({ id }) => id),
  OPS05.id,
];
