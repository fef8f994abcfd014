export type { ApiGateway } from './context.ts';
export * from './execution-log.ts';
export { restApiHosts } from './hosts.ts';
export { restApiPart } from './part.ts';
export { apiRequestId, extendedRequestId } from './request-id.ts';
