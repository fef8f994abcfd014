import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { WebAclData } from '@sallyport/architecture';
import { ADDRESS_LIST_NAMES } from '@sallyport/waf';
import { type InputFailure, inputFailure } from './failure.ts';

/** The options that hand in what AWS keeps to itself. */
export interface WafListOptions {
  /** Files of addresses, by the managed rule or the kind of bot that they are for. */
  readonly addressList?: Readonly<Record<string, string>>;
  /** A file of digests. */
  readonly stolenCredentials?: string;
}

/** Reads the lists of `--address-list` and `--stolen-credentials`. */
export function readWafLists({ addressList = {}, stolenCredentials }: WafListOptions): WebAclData {
  const lists = Object.entries(addressList).map(([name, file]) => [checkedName(name), readAddresses(file)] as const);
  return {
    ...(lists.length === 0 ? {} : { addressLists: new Map(lists) }),
    ...(stolenCredentials === undefined ? {} : { stolenCredentials: new Set(readDigests(stolenCredentials)) }),
  };
}

function checkedName(name: string): string {
  if (ADDRESS_LIST_NAMES.includes(name)) return name;
  throw inputFailure(
    'address-list',
    `Cannot use the addresses for "${name}": no managed rule takes them, expected one of ${ADDRESS_LIST_NAMES.join(', ')}.`,
  );
}

interface Line {
  readonly text: string;
  readonly number: number;
}

/** The lines that say something; a comment begins with # or ;. */
function linesOf(file: string, what: string): readonly Line[] {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw inputFailure('list-file', `Cannot read "${file}": ${reason} found, expected ${what}.`);
  }
  return content
    .split(/\r?\n/)
    .map((text, at) => ({ text: text.replace(/[#;].*/, '').trim(), number: at + 1 }))
    .filter(({ text }) => text !== '');
}

function refused(file: string, { text, number }: Line, expected: string): InputFailure {
  const message = `Cannot read line ${number} of "${file}": "${text.slice(0, 60)}" found, expected ${expected}.`;
  return inputFailure('list-file', message, undefined, { file, line: number, column: 1 });
}

/** One a line: an address, or a block in CIDR notation. */
function readAddresses(file: string): readonly string[] {
  return linesOf(file, 'addresses, one a line').map((line) => {
    const block = blockOf(line.text);
    if (block === undefined) throw refused(file, line, 'an address, or a CIDR block with a prefix other than /0');
    return block;
  });
}

function blockOf(text: string): string | undefined {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  const most = version === 6 ? 128 : 32;
  if (version === 0 || rest.length > 0) return undefined;
  if (prefix === undefined) return `${address}/${most}`;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= most ? text : undefined;
}

/** One a line: SHA-256 of `name:password`, the name in small letters, in hexadecimal. */
const readDigests = (file: string): readonly string[] =>
  linesOf(file, 'digests, one a line').map((line) => {
    // What is on the line may be a password in clear: it is not shown.
    if (!/^[0-9a-fA-F]{64}$/.test(line.text))
      throw refused(file, { ...line, text: '…' }, 'the SHA-256 of name:password in hexadecimal');
    return line.text.toLowerCase();
  });
