import { WAF13 as LINT } from '../web-acl-lint/lints/waf-13.ts';
import { guardFindingOf } from './of-lint.ts';

export const WAF13 = guardFindingOf(LINT);
