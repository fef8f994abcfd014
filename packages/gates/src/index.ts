export * from './attribute.ts';
export * from './condition.ts';
export * from './graph.ts';
export * from './rewrite.ts';
export * from './step.ts';
export * from './text-rewrite.ts';
