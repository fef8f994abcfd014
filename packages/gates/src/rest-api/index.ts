export type { ApiGateway } from './context.ts';
export * from './execution-log.ts';
export { restApiHosts } from './hosts.ts';
export { restApiPart } from './part.ts';
