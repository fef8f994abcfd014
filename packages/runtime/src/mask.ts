/** A secret for people: its last four characters at most, as API Gateway's execution logs show API keys. */
export function mask(secret: string): string {
  return secret.length < 12 ? '****' : `****${secret.slice(-4)}`;
}
