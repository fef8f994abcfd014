import { items, type Part, refuse, text } from '../part.ts';

/**
 * The two that AWS's page names. The Public Suffix List has ten thousand and changes every week: it is looked into where a look is handed in.
 * https://publicsuffix.org/list/
 */
const PUBLIC_SUFFIXES = new Set(['gov.au', 'co.uk']);
/** Without a rule for it, the last label is a suffix of its own. https://github.com/publicsuffix/list/wiki/Format#algorithm */
const isOneLabel = (domain: string): boolean => !domain.includes('.');

/**
 * "Public suffixes aren't allowed. For example, you can't use gov.au or co.uk as token domains."
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html
 */
export function tokenDomains(
  part: Part | undefined,
  isPublicSuffix: (domain: string) => boolean = () => false,
): readonly string[] {
  const isPublic = (domain: string): boolean =>
    isOneLabel(domain) || PUBLIC_SUFFIXES.has(domain) || isPublicSuffix(domain);
  return (items(part, 0, 10) ?? []).flatMap((item) => tokenDomain(item, isPublic) ?? []);
}

function tokenDomain(part: Part, isPublic: (domain: string) => boolean): string | undefined {
  const domain = text(part, 1, 253);
  if (domain === undefined) return undefined;
  if (!/^[\w.\-/]+$/.test(domain)) return refuse(part, `"${domain}"`, 'a domain name');
  return isPublic(domain.toLowerCase())
    ? refuse(part, `the public suffix "${domain}"`, 'a domain that somebody owns')
    : domain;
}
