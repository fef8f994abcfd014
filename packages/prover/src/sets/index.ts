export * from './bounds.ts';
export * from './class-set.ts';
export * from './diagrams.ts';
