import { WAF01 as FINDING } from '../../findings/waf-01.ts';
import type { Lint } from '../lint.ts';
import { ATTACKS } from '../requests/attack.ts';

export const WAF01: Lint = {
  id: FINDING.id,
  title: FINDING.title,
  remedy: FINDING.remedy,
  source: 'https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-default-action.html',
  find({ read, webAcl }) {
    if (webAcl.rules.length > 0 || webAcl.defaultAction === 'BLOCK' || webAcl.unknowns.length > 0) return [];
    const shown = ATTACKS.slice(0, 1).map(({ request, title }) => ({
      says: `${title} is let through`,
      request,
      expected: { action: 'ALLOW' as const, by: 'Default_Action' },
    }));
    const detail = `The web ACL "${read.name}" has no rules and allows by default, so it can block nothing.`;
    return [{ path: 'Rules', level: 'error', detail, shown }];
  },
};
