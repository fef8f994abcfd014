import { type Headers, headerValue, latin1, type Request, splitTarget } from '@sallyport/http';
import { quoted } from '../../report/shell.ts';

/** The command line that sends a request; padding is written by the shell, so that it can be read. */
export function curlOf(request: Request): string {
  return [
    'curl',
    ...methodWords(request),
    ...targetWords(request),
    quoted(urlOf(request)),
    ...headerWords(request.headers),
    ...bodyWords(request),
  ].join(' ');
}

const isPlainTarget = (target: string): boolean => /^\/[\x21\x22\x24-\x7e]*$/.test(target);

const urlOf = ({ headers, target, connection }: Request): string =>
  `${connection.scheme}://${headerValue(headers, 'host') ?? 'www.example.com'}${isPlainTarget(target) ? target : '/'}`;

function methodWords({ method, body }: Request): readonly string[] {
  const usual = body.bytes.length > 0 ? 'POST' : 'GET';
  if (method === usual) return [];
  return method === 'HEAD' ? ['--head'] : ['-X', quoted(method)];
}

/** curl normalises dot segments and expands brackets unless it is told not to. */
function targetWords({ target }: Request): readonly string[] {
  if (!isPlainTarget(target)) return ['--request-target', quoted(target)];
  return [
    ...(/(^|\/)\.{1,2}(\/|$)/.test(splitTarget(target).path) ? ['--path-as-is'] : []),
    ...(/[[\]{}]/.test(target) ? ['--globoff'] : []),
  ];
}

/** Padding is `X-0: 1`, `X-1: 1` … */
const isPadding = ([name, value]: readonly [string, string]): boolean => /^X-\d+$/.test(name) && value === '1';

function headerWords(headers: Headers): readonly string[] {
  const padding = headers.filter(isPadding);
  const others = headers.filter((header) => !isPadding(header) && !/^(host|content-length)$/i.test(header[0]));
  const pads = padding.length > 0 ? [`$(seq -f '-HX-%g:1' 0 ${padding.length - 1})`] : [];
  const agents = headerValue(headers, 'user-agent') === undefined ? ['-H', "'User-Agent:'"] : [];
  return [
    ...agents,
    ...pads,
    ...others
      .filter(([name, value]) => !(name === 'User-Agent' && value === 'Mozilla/5.0'))
      // curl leaves out `Name:`; `Name;` sends it with an empty value.
      .flatMap(([name, value]) => ['-H', word(value === '' ? `${name};` : `${name}: ${value}`)]),
  ];
}

function bodyWords({ body, headers }: Request): readonly string[] {
  if (body.bytes.length === 0) return [];
  const typed = headerValue(headers, 'content-type') !== undefined;
  return [...(typed ? [] : ['-H', "'Content-Type:'"]), '--data-binary', word(latin1(body.bytes))];
}

const RUNS = /(.)\1{63,}|(?:c\d+=1; ){50,}/g;

/** One word of the shell, in which long runs are made by `printf`. */
function word(text: string): string {
  if (text.search(RUNS) < 0) return quoted(text);
  let out = '';
  let from = 0;
  for (const match of text.matchAll(RUNS)) {
    out += escaped(text.slice(from, match.index)) + run(match[0], match[1]);
    from = match.index + match[0].length;
  }
  return `"${out}${escaped(text.slice(from))}"`;
}

const run = (text: string, letter: string | undefined): string =>
  letter === undefined
    ? `$(printf 'c%s=1; ' $(seq 0 ${text.split(';').length - 2}))`
    : `$(printf '${letter}%.0s' $(seq ${text.length}))`;

const escaped = (text: string): string => text.replace(/[\\"`$]/g, (letter) => `\\${letter}`);
