import { WAF04 as LINT } from '../web-acl-lint/lints/waf-04.ts';
import type { GuardFinding } from './module.ts';
import { rulePlace } from './web-acl-way.ts';

export const WAF04: GuardFinding = {
  id: LINT.id,
  claim: 'guardSees',
  title: LINT.title,
  remedy: LINT.remedy,
  explain({ why }, { subject }) {
    if (!('waved' in why) || why.waved.id !== LINT.id) return undefined;
    const { webAcl, rule, detail } = why.waved;
    return { detail, place: rulePlace(subject, webAcl, rule), key: `${webAcl} ${rule}` };
  },
};
