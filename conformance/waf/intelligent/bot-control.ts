import type { Case } from './run.ts';
export const BOT_CONTROL_CASES: readonly Case[] = [];
