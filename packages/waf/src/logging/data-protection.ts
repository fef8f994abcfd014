import { cookies, type Header, headerValue, latin1, queryArguments, type Request } from '@sallyport/http';
import { encodeBase64 } from '../base64.ts';
import type { DataProtection, FieldMatch, RateKeyIdentity } from '../compiled.ts';
import { TOKEN_COOKIE } from '../token/token.ts';
import { sha256 } from '../transformations/sha256.ts';
import { uriParts } from '../uri.ts';
import { type Disclosure, OPEN, REDACTED, withoutData } from './disclosure.ts';

type Action = DataProtection['action'];

/**
 * What the DataProtectionConfig of a web ACL leaves of a request, in logs and in samples.
 * https://docs.aws.amazon.com/waf/latest/developerguide/data-protection-examples.html
 * https://docs.aws.amazon.com/waf/latest/developerguide/data-protection-limitations.html
 */
export const dataProtection =
  (protections: readonly DataProtection[]) =>
  (request: Request): Disclosure =>
    protections.length === 0 ? OPEN : protectedDisclosure(protections, request);

function protectedDisclosure(all: readonly DataProtection[], request: Request): Disclosure {
  const inRequest = actionsOf(all);
  const inMatches = actionsOf(all.filter((each) => !each.excludesRuleMatchDetails));
  const inRates = actionsOf(all.filter((each) => !each.excludesRateBasedDetails));
  return {
    ...OPEN,
    query: (query) => (query === '' ? query : protectedQuery(query, inRequest)),
    headers: (headers) => headers.map((header) => protectedHeader(header, inRequest)),
    fieldMatch: (match) => protectedMatch(match, request, inMatches),
    rateValue: (key, value) => hiddenBy(rateAction(key, inRates), value),
    rateName: (key, name) => hiddenBy(key.member === 'QueryArgument' ? inRates.queryString() : undefined, name),
  };
}

/** What is done with each part of a request; undefined where nothing is. The stricter one, where several apply. */
interface Actions {
  readonly header: (name: string) => Action | undefined;
  readonly cookie: (name: string) => Action | undefined;
  readonly argument: (name: string) => Action | undefined;
  readonly queryString: () => Action | undefined;
  readonly body: () => Action | undefined;
  /** Of a part in which any cookie, or any argument, may stand. */
  readonly anyCookie: () => Action | undefined;
  readonly anyArgument: () => Action | undefined;
}

/** "All protected fields (single header, cookie, query arg) are not case sensitive": data-protection-examples.html. */
function actionsOf(protections: readonly DataProtection[]): Actions {
  const of = (type: DataProtection['fieldType'], name?: string) =>
    protections.filter(
      ({ fieldType, keys }) => fieldType === type && (name === undefined || !keys || keys.has(name.toLowerCase())),
    );
  const cookieHeader = () => of('SINGLE_HEADER', 'cookie');
  return {
    header: (name) => strictest(of('SINGLE_HEADER', name)),
    // "The cookie name AWS-WAF-TOKEN is out of scope for data protection."
    cookie: (name) =>
      name.toLowerCase() === TOKEN_COOKIE ? undefined : strictest([...of('SINGLE_COOKIE', name), ...cookieHeader()]),
    argument: (name) => strictest(of('SINGLE_QUERY_ARGUMENT', decoded(name))),
    queryString: () => strictest(of('QUERY_STRING')),
    body: () => strictest(of('BODY')),
    anyCookie: () => strictest([...of('SINGLE_COOKIE'), ...cookieHeader()]),
    anyArgument: () => strictest([...of('QUERY_STRING'), ...of('SINGLE_QUERY_ARGUMENT')]),
  };
}

const strictest = (protections: readonly DataProtection[]): Action | undefined =>
  protections.some(({ action }) => action === 'SUBSTITUTION') ? 'SUBSTITUTION' : protections[0]?.action;

/** An argument that is spelt with escapes is the same argument to most applications; AWS does not say (approximated). */
const decoded = (name: string): string =>
  name.replace(/%([0-9a-f]{2})/gi, (_all, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));

/**
 * AWS shows that a hash is the same wherever the value stands, and has 32 bytes in base64; how it is made is not published.
 * Here it is SHA-256 without a key (approximated).
 */
const hidden = (action: Action, text: string): string =>
  action === 'SUBSTITUTION' ? REDACTED : encodeBase64(sha256(text));

