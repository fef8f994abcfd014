export * from './lambda-function.ts';
export * from './permission.ts';
