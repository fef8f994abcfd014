import type { Case } from './run.ts';
export const TOKEN_CASES: readonly Case[] = [];
