export * from './web-acl-link.ts';
