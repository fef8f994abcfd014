import { isOpaque, sameText } from '../../text.ts';
import type { Value } from '../../value.ts';
import { canonical, textOf } from './composed-text.ts';
import { evaluate } from './evaluate.ts';
import { freeComparison } from './free-comparison.ts';
import { describe, type Node, stringOf } from './node.ts';
import { identityOfPlace, type Position, refusedSeverity, report } from './position.ts';
import { combine, FALSE, not, TRUE, type Truth } from './truth.ts';

/** The truth of a condition's definition. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html */
export function truthOf(node: Node, at: Position): Truth {
  const entry = node.kind === 'map' && node.entries.length === 1 ? node.entries[0] : undefined;
  if (entry === undefined) return literalTruth(node, at);
  switch (entry.key) {
    case 'Fn::Equals':
      return equals(entry.value, at);
    case 'Fn::And':
      return combine('and', operands(entry.key, entry.value, at));
    case 'Fn::Or':
      return combine('or', operands(entry.key, entry.value, at));
    case 'Fn::Not':
      return negated(entry.value, at);
    case 'Condition':
      return named(entry.value, at);
    default:
      return wrong(node, at, `the key "${entry.key}"`);
  }
}

/** The truth of the condition that a text names. */
export function named(node: Node, at: Position): Truth {
  const name = stringOf(node);
  return name === undefined ? wrong(node, at, describe(node)) : at.stack.condition(name, node, at);
}

function literalTruth(node: Node, at: Position): Truth {
  if (node.kind === 'scalar' && (node.value === true || node.value === 'true')) return TRUE;
  if (node.kind === 'scalar' && (node.value === false || node.value === 'false')) return FALSE;
  return wrong(node, at, describe(node));
}

function wrong(node: Node, at: Position, found: string): Truth {
  const message = `Cannot decide a condition: ${found} found, expected Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition.`;
  report(at, node, 'wrong-condition', refusedSeverity(at), message);
  return { undecided: message, identity: identityOfPlace(node, at) };
}

function operands(name: string, node: Node, at: Position): readonly Truth[] {
  if (node.kind === 'list' && node.items.length > 0) return node.items.map((item) => truthOf(item, at));
  return [wrong(node, at, `${describe(node)} in ${name}`)];
}

function negated(node: Node, at: Position): Truth {
  const only = node.kind === 'list' && node.items.length === 1 ? node.items[0] : undefined;
  return only === undefined ? wrong(node, at, `${describe(node)} in Fn::Not`) : not(truthOf(only, at));
}

function equals(node: Node, at: Position): Truth {
  if (node.kind !== 'list' || node.items.length !== 2) return wrong(node, at, `${describe(node)} in Fn::Equals`);
  const [left, right] = node.items.map((item) => evaluate(item, at));
  if (left === undefined || right === undefined) return FALSE;
  const truth = same(left, right);
  const name = truth.decided === undefined ? openComparison(left, right) : freeComparison(node.items, at);
  return name === undefined ? truth : at.stack.reading.taken(name, truth);
}

/** What an undecided comparison is called; undefined where the worlds of a parameter decide it. */
function openComparison(left: Value, right: Value): string | undefined {
  const texts = [left, right].map((value) => textOf(value)).filter((text) => text !== undefined);
  if (texts.some((text) => isOpaque(text) && /^parameter [^/]+$/.test(text.opaque))) return undefined;
  // What is not known stands before what it is compared with.
  return texts
    .map((text) => (isOpaque(text) ? `\0${text.opaque}` : text))
    .sort()
    .map((text) => text.replace('\0', ''))
    .join(' = ');
}

function same(left: Value, right: Value): Truth {
  const [a, b] = [textOf(left), textOf(right)];
  if (a === undefined || b === undefined) return canonical(left) === canonical(right) ? TRUE : FALSE;
  const answer = sameText(a, b);
  if (answer !== undefined) return answer ? TRUE : FALSE;
  const open = [a, b].filter(isOpaque).map(({ reason }) => reason);
  return {
    undecided: `${open.join(' and ')} is not known`,
    identity: `equals(${[canonical(left), canonical(right)].sort().join(', ')})`,
  };
}
