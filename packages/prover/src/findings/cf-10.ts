import type { GuardFinding } from './module.ts';
import { webAclsOf } from './way.ts';

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-string-match.html */
export const CF10: GuardFinding = {
  id: 'CF-10',
  claim: 'guardSees',
  title: 'A rule of the web ACL hangs on the host name, and another name of the distribution escapes it',
  remedy:
    'Let the rule stand without the host, and block every Host that is not one of yours in a rule of its own (NotStatement on the host).',
  explain({ dependence, entrance }, { subject }) {
    const { webAcl, rule, host } = dependence;
    const inspecting = [...subject.graph.gates.values()].flatMap(webAclsOf).find(({ id }) => id === webAcl);
    const place = inspecting?.rules.find(({ name }) => name === rule)?.place ?? inspecting?.place;
    return {
      detail: `The rule "${rule}" of the web ACL "${webAcl}" stops a request at "${entrance}" that goes by under the host name "${host}".`,
      place,
      key: `${webAcl} ${rule}`,
    };
  },
};
