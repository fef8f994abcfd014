/**
 * Addresses of bots that AWS has verified: what is handed in under these names. Those that end users invoke and those of platforms
 * for developers get labels of their own and are treated like unverified ones.
 */
export const VERIFIED_BOTS = 'VerifiedBots';
export const USER_TRIGGERED_BOTS = 'UserTriggeredBots';
export const DEVELOPER_PLATFORM_BOTS = 'DeveloperPlatformBots';

/** Addresses of cloud service providers, handed in as `CloudServiceProvider:aws` and so on. */
export const PROVIDERS = [
  'aws',
  'azure',
  'gcp',
  'oracle',
  'digital_ocean',
  'akamai',
  'cloudflare',
  'ibm_cloud',
  'alibaba',
] as const;

/** The names of address lists that Bot Control takes beside those of its rules. */
export const BOT_ADDRESS_LISTS: readonly string[] = [
  VERIFIED_BOTS,
  USER_TRIGGERED_BOTS,
  DEVELOPER_PLATFORM_BOTS,
  ...PROVIDERS.map((provider) => `CloudServiceProvider:${provider}`),
];
