import * as waf from '@sallyport/waf';
import type { Engine } from '../cases/case.ts';
import { answerWith } from './page.ts';

/** The engine in this process. */
export const node: Engine = {
  name: 'engine',
  answer: async (questions) => questions.map((question) => answerWith(waf, question)),
};
