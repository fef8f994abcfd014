import { cookies } from '@sallyport/http';
import { TOKEN_COOKIE } from '../actions/token.ts';
import type { Compilation } from '../compilation.ts';
import type { Inspection } from '../inspection.ts';
import type { Part } from '../part.ts';
import { type CompiledStatement, type StatementCompiler, undecided } from '../statements/statement.ts';

/** Whose requests are counted together: those of an address, or those with one token (requests without are left out). */
export type VolumeKey = 'address' | 'session';

const VOLUME = Symbol('volume');

/** More than so many requests of one client in a window of any length, among those that a statement picks. */
export interface VolumeStatement {
  readonly [VOLUME]: true;
  readonly key: VolumeKey;
  readonly limit: number;
  readonly windowSeconds: number;
  readonly among: unknown;
}

export const volumeStatement = (of: Omit<VolumeStatement, typeof VOLUME>): VolumeStatement => ({
  [VOLUME]: true,
  ...of,
});

export const isVolumeStatement = (value: unknown): value is VolumeStatement =>
  typeof value === 'object' && value !== null && VOLUME in value;

const KEYS: Readonly<Record<VolumeKey, (inspection: Inspection) => string | undefined>> = {
  address: ({ request }) => request.connection.address,
  session: ({ request }) => cookies(request.headers).find(({ name }) => name === TOKEN_COOKIE)?.value,
};

/** Compiles a threshold of a managed group. AWS's counts lag a little; these do not. */
export function compileVolumeStatement(
  { key, limit, windowSeconds, among }: VolumeStatement,
  { path, notes }: Part,
  compilation: Compilation,
  compileInside: Parameters<StatementCompiler>[2],
): CompiledStatement | undefined {
  const scope = compileInside({ value: among, path, notes }, 'nested');
  if (!scope) return undefined;
  const matches = (inspection: Inspection): boolean => {
    if (!scope.matches(inspection)) return false;
    const client = KEYS[key](inspection);
    if (client === undefined) return false;
    const { counters, now } = inspection;
    return counters.add(`${compilation.name} ${key} ${client}`, now, windowSeconds * 1000) > limit;
  };
  const title = `more than ${limit} requests of one ${key} in ${windowSeconds} s`;
  const rate = undecided(compilation, `${compilation.name} ${title}`, title, matches);
  return { capacity: 0, matches, described: { kind: 'all', of: [scope.described, rate] }, title };
}
