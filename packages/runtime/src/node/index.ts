export { accessLogHead, accessLogLine } from './access-log.ts';
export { type CertificateAuthority, openCertificateAuthority } from './certificate.ts';
export { type Clients, readClients, type SimulatedClient } from './client-address.ts';
export { executionLogLines } from './execution-log.ts';
export { type IpData, openIpData } from './ip-data/ip-data.ts';
export * from './options.ts';
export { serve } from './serve.ts';
export { readStoreUrl, type StoreUrl } from './shared-counters/store-url.ts';
export { expectShortLives } from './short-lived.ts';
