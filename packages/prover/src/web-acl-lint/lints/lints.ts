import type { Lint } from '../lint.ts';
import { WAF01 } from './waf-01.ts';
import { WAF02 } from './waf-02.ts';
import { WAF03 } from './waf-03.ts';
import { WAF04 } from './waf-04.ts';
import { WAF05 } from './waf-05.ts';
import { WAF06 } from './waf-06.ts';
import { WAF07 } from './waf-07.ts';
import { WAF08 } from './waf-08.ts';
import { WAF09 } from './waf-09.ts';
import { WAF10 } from './waf-10.ts';
import { WAF11 } from './waf-11.ts';
import { WAF12 } from './waf-12.ts';
import { WAF13 } from './waf-13.ts';
import { WAF14 } from './waf-14.ts';
import { WAF15 } from './waf-15.ts';
import { WAF16 } from './waf-16.ts';
import { WAF17 } from './waf-17.ts';
import { WAF19 } from './waf-19.ts';
import { WAF20 } from './waf-20.ts';
import { WAF21 } from './waf-21.ts';
import { WAF23 } from './waf-23.ts';

/** Every row of the catalogue that is looked for, in its order. */
export const LINTS: readonly Lint[] = [
  WAF01,
  WAF02,
  WAF03,
  WAF04,
  WAF05,
  WAF06,
  WAF07,
  WAF08,
  WAF09,
  WAF10,
  WAF11,
  WAF12,
  WAF13,
  WAF14,
  WAF15,
  WAF16,
  WAF17,
  WAF19,
  WAF20,
  WAF21,
  WAF23,
];

/** Rows that nobody can decide from a web ACL and its template; their pages say why. */
export const UNDECIDABLE: readonly string[] = ['WAF-18', 'WAF-22'];
