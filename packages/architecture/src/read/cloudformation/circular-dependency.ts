import { report } from './position.ts';
import { dependencies } from './resource-declaration.ts';
import type { Stack } from './stack.ts';
import { unknownTransforms } from './template.ts';

/** Reports the resources that wait for each other: CloudFormation refuses such a template. One report a circle. */
export function circularDependencies(stack: Stack): void {
  // A macro may part what waits for each other (AWS::Serverless::Api does).
  if (unknownTransforms(stack.template).length > 0) return;
  const done = new Set<string>();
  for (const logicalId of stack.declarations.keys()) {
    const circle = done.has(logicalId) ? undefined : circleFrom(logicalId, stack, done);
    if (circle === undefined) continue;
    const first = stack.declarations.get(circle[0] ?? '');
    if (first === undefined) continue;
    report(
      stack.within(first.logicalId),
      { ...first.node, offset: first.offset },
      'circular-dependency',
      'error',
      `Cannot deploy ${circle.map((name) => `"${name}"`).join(' → ')} → "${circle[0]}": they depend on each other, expected dependencies without a circle.`,
      'CloudFormation refuses such a template.',
    );
  }
}

interface Step {
  readonly name: string;
  readonly left: string[];
}

/** The first circle that can be reached, in depth and without recursion; what is visited is done. */
function circleFrom(start: string, stack: Stack, done: Set<string>): readonly string[] | undefined {
  const path: Step[] = [{ name: start, left: nextOf(start, stack) }];
  const onPath = new Set([start]);
  let circle: readonly string[] | undefined;
  for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
    const next = step.left.pop();
    if (next === undefined) {
      done.add(step.name);
      onPath.delete(step.name);
      path.pop();
    } else if (onPath.has(next))
      circle ??= path.slice(path.findIndex(({ name }) => name === next)).map(({ name }) => name);
    else if (!done.has(next)) {
      path.push({ name: next, left: nextOf(next, stack) });
      onPath.add(next);
    }
  }
  return circle;
}

const nextOf = (name: string, stack: Stack): string[] => [
  ...(stack.references.get(name) ?? []),
  ...dependencies(stack, name),
];
