export * from './http-api.ts';