const hiddenBy = (action: Action | undefined, text: string): string => (action ? hidden(action, text) : text);

function protectedHeader([name, value]: Header, actions: Actions): Header {
  return name.toLowerCase() === 'cookie'
    ? [
        name,
        value
          .split(';')
          .map((piece) => protectedCookie(piece, actions))
          .join(';'),
      ]
    : [name, hiddenBy(actions.header(name), value)];
}

/** "Only cookie values are protected and key names are excluded." */
function protectedCookie(piece: string, actions: Actions): string {
  const [, blanks = '', name = '', equals = '', value = ''] = /^(\s*)(?:([^=]*)(=))?(.*)$/s.exec(piece) ?? [];
  return `${blanks}${name}${equals}${value === '' ? value : hiddenBy(actions.cookie(name.trim()), value)}`;
}

function protectedQuery(query: string, actions: Actions): string {
  const whole = actions.queryString();
  if (whole) return hidden(whole, query);
  return queryArguments(query)
    .map(({ name, value }) => (value === undefined ? name : `${name}=${hiddenBy(actions.argument(name), value)}`))
    .join('&');
}

/** The members of FieldToMatch in which something can be protected. */
const MATCHES: Readonly<Record<string, (match: FieldMatch, request: Request, actions: Actions) => FieldMatch>> = {
  SingleHeader: headerMatch,
  Headers: headerMatch,
  Cookies: (match, request, actions) => {
    const { matchedFieldName: name = '' } = match.detail;
    const value = cookies(request.headers).find((cookie) => cookie.name === name)?.value ?? '';
    return matchHiddenBy(actions.cookie(name), match, value);
  },
  SingleQueryArgument: argumentMatch,
  AllQueryArguments: argumentMatch,
  QueryString: (match, request, actions) => matchHiddenBy(actions.anyArgument(), match, queryOf(request)),
  Body: bodyMatch,
  JsonBody: bodyMatch,
};

function protectedMatch(match: FieldMatch, request: Request, actions: Actions): FieldMatch {
  return MATCHES[match.field]?.(match, request, actions) ?? match;
}

const matchHiddenBy = (action: Action | undefined, match: FieldMatch, value: string): FieldMatch =>
  action ? withoutData(match, hidden(action, value)) : match;

const queryOf = (request: Request): string => uriParts(request).query ?? '';

/** "If data protection is applied to a single cookie, then the entire cookie header": data-protection-limitations.html. */
function headerMatch(match: FieldMatch, { headers }: Request, actions: Actions): FieldMatch {
  const { matchedFieldName: name = '' } = match.detail;
  const action = name.toLowerCase() === 'cookie' ? actions.anyCookie() : actions.header(name);
  return matchHiddenBy(action, match, headerValue(headers, name) ?? '');
}

/** Of a protected query string the names are hidden too. */
function argumentMatch(match: FieldMatch, request: Request, actions: Actions): FieldMatch {
  const { matchedFieldName: name = '' } = match.detail;
  const value = queryArguments(queryOf(request)).find((argument) => argument.name === name)?.value ?? '';
  const whole = actions.queryString();
  return whole ? withoutName(whole, match, name, value) : matchHiddenBy(actions.argument(name), match, value);
}

/** The name of a JSON body's member is a part of the body. */
function bodyMatch(match: FieldMatch, { body }: Request, actions: Actions): FieldMatch {
  const action = actions.body();
  const { matchedFieldName: name } = match.detail;
  if (!action || name === undefined) return matchHiddenBy(action, match, latin1(body.bytes));
  return withoutName(action, match, name, latin1(body.bytes));
}

function withoutName(action: Action, match: FieldMatch, name: string, value: string): FieldMatch {
  const { field, detail } = withoutData(match, hidden(action, value));
  return { field, detail: { ...detail, matchedFieldName: hidden(action, name) } };
}

function rateAction({ member, name = '' }: RateKeyIdentity, actions: Actions): Action | undefined {
  switch (member) {
    case 'Header':
      return name.toLowerCase() === 'cookie' ? actions.anyCookie() : actions.header(name);
    case 'ForwardedIP':
      return actions.header(name);
    case 'Cookie':
      return actions.cookie(name);
    case 'QueryArgument':
      return actions.queryString() ?? actions.argument(name);
    case 'QueryString':
      return actions.anyArgument();
    default:
      return undefined;
  }
}
