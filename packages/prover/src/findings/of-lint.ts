import type { Lint } from '../web-acl-lint/lint.ts';
import type { GuardFinding } from './module.ts';
import { rulePlace } from './web-acl-way.ts';

/** The finding of what a lint sees too, where a request that the web ACL waves through was replayed. */
export const guardFindingOf = (lint: Lint): GuardFinding => ({
  id: lint.id,
  claim: 'guardSees',
  title: lint.title,
  remedy: lint.remedy,
  explain({ why }, { subject }) {
    if (!('waved' in why) || why.waved.id !== lint.id) return undefined;
    const { webAcl, rule, detail } = why.waved;
    return { detail, place: rulePlace(subject, webAcl, rule), key: `${webAcl} ${rule}` };
  },
});
