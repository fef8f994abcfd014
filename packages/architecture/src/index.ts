export * from './coverage.ts';
export * from './distribution/index.ts';
export * from './resource.ts';
export * from './resources.ts';
export * from './setting.ts';
export * from './text.ts';
export * from './unmodelled.ts';
export * from './value.ts';
