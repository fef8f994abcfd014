/** Something that the sources do not tell, and that may be a way to an origin which leaves its web ACL out. */
export interface Doubt {
  readonly reason: string;
  /** The weakest attacker against whom nothing can be proved because of it; it stands against the stronger ones too. */
  readonly against: 'internet' | 'account' | 'credential';
  /** The API or function (its id) that the way may lead to; absent: any. */
  readonly of?: string;
}
