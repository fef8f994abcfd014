import type { Value } from '../../../value.ts';
import { describe, entryOf, type Node } from '../node.ts';
import {
  argumentNodes,
  type Call,
  evaluateArgument,
  isUnknown,
  knownText,
  unknownResult,
  wrongArguments,
} from './call.ts';

const WANTED = 'a map, a top-level key and a second-level key';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html (DefaultValue: AWS::LanguageExtensions) */
export function findInMap(argument: Node, call: Call): Value | undefined {
  const nodes = argumentNodes(argument, 3, 4);
  if (nodes === undefined) return wrongArguments(call, describe(argument), WANTED);
  const keys = nodes.slice(0, 3).map((node) => evaluateArgument(node, call));
  const fallback = entryOf(nodes[3], 'DefaultValue');
  if (keys.some(isUnknown)) return unknownKey(keys, fallback, call);
  const texts = keys.map(knownText);
  const entry = texts.reduce<Node | undefined>(
    (here, key) => (key === undefined ? undefined : entryOf(here, key)),
    call.at.stack.template.mappings,
  );
  if (entry !== undefined) return evaluateArgument(entry, call);
  if (fallback !== undefined) return evaluateArgument(fallback, call);
  return wrongArguments(call, `no entry "${texts.join('.')}" in the section "Mappings"`, WANTED);
}

const unknownKey = (keys: readonly (Value | undefined)[], fallback: Node | undefined, call: Call): Value =>
  unknownResult(call, fallback === undefined ? keys : [...keys, evaluateArgument(fallback, call)]);
