/** A Redis or Valkey server as the user names it. */
export interface StoreUrl {
  /** With its credentials, if any: for the client alone. */
  readonly href: string;
  /** Without credentials, for people and logs. */
  readonly shown: string;
  /** Databases of one server are kept apart, as they are for keys; channels know no databases. */
  readonly channel: string;
}

const SCHEMES = ['redis:', 'rediss:', 'valkey:', 'valkeys:'];
const DEFAULT_PORT = '6379';

/** Reads `redis://[user:password@]host[:port][/database]`; nothing where the text is no such URL. */
export function readStoreUrl(text: string): StoreUrl | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const database = /^\/?(\d{0,5})$/.exec(url?.pathname ?? '')?.[1];
  if (!url || !SCHEMES.includes(url.protocol) || url.hostname === '' || database === undefined) return undefined;
  if (url.search !== '' || url.hash !== '') return undefined;
  // Valkey speaks Redis's protocol; the client knows one name for it.
  const scheme = url.protocol.replace('valkey', 'redis');
  const credentials = url.href.slice(url.protocol.length + 2, url.href.indexOf(url.host, url.protocol.length + 2));
  return {
    href: `${scheme}//${credentials}${url.host}`,
    shown: `${url.protocol}//${url.hostname}:${url.port || DEFAULT_PORT}${database === '' ? '' : `/${database}`}`,
    channel: `sallyport:${database || '0'}:rate-counts`,
  };
}

/** Servers may answer with what they were sent: no credentials stay in a text about a store. */
export const withoutCredentials = (text: string, { href }: StoreUrl): string => {
  const { username, password } = new URL(href);
  const secrets = [password, username].flatMap((secret) => [secret, decodeURIComponent(secret)]);
  return secrets.reduce((shown, secret) => (secret === '' ? shown : shown.replaceAll(secret, '…')), text);
};
