import type { Request } from '@sallyport/http';
import type { LintCase } from '../lint-case.ts';
import type { Rule } from '../reading/rule.ts';
import { type Forwarded, type Leaf, leaves } from '../reading/statement.ts';
import { PLAIN } from '../requests/draft.ts';

/** A test on an address in a header, and whether it stands under a negation. */
export interface ForwardedTest {
  readonly leaf: Leaf & { readonly forwarded: Forwarded };
  readonly negated: boolean;
}

const isForwarded = (leaf: Leaf): leaf is Leaf & { readonly forwarded: Forwarded } =>
  'forwarded' in leaf && leaf.forwarded !== undefined;

export function forwardedTests({ statement }: Rule): readonly ForwardedTest[] {
  if (!statement) return [];
  return leaves(statement).flatMap(({ leaf, negated }) => (isForwarded(leaf) ? [{ leaf, negated }] : []));
}

/** CloudFront sets this one by itself, and no client can. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html */
export const isSetByCloudFront = ({ header }: Forwarded): boolean => /^cloudfront-viewer-address$/i.test(header);

/** The address that a test wants to see, as far as one is known here. */
export function wantedAddress(of: LintCase, leaf: ForwardedTest['leaf']): string | undefined {
  if (leaf.kind === 'ip-set') return leaf.addresses?.[0]?.split('/')[0];
  if (leaf.kind === 'geo') return of.addresses.addressIn(leaf.countries[0] ?? '');
  return undefined;
}

/** A request that makes the rule act, to be given other addresses. */
export function baseRequest(of: LintCase, rule: Rule): Request {
  const reach = of.reach(rule);
  return reach.is === 'reached' ? reach.request : PLAIN;
}
