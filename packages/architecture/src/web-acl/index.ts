export * from './association.ts';
export { WEB_ACL_COVERAGE } from './coverage.ts';
export type { WebAclLogging } from './logging.ts';
export { type Scope, wafArn, wafName } from './name.ts';
export { placeOnPath } from './place-on-path.ts';
export { plainValue } from './plain-value.ts';
export * from './read-web-acls.ts';
export * from './web-acl.ts';
