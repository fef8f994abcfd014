import { puzzle, type Question } from './question.ts';

/** Where the pages' script gets its token. The path belongs to the local runtime; nothing of the application is reached under it. */
export const TOKEN_PATH = '/.sallyport/waf-token';

/**
 * What AWS's script does, in so far as it is described: it asks the browser about itself, does some work, has the token made or
 * brought up to date, and sends the request again.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-actions.html
 */
const SCRIPT = `
const told = document.getElementById('told');
const hash = (text) => {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
};
const solve = async (answer) => {
  let work = 0;
  while ((hash(asked.nonce + ' ' + work) & 0xfff) !== 0) work++;
  const browser = {
    userAgent: navigator.userAgent,
    webdriver: navigator.webdriver === true,
    automationExtension: '_Selenium_IDE_Recorder' in window || '__selenium_ide' in window,
    languages: [...(navigator.languages ?? [])],
    platform: navigator.platform,
  };
  const got = await fetch(asked.path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ question: asked.question, work, answer, browser }),
  });
  if (got.ok) location.reload();
  else told.textContent = await got.text();
};
const form = document.querySelector('form');
if (form) form.addEventListener('submit', (event) => { event.preventDefault(); solve(Number(form.elements.answer.value)); });
else solve();
`;

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1rem;color:#222}input{font:inherit;width:5rem}button{font:inherit}small{color:#555}';

const page = (title: string, inside: string, asked: object): string =>
  `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<title>${title}</title><style>${STYLE}</style></head>
<body><h1>${title}</h1>
${inside}
<p id="told" role="status"></p>
<script>const asked = ${inScript(asked)};${SCRIPT}</script>
</body></html>
`;

/** JSON in which nothing can end the script. */
const inScript = (value: object): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** The page for a question. What a person sees of AWS's puzzles is not reproduced, and the page says so. */
export function interstitialPage(question: Question, sealedQuestion: string): string {
  const asked = { question: sealedQuestion, nonce: question.nonce, path: TOKEN_PATH };
  if (question.kind === 'challenge')
    return page(
      'Checking your browser',
      '<p>One moment.</p><noscript><p>This page needs JavaScript, as the challenge of AWS WAF does.</p></noscript><p><small>Sallyport’s stand-in for the silent challenge of AWS WAF.</small></p>',
      asked,
    );
  return page(
    'Confirm that you are human',
    `<form><p><label>How much is ${puzzle(question).text}? <input name="answer" inputmode="numeric" autocomplete="off" autofocus required></label> <button>Confirm</button></p></form>
<p><small>This sum is Sallyport’s stand-in for the picture puzzle of AWS WAF CAPTCHA: it keeps no program out.</small></p>`,
    asked,
  );
}
