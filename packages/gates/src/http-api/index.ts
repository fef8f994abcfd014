export * from './entrance.ts';
export * from './stage-gate.ts';
