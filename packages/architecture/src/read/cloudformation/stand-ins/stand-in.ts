import type { Value } from '../../../value.ts';
import type { Declared } from './declared.ts';

/**
 * What AWS would give for `Ref` and `Fn::GetAtt`, in its shape. Names of attributes, and what Ref gives, are those of the
 * section "Return values" of each type's page in the template reference, which begins at
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
export interface StandIn {
  /** `Ref` gives the text of this property, whatever it is. */
  readonly refProperty?: string;
  readonly ref?: (of: Declared) => string;
  readonly attributes?: { readonly [name: string]: (of: Declared) => string | Value | undefined };
}

/** Stand-ins by resource type. */
export type StandIns = { readonly [type: string]: StandIn };

/** The physical id, under the attribute's name. */
export const itself = (of: Declared): string => of.physicalId;
