import type { Diagnostic } from '@sallyport/http';
import type { Doubt } from './doubt.ts';
import { meantName } from './misspelling.ts';
import type { Resource } from './resource.ts';
import type { Value } from './value.ts';

/**
 * Types that AWS has, that no component models, and whose names are nearly those of others: they are meant as they are written.
 * INVARIANT: a test holds this list against AWS's resource specification.
 */
export const LOOKALIKES: readonly string[] = [
  'AWS::WAF::IPSet',
  'AWS::WAF::WebACL',
  'AWS::ApiGateway::BasePathMappingV2',
  'AWS::ApiGateway::DomainNameV2',
];

const CODES: readonly string[] = ['unknown-property', 'unknown-type'];

/** The modelled type that a resource's type is likely a misspelling of. */
export const meantType = (type: string, modelled: Iterable<string>): string | undefined =>
  LOOKALIKES.includes(type) ? undefined : meantName(type, modelled);

/** CloudFormation refuses types that it does not have. */
export const unknownType = ({ type, logicalId, place }: Resource, meant: string): Diagnostic => ({
  code: 'unknown-type',
  severity: 'warning',
  message: `Cannot read type "${type}" of "${logicalId}": no component has this type, expected ${meant}`,
  place: { ...place, property: 'Type' },
  help: `Did you mean ${meant}? Nothing is proved as long as this is open.`,
});

/** A property of a modelled type that its table does not have; `known` are the paths that it has. */
export function unknownProperty(
  { type, logicalId }: Pick<Resource, 'type' | 'logicalId'>,
  path: string,
  known: Iterable<string>,
  { place }: Value,
): Diagnostic {
  const parent = path.slice(0, path.lastIndexOf('.') + 1);
  const siblings = [...known].filter((other) => other.startsWith(parent)).map((other) => other.slice(parent.length));
  const meant = meantName(
    path.slice(parent.length),
    siblings.filter((name) => !name.includes('.')),
  );
  return {
    code: 'unknown-property',
    severity: 'warning',
    message: `Cannot read property "${path}" of "${logicalId}": ${type} has none of that name, expected one of its properties`,
    place,
    help: `${meant === undefined ? '' : `Did you mean "${meant}"? `}Nothing is proved as long as this is open.`,
  };
}

/** What is written under a name that nobody knows may change which requests reach what. */
export const unknownNameDoubts = (diagnostics: readonly Diagnostic[]): readonly Doubt[] =>
  diagnostics
    .filter(({ code }) => CODES.includes(code))
    .map(({ message }): Doubt => ({ reason: `what is meant is not known: ${message}`, against: 'internet' }));
