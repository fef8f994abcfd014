import type { Value } from '../../../value.ts';
import { canonical } from '../composed-text.ts';
import { named } from '../condition.ts';
import { describe, type Node } from '../node.ts';
import { placeOf, unknownValue } from '../position.ts';
import { argumentNodes, type Call, evaluateArgument, wrongArguments } from './call.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html */
export function ifElse(argument: Node, call: Call): Value | undefined {
  const [condition, then, otherwise] = argumentNodes(argument, 3, 3) ?? [];
  if (condition === undefined || then === undefined || otherwise === undefined)
    return wrongArguments(call, describe(argument), 'the name of a condition and two values');
  const truth = named(condition, call.at);
  if (truth.decided !== undefined) return evaluateArgument(truth.decided ? then : otherwise, call);
  const branches = [evaluateArgument(then, call), evaluateArgument(otherwise, call)];
  const [left, right] = branches.map(canonical);
  if (left === right) return branches[0];
  return unknownValue(
    `a condition that is not decided (${truth.undecided})`,
    `if(${truth.identity}, ${left}, ${right})`,
    placeOf(call.node, call.at),
  );
}
