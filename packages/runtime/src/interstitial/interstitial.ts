import type { Traveller, WebAclRefusal } from '@sallyport/gates';
import { headerValues, utf8Bytes } from '@sallyport/http';
import type { World } from '../world.ts';
import { interstitialPage } from './page.ts';
import { type Question, sealedQuestion } from './question.ts';

type Page = Pick<NonNullable<WebAclRefusal['response']>, 'headers' | 'body' | 'contentType'>;

/** Others cannot run the script: https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-actions.html */
const takesHtml = ({ headers }: Traveller): boolean =>
  headerValues(headers, 'accept').some((value) => value.toLowerCase().includes('text/html'));

/** The page with a script that a browser gets instead of an empty answer; undefined where none is sent. */
export function interstitial(
  action: WebAclRefusal['action'],
  tokenDomain: string,
  request: Traveller,
  { tokenKey, now, facts }: World,
): Page | undefined {
  if (tokenKey === undefined || (action !== 'CAPTCHA' && action !== 'CHALLENGE') || !takesHtml(request))
    return undefined;
  const kind = action === 'CAPTCHA' ? 'captcha' : 'challenge';
  const question: Question = { kind, domain: tokenDomain, asked: now, nonce: facts.requestId };
  return {
    headers: [
      ['x-amzn-waf-action', kind],
      ['Cache-Control', 'no-store'],
    ],
    body: utf8Bytes(interstitialPage(question, sealedQuestion(question, tokenKey))),
    contentType: 'text/html; charset=UTF-8',
  };
}
