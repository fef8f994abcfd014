import type { Diagnostic, Place, Severity } from '@sallyport/http';
import type { Value } from '../../value.ts';
import { type Document, placeAt } from './document.ts';
import type { Node } from './node.ts';
import type { Stack } from './stack.ts';
import { unknownTransforms } from './template.ts';

/** Where in which stack a value is being worked out. */
export interface Position {
  readonly stack: Stack;
  readonly document: Document;
  readonly logicalId?: string;
  /** The property's path inside the resource; empty outside of properties. */
  readonly property: string;
  /** Diagnostics are not wanted: what stands here decides nothing. */
  readonly quiet?: boolean;
}

/** The position one key or index deeper. */
export function inside(at: Position, key: string | number): Position {
  return { ...at, property: at.property === '' ? String(key) : `${at.property}.${key}` };
}

export const placeOf = (node: Node, at: Position): Place =>
  placeAt(at.document, node.offset, at.logicalId, at.property);

/** Collects a diagnostic about a node. */
export function report(
  at: Position,
  node: Node,
  code: string,
  severity: Severity,
  message: string,
  help?: string,
): void {
  if (at.quiet) return;
  const diagnostic: Diagnostic = { code, severity, message, place: placeOf(node, at) };
  at.stack.reading.diagnostics.add(help === undefined ? diagnostic : { ...diagnostic, help });
}

export const unknownValue = (reason: string, identity: string, place: Place): Value => ({
  kind: 'unknown',
  reason,
  identity,
  place,
});

/** An identity that no other place has. */
export function identityOfPlace(node: Node, at: Position): string {
  const { line, column } = at.document.lines.at(node.offset);
  return `${at.stack.name} ${at.document.path}:${line}:${column}`;
}

/**
 * How bad it is where CloudFormation refuses the template as it stands: a macro may still make of it what it accepts.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros.html
 */
export const refusedSeverity = (at: Position): Severity =>
  unknownTransforms(at.stack.template).length > 0 ? 'warning' : 'error';

/** A value that cannot be worked out because the template is wrong here; says so once. */
export function refuse(
  at: Position,
  node: Node,
  code: string,
  message: string,
  help?: string,
  severity: Severity = 'warning',
): Value {
  report(at, node, code, severity, message, help);
  return unknownValue(message, identityOfPlace(node, at), placeOf(node, at));
}

/** Collects a diagnostic about a place that is known already. */
export function reportPlace(at: Position, place: Place, code: string, message: string): void {
  if (!at.quiet) at.stack.reading.diagnostics.add({ code, severity: 'warning', message, place });
}
