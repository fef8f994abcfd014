import { conditionVariants } from './condition.ts';
import { deployedVariants, safeDeployedVariants } from './deployed.ts';
import { distributionVariants } from './distribution.ts';
import { domainNameVariants } from './domain-name.ts';
import { keyVariants, methodVariants } from './rest-api.ts';
import { safeVariants as safeTemplateVariants } from './safe.ts';
import { secretVariants } from './secret.ts';
import type { Variant } from './variant.ts';
import { safeWebAclVariants, webAclVariants } from './web-acl.ts';

/** The example with one fault, for rows of the catalogue of bypasses. */
export const faultyVariants: readonly Variant[] = [
  ...distributionVariants,
  ...methodVariants,
  ...keyVariants,
  ...domainNameVariants,
  ...conditionVariants,
  ...secretVariants,
  ...deployedVariants,
  ...webAclVariants,
];

/** The example with a change that keeps both doors shut. */
export const safeVariants: readonly Variant[] = [
  ...safeTemplateVariants,
  ...safeDeployedVariants,
  ...safeWebAclVariants,
];

/** Every variant: those with one fault, and those that must stay protected. */
export const variants: readonly Variant[] = [...faultyVariants, ...safeVariants];
