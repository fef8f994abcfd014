import { choice, members, type Part } from './part.ts';

/** What a web ACL protects; it decides how much of a body is inspected. */
export type ResourceType =
  | 'CLOUDFRONT'
  | 'AMPLIFY'
  | 'API_GATEWAY'
  | 'COGNITO_USER_POOL'
  | 'APP_RUNNER_SERVICE'
  | 'VERIFIED_ACCESS_INSTANCE'
  | 'AGENTCORE_GATEWAY'
  | 'APPLICATION_LOAD_BALANCER'
  | 'APPSYNC';

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-oversize-request-components.html */
export const HEADER_LIMITS = { bytes: 8192, count: 200 } as const;
export const COOKIE_LIMITS = { bytes: 8192, count: 200 } as const;

const FIXED_BODY_BYTES = 8192;
const DEFAULT_BODY_BYTES = 16384;
const SIZES = { KB_16: 16384, KB_32: 32768, KB_48: 49152, KB_64: 65536 } as const;
/** https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociationConfig.html */
const ADJUSTABLE = [
  'CLOUDFRONT',
  'API_GATEWAY',
  'COGNITO_USER_POOL',
  'APP_RUNNER_SERVICE',
  'VERIFIED_ACCESS_INSTANCE',
  'AGENTCORE_GATEWAY',
] as const;

/** How many bytes of a body are inspected for that resource type under that AssociationConfig. */
export function bodyBytes(associationConfig: Part | undefined, resourceType: ResourceType): number {
  const config = members(associationConfig, { optional: ['RequestBody'] });
  const sizes = members(config?.RequestBody, { optional: ADJUSTABLE });
  const read = new Map(
    ADJUSTABLE.map((type) => {
      const size = members(sizes?.[type], { required: ['DefaultSizeInspectionLimit'] });
      const name = choice(size?.DefaultSizeInspectionLimit, ['KB_16', 'KB_32', 'KB_48', 'KB_64']);
      return [type as string, name && SIZES[name]];
    }),
  );
  if (resourceType === 'APPLICATION_LOAD_BALANCER' || resourceType === 'APPSYNC') return FIXED_BODY_BYTES;
  // Amplify's web ACLs have the scope CLOUDFRONT and its limits.
  return read.get(resourceType === 'AMPLIFY' ? 'CLOUDFRONT' : resourceType) ?? DEFAULT_BODY_BYTES;
}
