import { Components } from './components.ts';
import type { LabelPrefix } from './label.ts';
import type { ResourceType } from './limits.ts';
import type { Notes } from './part.ts';
import type { TokenSettings } from './token/token-standing.ts';

/** Whose spelling a definition follows: the API's (`SearchString` in base64) or CloudFormation's (`SearchString` as text). */
export type Shape = 'api' | 'cloudformation';

/** Where an address lies, and whose it is. */
export interface AddressFacts {
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  /** The part of ISO 3166-2 after the hyphen. */
  readonly region?: string;
  /** Autonomous system number. */
  readonly asn?: number;
}

/** What a definition refers to, by ARN, in the same shape as the definition itself or in the other. */
export interface References {
  readonly ipSets?: ReadonlyMap<string, unknown>;
  readonly regexPatternSets?: ReadonlyMap<string, unknown>;
  readonly ruleGroups?: ReadonlyMap<string, unknown>;
}

/** What the statements of one web ACL share while they are compiled. */
export interface Compilation {
  readonly shape: Shape;
  readonly references: References;
  readonly resourceType: ResourceType;
  readonly bodyBytes: number;
  readonly components: Components;
  /** The context of the rules being compiled. */
  readonly labelPrefix: LabelPrefix;
  /** What the counters and the undecided questions of these rules are called: the web ACL, the rule, the group's rule. */
  readonly name: string;
  /** Where refusals inside referenced sets and groups go. */
  readonly notes: Notes;
  /** Address lists that AWS does not publish, by managed rule name. */
  readonly addressLists: ReadonlyMap<string, readonly string[]>;
  /** Digests of credentials that are known to be stolen (`credentialDigest`); absent where no list was handed in. */
  readonly stolenCredentials: ReadonlySet<string> | undefined;
  readonly tokens: TokenSettings;
  /** What is known of addresses other than the client's, which the connection tells about itself. */
  readonly addressData: (address: string) => AddressFacts | undefined;
}

export const freshComponents = (): Components => new Components();
