import { InvalidArgumentError } from 'commander';

/** `Name=value` pairs, repeated. */
export function collectPair(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError(`"${text}" found, expected NAME=VALUE.`);
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
