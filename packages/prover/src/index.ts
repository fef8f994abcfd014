export * from './arrivals/index.ts';
