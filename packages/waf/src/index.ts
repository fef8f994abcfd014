export type * from './compiled.ts';
