import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { WireRequest } from '../waf/requests.ts';

/** ModSecurity 3 with the Core Rule Set, alone in a process of its own; see driver.c. */
export interface ModSecurity {
  readonly version: string;
  /** The status that it answers each request with; 0 where it lets the request pass. */
  readonly decide: (requests: readonly WireRequest[]) => Promise<readonly number[]>;
  /** Microseconds of processor time a request, going through the requests in turns. */
  readonly measure: (requests: readonly WireRequest[], times: number) => Promise<number>;
  readonly close: () => void;
}

/**
 * Debian's settings and rules as they are, at paranoia level 1, but for: blocking on, no audit log, responses not looked at.
 * nginx is given the same file.
 */
const RULES = `Include /etc/nginx/modsecurity.conf
SecRuleEngine On
SecAuditEngine Off
SecResponseBodyAccess Off
Include /etc/modsecurity/crs/crs-setup.conf
Include /usr/share/modsecurity-crs/rules/*.conf
`;

/** Writes the settings into a folder and gives their path. */
export function writeRules(folder: string): string {
  const file = join(folder, 'modsecurity.conf');
  writeFileSync(file, RULES);
  return file;
}

/** Compiles the driver into the folder and starts it. */
export async function startModSecurity(folder: string): Promise<ModSecurity> {
  mkdirSync(folder, { recursive: true });
  const driver = join(folder, 'driver');
  execFileSync('cc', ['-O2', '-o', driver, 'bench/modsecurity/driver.c', '-lmodsecurity']);
  const child = spawn(driver, [writeRules(folder)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('Cannot measure: ModSecurity has ended, expected an answer');
    return value;
  };
  const ask = async (command: string, requests: readonly WireRequest[], times: number): Promise<string> => {
    child.stdin.write(Buffer.concat([Buffer.from(command), number(times), number(requests.length)]));
    for (const request of requests) child.stdin.write(encoded(request));
    return line();
  };
  return {
    version: await line(),
    decide: async (requests) =>
      requests.length === 0 ? [] : (await ask('d', requests, 1)).split(' ').map((status) => Number(status)),
    measure: async (requests, times) => Number(await ask('m', requests, times)) / times / 1000,
    close: () => child.stdin.end(),
  };
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function text(value: string): readonly Buffer[] {
  const bytes = Buffer.from(value, 'latin1');
  return [number(bytes.length), bytes];
}

/** With the length of the body, as it stands on the wire. */
function encoded({ method, target, headers, body }: WireRequest): Buffer {
  const framed = body === '' ? headers : [...headers, ['Content-Length', String(body.length)] as const];
  return Buffer.concat([
    ...text(method),
    ...text(target),
    ...text('1.1'),
    number(framed.length),
    ...framed.flatMap(([name, value]) => [...text(name), ...text(value)]),
    ...text(body),
  ]);
}
