import { Option } from 'commander';
import { collectPair } from './pair-option.ts';

export const addressListOption = (): Option =>
  new Option(
    '--address-list <name=file>',
    'addresses, one a line, that AWS keeps for a managed rule or a kind of bot, such as VerifiedBots (repeatable)',
  ).argParser(collectPair);

export const stolenCredentialsOption = (): Option =>
  new Option(
    '--stolen-credentials <file>',
    'SHA-256 of name:password in hexadecimal, one a line, for account takeover and creation fraud prevention',
  );
