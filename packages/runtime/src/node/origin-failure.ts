import type { CallFailure } from '@sallyport/gates';

const FAILURES: { readonly [code: string]: CallFailure } = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  ETIMEDOUT: 'timeout',
};

/** Why no answer came, from the code of an error of a socket. */
export function failureOf(error: unknown): CallFailure {
  if (error instanceof AggregateError && error.errors.length > 0) return failureOf(error.errors[0]);
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const known = FAILURES[code];
  if (known) return known;
  return /^(?:CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO)/.test(code)
    ? 'tls'
    : 'reset';
}
