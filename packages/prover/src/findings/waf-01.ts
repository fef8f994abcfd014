import type { SideDoorFinding } from './module.ts';
import { blindWebAclOf } from './web-acl-way.ts';

/** https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-default-action.html */
export const WAF01: SideDoorFinding = {
  id: 'WAF-01',
  claim: 'noSideDoor',
  title: 'The web ACL has no rule that decides anything',
  remedy: 'Add rules that block, or block by default and allow what you know.',
  explain(bypass, of) {
    const webAcl = blindWebAclOf(bypass, of);
    if (!webAcl || webAcl.compiled.rules.length > 0) return undefined;
    return {
      detail: `The web ACL "${webAcl.name}" has no rules and allows by default, so it can block nothing.`,
      place: webAcl.place,
      key: webAcl.id,
    };
  },
};
