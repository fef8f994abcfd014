export * from './lambda-function.ts';
