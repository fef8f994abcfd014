/** A block of addresses: its first one as a number, and how many leading bits are fixed. */
export interface AddressBlock {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly prefix: number;
}

export function parseBlock(text: string): AddressBlock | undefined {
  const [address, prefixText, ...more] = text.trim().split('/');
  if (address === undefined || prefixText === undefined || !/^\d{1,3}$/.test(prefixText) || more.length > 0)
    return undefined;
  const family = address.includes(':') ? 6 : 4;
  const width = family === 4 ? 32 : 128;
  const value = family === 4 ? parseV4(address) : parseV6(address);
  const prefix = Number(prefixText);
  if (value === undefined || prefix > width) return undefined;
  const free = BigInt(width - prefix);
  return { family, first: (value >> free) << free, prefix };
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return undefined;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left, right] = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (left === undefined) return undefined;
  const missing = 8 - left.length - (right?.length ?? 0);
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array.from({ length: right === undefined ? 0 : missing }, () => '0'), ...(right ?? [])];
  if (groups.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

export function formatBlock({ family, first, prefix }: AddressBlock): string {
  if (family === 4) return `${[24n, 16n, 8n, 0n].map((shift) => (first >> shift) & 255n).join('.')}/${prefix}`;
  const groups = Array.from({ length: 8 }, (_none, index) =>
    ((first >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  return `${compressed(groups.join(':'))}/${prefix}`;
}

/** The longest run of zero groups as `::`. */
function compressed(text: string): string {
  const runs = [...text.matchAll(/(?<![^:])0(?::0)+(?![^:])/g)].sort((a, b) => b[0].length - a[0].length);
  const [run] = runs;
  if (run === undefined) return text;
  return `${text.slice(0, run.index).replace(/:$/, '')}::${text.slice(run.index + run[0].length).replace(/^:/, '')}`;
}
