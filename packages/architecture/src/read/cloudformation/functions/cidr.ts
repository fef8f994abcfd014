import type { Value } from '../../../value.ts';
import { describe, type Node } from '../node.ts';
import { placeOf } from '../position.ts';
import { type AddressBlock, formatBlock, parseBlock } from './address-block.ts';
import {
  argumentNodes,
  type Call,
  evaluateArgument,
  isUnknown,
  knownText,
  unknownResult,
  wrongArguments,
} from './call.ts';

const WANTED = 'an IP block, a count from 1 to 256, and how many bits each part has';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html */
export function cidr(argument: Node, call: Call): Value | undefined {
  const nodes = argumentNodes(argument, 2, 3);
  if (nodes === undefined) return wrongArguments(call, describe(argument), WANTED);
  const values = nodes.map((node) => evaluateArgument(node, call));
  if (values.some(isUnknown)) return unknownResult(call, values);
  const [blockText, countText, bitsText] = values.map(knownText);
  const block = blockText === undefined ? undefined : parseBlock(blockText);
  const count = Number(countText);
  // Without a third argument the parts have 8 bits, whatever the family (observed: a /24 or a /120 each).
  const bits = bitsText === undefined ? 8 : Number(bitsText);
  const parts = block === undefined ? undefined : divided(block, count, bits);
  if (parts === undefined) return wrongArguments(call, `"${blockText}", "${countText}" and "${bitsText ?? 8}"`, WANTED);
  const place = placeOf(call.node, call.at);
  return { kind: 'list', items: parts.map((value): Value => ({ kind: 'scalar', value, place })), place };
}

function divided(block: AddressBlock, count: number, bits: number): readonly string[] | undefined {
  const width = block.family === 4 ? 32 : 128;
  const prefix = width - bits;
  if (!Number.isInteger(count) || count < 1 || count > 256 || !Number.isInteger(bits) || bits < 1) return undefined;
  if (prefix < block.prefix || BigInt(count) > 1n << BigInt(prefix - block.prefix)) return undefined;
  return Array.from({ length: count }, (_none, index) =>
    formatBlock({ ...block, prefix, first: block.first + (BigInt(index) << BigInt(bits)) }),
  );
}
