import type { SideDoorFinding } from './module.ts';
import { blindWebAclOf } from './web-acl-way.ts';

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-action.html */
export const WAF02: SideDoorFinding = {
  id: 'WAF-02',
  claim: 'noSideDoor',
  title: 'The web ACL only counts',
  remedy: 'Change the action Count of the rules to Block (for rule groups: OverrideAction None).',
  explain(bypass, of) {
    const webAcl = blindWebAclOf(bypass, of);
    if (!webAcl || webAcl.compiled.rules.length === 0) return undefined;
    return {
      detail: `No rule of the web ACL "${webAcl.name}" can block a request: they count or allow, or never match, and the default action allows.`,
      place: webAcl.place,
      key: webAcl.id,
    };
  },
};
