import { isOpaque, type Opaque, type Text } from '@sallyport/architecture';

/** Who sends the requests. `account` also has an AWS account, `credential` also one legitimate client credential. */
export type Attacker = 'internet' | 'account' | 'credential';

/** What an attacker knows and may do, as far as tests on texts are concerned. */
export interface Knowledge {
  readonly attacker: Attacker;
  /** Texts known beside the ordinary: a partner's API key, a literal that can be guessed. */
  readonly knows: (text: Opaque | string) => boolean;
}

/** Whether an attacker can send a text that is compared: `undecided` where nothing is known of the text at all. */
export function canSend({ knows }: Knowledge, text: Text, secret: boolean): boolean | 'undecided' {
  if (!isOpaque(text)) return !secret || knows(text);
  if (knows(text)) return true;
  return text.nature === 'unknown' ? 'undecided' : false;
}
