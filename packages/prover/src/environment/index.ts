export * from './binding.ts';
export * from './environment.ts';
export * from './formula.ts';
export * from './knowledge.ts';
export * from './overlaps.ts';
export * from './pull.ts';
export * from './rewriting.ts';
