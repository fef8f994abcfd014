import type { Diagnostic, Place } from '@sallyport/http';
import colours from 'picocolors';

/** `file:line:column (LogicalId, Property.Path)`. */
export function placeText(place: Place): string {
  const inside = [place.logicalId, place.property].filter((part) => part !== undefined);
  return `${place.file}:${place.line}:${place.column}${inside.length > 0 ? ` (${inside.join(', ')})` : ''}`;
}

const SEVERITY_COLOUR = { error: colours.red, warning: colours.yellow, note: colours.dim } as const;

/** A diagnostic as it is printed: what, then where, then what to do. */
export function diagnosticLines(diagnostic: Diagnostic): readonly string[] {
  const head = SEVERITY_COLOUR[diagnostic.severity](diagnostic.severity);
  return [
    `${head} ${diagnostic.message} ${colours.dim(`[${diagnostic.code}]`)}`,
    ...(diagnostic.place ? [`  at ${placeText(diagnostic.place)}`] : []),
    ...(diagnostic.help ? [`  help: ${diagnostic.help}`] : []),
  ];
}
