import { type Headers, headerValue, type Response } from '@sallyport/http';
import { mintToken, readToken } from '@sallyport/waf';
import { expect, test } from 'vitest';
import { isWorkDone, puzzle, type Question, readQuestion, sealedQuestion } from './question.ts';
import { asksForToken, tokenAnswer } from './token-answer.ts';

const NOW = 1_767_225_600_000;
const MINT = { key: 'key', now: NOW + 1000, sessionId: 'new-session' };
const QUESTION: Question = { kind: 'challenge', domain: 'example.com', asked: NOW, nonce: 'n-1' };
const BROWSER = { userAgent: 'Browser/1', platform: 'Linux', languages: ['en'], webdriver: true };

const workFor = (question: Question): number => {
  let work = 0;
  while (!isWorkDone(question, work)) work++;
  return work;
};

/** What the script of a page sends, with changes. */
const sent = (question: Question, more: object = {}, key = 'key'): string =>
  JSON.stringify({
    question: sealedQuestion(question, key),
    work: workFor(question),
    browser: BROWSER,
    ...more,
  });

const answer = (body: string, headers: Headers = []): Response => tokenAnswer({ headers }, body, MINT);
const tokenIn = ({ headers }: Response) =>
  readToken(/^aws-waf-token=([^;]+);/.exec(headerValue(headers, 'set-cookie') ?? '')?.[1] ?? '', 'key');

test('work that was done gives a token of a new session, with what the browser told of itself', () => {
  const given = answer(sent(QUESTION));
  expect(given.status).toBe(200);
  expect(tokenIn(given)).toMatchObject({
    id: 'new-session',
    domain: 'example.com',
    challengeSolved: NOW + 1000,
    browser: { userAgent: 'Browser/1', webdriver: true, automationExtension: false, languages: ['en'] },
  });
  expect(tokenIn(given)).not.toHaveProperty('captchaSolved');
});

test('a solved puzzle keeps the session of the token before and the time of its challenge, and the fingerprint stays the same', () => {
  const first = answer(sent(QUESTION));
  const question: Question = { ...QUESTION, kind: 'captcha', nonce: 'n-2' };
  const second = tokenAnswer({ headers: cookieOf(first) }, sent(question, { answer: puzzle(question).answer }), {
    ...MINT,
    sessionId: 'another',
    now: NOW + 2000,
  });
  expect(tokenIn(second)).toMatchObject({ id: 'new-session', captchaSolved: NOW + 2000, challengeSolved: NOW + 1000 });
  expect(tokenIn(second)?.fingerprint).toBe(tokenIn(first)?.fingerprint);
});

const captcha: Question = { ...QUESTION, kind: 'captcha' };
const cookieOf = ({ headers }: Response): Headers => [
  ['Cookie', (headerValue(headers, 'set-cookie') ?? '').split(';')[0] ?? ''],
];

test('what was solved on one domain is not carried to another', () => {
  const solved = answer(sent(captcha, { answer: puzzle(captcha).answer }));
  // Without a token a challenge is run before the puzzle.
  expect(tokenIn(solved)).toMatchObject({ captchaSolved: NOW + 1000, challengeSolved: NOW + 1000 });
  const elsewhere: Question = { ...QUESTION, domain: 'shop.test' };
  const given = tokenAnswer({ headers: cookieOf(solved) }, sent(elsewhere), { ...MINT, sessionId: 'of-shop' });
  expect(tokenIn(given)).toMatchObject({ id: 'of-shop', domain: 'shop.test' });
  expect(tokenIn(given)).not.toHaveProperty('captchaSolved');
});

test.each([
  ['nothing', ''],
  ['no JSON', '{'],
  ['no question', '{"work":1}'],
  ['a question of somebody else', sent(QUESTION, {}, 'other')],
  ['a question that is too old', sent({ ...QUESTION, asked: NOW - 600_000 })],
  ['work that was not done', sent(QUESTION, { work: workFor(QUESTION) + 1 })],
  ['work that is no number', sent(QUESTION, { work: 'x' })],
  ['a wrong sum', sent(captcha, { answer: puzzle(captcha).answer + 1 })],
  ['a sum as text', sent(captcha, { answer: String(puzzle(captcha).answer) })],
])('%s gives no token', (_what, body) => {
  const given = answer(body);
  expect([given.status, headerValue(given.headers, 'set-cookie')]).toEqual([403, undefined]);
});

test('a question is no token, and a token no question, whatever they hold', () => {
  const both = { ...QUESTION, id: 'session', challengeSolved: NOW };
  expect(readToken(sealedQuestion(both, 'key'), 'key')).toBeUndefined();
  expect(readQuestion(mintToken(both, 'key'), 'key', NOW)).toBeUndefined();
});

test('only a POST to its own path is taken for one', () => {
  const asks = (method: string, target: string) => asksForToken({ method, target });
  expect(asks('POST', '/.sallyport/waf-token')).toBe(true);
  expect(asks('POST', '/.sallyport/waf-token?a')).toBe(true);
  expect(asks('GET', '/.sallyport/waf-token')).toBe(false);
  expect(asks('POST', '/.sallyport/waf-token/x')).toBe(false);
});
