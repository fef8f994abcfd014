import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

/** Names what the build has put beside this file: another command, another digest. */
declare const COMMAND_DIGEST: string;

/** The commands that end soon, so that compiling them is a good part of what they take. */
const KEPT: readonly (string | undefined)[] = ['check', 'trace', 'waf'];

const path = fileURLToPath(new URL('command.cjs', import.meta.url));

/**
 * Runs the command. What V8 has compiled of it stands in a file beside it after the first run, and is taken from there from then
 * on. The name of the file holds what it depends on: the command, the script, which V8 does not compare, and V8 itself with its
 * flags, which it does.
 */
function launch(): void {
  const [, , command] = process.argv;
  const kept = KEPT.includes(command)
    ? `${path}.${command}-${COMMAND_DIGEST}-${cachedDataVersionTag().toString(16)}`
    : undefined;
  const cachedData = kept === undefined ? undefined : compiledBefore(kept);
  const script = new Script(readFileSync(path, 'latin1'), { filename: path, ...(cachedData ? { cachedData } : {}) });
  if (kept !== undefined && script.cachedDataRejected !== false)
    process.once('exit', () => keep(kept, script.createCachedData()));
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(path), module, path, dirname(path));
}

/** The bytes of a checksum behind what was compiled: V8 goes down on what is damaged, and does not look. */
const CHECKSUM_BYTES = 4;

function compiledBefore(kept: string): Buffer | undefined {
  try {
    const bytes = readFileSync(kept);
    const compiled = bytes.subarray(0, -CHECKSUM_BYTES);
    return bytes.readUInt32LE(compiled.length) === crc32(compiled) ? compiled : undefined;
  } catch {
    // The first run, or a file too short to be one of ours: this run makes it.
    return undefined;
  }
}

function keep(kept: string, compiled: Buffer): void {
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32LE(crc32(compiled));
  const draft = `${kept}.${process.pid}`;
  try {
    writeFileSync(draft, Buffer.concat([compiled, checksum]));
    renameSync(draft, kept);
  } catch {
    // Where the folder is not ours to write into, each run compiles anew.
  }
}

launch();
