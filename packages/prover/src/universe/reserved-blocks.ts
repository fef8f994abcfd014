/**
 * The blocks that no request from the internet comes from (not "Globally Reachable").
 * https://www.iana.org/assignments/iana-ipv4-special-registry · https://www.iana.org/assignments/iana-ipv6-special-registry
 * The documentation blocks (RFC 5737, RFC 3849) are left in: they stand for somebody's addresses in templates and witnesses.
 */
export const RESERVED_BLOCKS: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/3',
  '4000::/2',
  '8000::/1',
];
