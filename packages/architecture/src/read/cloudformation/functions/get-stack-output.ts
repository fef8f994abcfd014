import type { Value } from '../../../value.ts';
import { textValue } from '../composed-text.ts';
import { describe, entryOf, type Node } from '../node.ts';
import { placeOf, report } from '../position.ts';
import type { Stack } from '../stack.ts';
import {
  type Call,
  evaluateArgument,
  isUnknown,
  knownText,
  placedHere,
  unknownResult,
  wrongArguments,
} from './call.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html */
export function getStackOutput(argument: Node, call: Call): Value | undefined {
  const values = ['StackName', 'OutputName', 'Region', 'RoleArn'].map((key) => {
    const node = entryOf(argument, key);
    return node === undefined ? undefined : evaluateArgument(node, call);
  });
  if (values.some(isUnknown)) return unknownResult(call, values);
  const [stackName, output, region, roleArn] = values.map(knownText);
  if (stackName === undefined || output === undefined)
    return wrongArguments(call, describe(argument), 'a map with StackName and OutputName');
  const here = call.at.stack;
  // A role in another account is how an output of that account is read.
  const where = { region: region ?? here.region, account: roleArn?.split(':')[4] ?? here.account };
  const value = stackOf(here, stackName, where)?.output(output);
  return value === undefined ? missing(stackName, output, where, call) : placedHere(value, call);
}

interface Where {
  readonly region: string;
  readonly account: string;
}

const stackOf = (here: Stack, stackName: string, { region, account }: Where): Stack | undefined =>
  here.reading.stacks.find(
    (stack) => stack.stackName === stackName && stack.region === region && stack.account === account,
  );

function missing(stackName: string, output: string, { region, account }: Where, call: Call): Value {
  const place = placeOf(call.node, call.at);
  report(
    call.at,
    call.node,
    'missing-output',
    'warning',
    `Cannot read the output "${output}" of the stack "${stackName}" in ${account} ${region}: the sources have no such output, expected a stack that gives it.`,
    'Name the template of that stack as a source as well.',
  );
  const reason = `output "${output}" of the stack "${stackName}"`;
  return textValue(
    { opaque: `output ${account} ${region} ${stackName}.${output}`, nature: 'unknown', reason, place },
    place,
  );
}
