import type { Case } from './run.ts';
export const ANTI_DDOS_CASES: readonly Case[] = [];
