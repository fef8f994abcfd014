import { WAF04 as LINT } from '../web-acl-lint/lints/waf-04.ts';
import { guardFindingOf } from './of-lint.ts';

export const WAF04 = guardFindingOf(LINT);
