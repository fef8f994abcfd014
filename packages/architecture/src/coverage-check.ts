import type { Diagnostic } from '@sallyport/http';
import type { PropertyCoverage, TypeCoverage } from './coverage.ts';
import type { Resource } from './resource.ts';
import { unknownProperty } from './unknown-name.ts';
import type { Value } from './value.ts';

/**
 * Reports the properties of a resource that its coverage table does not know (`unknown-property`), and those it knows but
 * does not model (`unmodelled-property`). A path's indices of lists are left out; a table's path covers what is below it.
 */
export function checkProperties(resource: Resource, coverage: TypeCoverage, report: (d: Diagnostic) => void): void {
  const table = new Map(coverage.properties.map((row) => [row.property, row]));
  const parents = new Set(coverage.properties.flatMap((row) => prefixes(row.property)));
  const visit = (value: Value, path: string): void => {
    if (value.kind === 'list') for (const item of value.items) visit(item, path);
    if (value.kind !== 'map') return;
    for (const [key, child] of value.entries) {
      const here = path === '' ? key : `${path}.${key}`;
      const row = table.get(here);
      if (row?.fidelity === 'unknown') report(unmodelled(resource, row, child));
      else if (row === undefined && parents.has(here)) visit(child, here);
      else if (row === undefined) report(unknownProperty(resource, here, [...table.keys(), ...parents], child));
    }
  };
  visit(resource.properties, '');
}

function prefixes(path: string): readonly string[] {
  const parts = path.split('.');
  return parts.slice(1).map((_part, index) => parts.slice(0, index + 1).join('.'));
}

const unmodelled = (resource: Resource, row: PropertyCoverage, value: Value): Diagnostic => ({
  code: 'unmodelled-property',
  severity: 'warning',
  message: `Cannot model property "${row.property}" of "${resource.id}": it is not modelled yet, expected a property that is`,
  place: value.place,
  ...(row.note ? { help: row.note } : {}),
});
