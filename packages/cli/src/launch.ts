import { closeSync, fstatSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedDataVersionTag, setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

/** Names what the build has put beside this file: another command, another digest. */
declare const COMMAND_DIGEST: string;

/** Commands with a file of their own; all else that ends soon (help, a mistake) shares one. */
const OWN: readonly (string | undefined)[] = ['check', 'trace', 'waf'];

/**
 * V8 optimizes a function once it has run through so many bytes of its code, 67,584 if nothing is said. Most of what runs that
 * little is done before its optimized code is: a quarter of the processor time, and nothing gained (docs/benchmarks.md).
 */
const OPTIMIZE_LATER = '--interrupt-budget=300000';
/** V8 of Node.js 20. Later ones have another compiler in between, and V8 complains of flags that it does not know. */
const MEASURED_WITH = /^11\./;

const path = fileURLToPath(new URL('command.cjs', import.meta.url));

/**
 * Runs the command. What V8 has compiled of it in the first run is kept beside it, one file for each command and version of
 * Node.js, and taken from there from then on. It is code, and trusted as the script itself is and no further (docs/decisions/0040).
 */
function launch(): void {
  const [, , command] = process.argv;
  // It runs for long: compiling is nothing of it, and optimizing much.
  const isServing = command === 'up';
  if (!isServing && MEASURED_WITH.test(process.versions.v8)) setFlagsFromString(OPTIMIZE_LATER);
  const kept = isServing ? undefined : keptOf(OWN.includes(command) ? `${command}` : 'help');
  const cachedData = kept === undefined ? undefined : compiledBefore(kept);
  const script = new Script(readFileSync(path, 'latin1'), { filename: path, ...(cachedData ? { cachedData } : {}) });
  if (kept !== undefined && script.cachedDataRejected !== false) process.once('exit', () => keep(kept, script));
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(path), module, path, dirname(path));
}

const keptOf = (name: string): string => `${path}.${name}-${process.version}-${process.arch}.compiled`;

/**
 * What stands behind the compiled code: which script it belongs to, which V8 does not compare, for which V8 and flags it was
 * made, and a checksum, since V8 goes down on what is damaged.
 */
function seal(compiled: Buffer): Buffer {
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32LE(cachedDataVersionTag(), 0);
  numbers.writeUInt32LE(crc32(compiled), 4);
  return Buffer.concat([Buffer.from(COMMAND_DIGEST, 'hex'), numbers]);
}

const SEAL_BYTES = COMMAND_DIGEST.length / 2 + 8;

function compiledBefore(kept: string): Buffer | undefined {
  try {
    const bytes = readTrusted(kept);
    const compiled = bytes?.subarray(0, -SEAL_BYTES);
    return bytes && compiled && seal(compiled).equals(bytes.subarray(-SEAL_BYTES)) ? compiled : undefined;
  } catch {
    // The first run, or a file that is not ours to read: this run compiles anew.
    return undefined;
  }
}

/** The bytes of a file that the owner of the script has written, and that nobody else may write. */
function readTrusted(kept: string): Buffer | undefined {
  const file = openSync(kept, 'r');
  try {
    const { uid, mode } = fstatSync(file);
    return uid === statSync(path).uid && (mode & WRITTEN_BY_OTHERS) === 0 ? readFileSync(file) : undefined;
  } finally {
    closeSync(file);
  }
}

const WRITTEN_BY_OTHERS = 0o022;

/** Whose script it is may keep something beside it. (On Windows nobody is told whose it is.) */
function keep(kept: string, script: Script): void {
  const draft = `${kept}.${process.pid}`;
  try {
    if (statSync(path).uid !== process.getuid?.()) return;
    const compiled = script.createCachedData();
    writeFileSync(draft, Buffer.concat([compiled, seal(compiled)]), { flag: 'wx', mode: 0o644 });
    renameSync(draft, kept);
  } catch {
    // A folder that cannot be written, a full disk: each run compiles anew, as this one did.
    remove(draft);
  }
}

function remove(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // Where it cannot be written, there is none.
  }
}

launch();
