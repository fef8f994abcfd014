import type { GuardFinding } from './module.ts';
import { rulePlace } from './web-acl-way.ts';

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-string-match.html */
export const CF10: GuardFinding = {
  id: 'CF-10',
  claim: 'guardSees',
  title: 'A rule of the web ACL hangs on the host name, and another name of the distribution escapes it',
  remedy:
    'Let the rule stand without the host, and block every Host that is not one of yours in a rule of its own (NotStatement on the host).',
  explain({ why, entrance }, { subject }) {
    if (!('host' in why)) return undefined;
    const { webAcl, rule, host } = why.host;
    const place = rulePlace(subject, webAcl, rule);
    // Rules of a rule group share the statement that refers to it, and its scope: `group#rule`.
    const [own = rule, inner] = rule.split('#');
    const example = inner === undefined ? '' : ` (its "${inner}", for one)`;
    return {
      detail: `The rule "${own}" of the web ACL "${webAcl}"${example} stops a request at "${entrance}" that goes by under the host name "${host}".`,
      place,
      key: `${webAcl} ${own}`,
    };
  },
};
