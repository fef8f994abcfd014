import type { Leaf, TextLeaf } from '../reading/statement.ts';
import { isTextLeaf } from '../reading/statement.ts';
import { impossibleAfter } from './impossible-output.ts';
import type { Probe } from './probe.ts';

/** How much of a body is inspected. */
export interface Limits {
  readonly bodyBytes: number;
}

/** Why a single test can hold for no request at all, in words; undefined where it can, or nobody can tell. */
export function impossibility(leaf: Leaf, probe: Probe | undefined, limits: Limits): string | undefined {
  if (leaf.kind === 'ip-set' && leaf.addresses?.length === 0 && leaf.forwarded?.fallback !== 'MATCH')
    return `the IP set "${nameOfArn(leaf.arn)}" is empty`;
  if (leaf.kind === 'regex-set' && leaf.patterns === 0 && canDecideOtherwise(leaf) === undefined)
    return `the regex pattern set "${nameOfArn(leaf.arn)}" is empty`;
  if (!isTextLeaf(leaf) || canDecideOtherwise(leaf)) return undefined;
  if (leaf.kind === 'size') return impossibleSize(leaf, limits);
  return probe && leaf.kind !== 'injection' ? impossibleText(leaf, probe) : undefined;
}

export const nameOfArn = (arn: string): string => /^arn:[^:]*:wafv2:.*\/([^/]+)\/[^/]+$/.exec(arn)?.[1] ?? arn;

/** A setting that makes the statement hold whatever the text is. */
const canDecideOtherwise = ({ field }: TextLeaf): true | undefined =>
  field.oversize === 'MATCH' || field.invalid === 'MATCH' ? true : undefined;

function impossibleText(leaf: TextLeaf, { described, text }: Probe): string | undefined {
  const last = impossibleAfter(described);
  if (last !== undefined) return `no text contains that once ${last} has been applied`;
  return text() === null ? `${fieldTitle(leaf)} can never hold such a text` : undefined;
}

export function fieldTitle({ field }: TextLeaf): string {
  switch (field.name) {
    case 'SingleHeader':
      return `the header "${field.of ?? ''}"`;
    case 'SingleQueryArgument':
      return `the query argument "${field.of ?? ''}"`;
    case 'UriPath':
      return 'the path';
    case 'QueryString':
      return 'the query string';
    case 'AllQueryArguments':
      return 'a query argument';
    case 'Headers':
      return field.scope === 'KEY' ? "a header's name" : 'a header';
    case 'Cookies':
      return field.scope === 'KEY' ? "a cookie's name" : 'a cookie';
    case 'Body':
      return 'the body';
    case 'JsonBody':
      return 'the JSON body';
    default:
      return `the ${field.name}`;
  }
}

/** Sizes are those of the part that is inspected. */
function impossibleSize(leaf: Extract<Leaf, { kind: 'size' }>, { bodyBytes }: Limits): string | undefined {
  const { operator, size, field } = leaf;
  // The path has at least its slash.
  const least = field.name === 'UriPath' && leaf.transformations.length === 0 ? 1 : 0;
  const isWhole = field.name === 'Body' && leaf.transformations.length === 0;
  const most = isWhole ? bodyBytes : Number.POSITIVE_INFINITY;
  if ((operator === 'GT' && size >= most) || (operator === 'GE' && size > most) || (operator === 'EQ' && size > most))
    return `of a body no more than its first ${most} bytes are inspected, and their size is what is compared`;
  if (
    (operator === 'LT' && size <= least) ||
    (operator === 'LE' && size < least) ||
    (operator === 'EQ' && size < least)
  )
    return `the size of ${fieldTitle(leaf)} is never ${{ LT: 'below', LE: 'at or below', EQ: '' }[operator] ?? ''} ${size}`.replace(
      '  ',
      ' ',
    );
  return undefined;
}
