import type { Case } from './run.ts';
export const ACCOUNT_CREATION_CASES: readonly Case[] = [];
