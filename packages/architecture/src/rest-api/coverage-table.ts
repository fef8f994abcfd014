import type { Fidelity, PropertyCoverage, TypeCoverage } from '../coverage.ts';

/** Properties by fidelity: names separated by blanks, `Parent.Child` for what lies below. */
type ByFidelity = { readonly [Each in Fidelity]?: string };

const REFERENCE = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-';

/** A row of the table, without the properties that only hold others. `Integration(Type Uri)` is short for `Integration.Type Integration.Uri`. */
export function covered(type: string, byFidelity: ByFidelity, note?: Readonly<Record<string, string>>): TypeCoverage {
  const source = `${REFERENCE}${type.toLowerCase().replace('aws::', '').replaceAll('::', '-')}.html`;
  const properties = entriesOf(byFidelity).flatMap(([fidelity, names]) =>
    expand(names).map((property): PropertyCoverage => {
      const said = note?.[property];
      return { property, fidelity, source, ...(said === undefined ? {} : { note: said }) };
    }),
  );
  const parents = new Set(properties.flatMap(({ property }) => ancestors(property)));
  return { type, properties: properties.filter(({ property }) => !parents.has(property)) };
}

const FIDELITIES: readonly Fidelity[] = ['documented', 'observed', 'approximated', 'unknown', 'no-effect'];

const entriesOf = (byFidelity: ByFidelity): readonly (readonly [Fidelity, string])[] =>
  FIDELITIES.flatMap((fidelity): [Fidelity, string][] => {
    const names = byFidelity[fidelity];
    return names === undefined ? [] : [[fidelity, names]];
  });

/** `A B(C D(E))` → A, B.C, B.D.E. */
export function expand(names: string): readonly string[] {
  const found: string[] = [];
  const path: string[] = [];
  for (const token of names.match(/[A-Za-z0-9]+\(|[A-Za-z0-9]+|\)/g) ?? []) {
    if (token === ')') path.pop();
    else if (token.endsWith('(')) path.push(token.slice(0, -1));
    else found.push([...path, token].join('.'));
  }
  return found;
}

/** The paths above a property: `A.B.C` → A, A.B. */
export const ancestors = (property: string): readonly string[] => {
  const parts = property.split('.');
  return parts.slice(1).map((_part, index) => parts.slice(0, index + 1).join('.'));
};
