export { statementCondition } from './described-statement.ts';
export * from './web-acl-link.ts';
