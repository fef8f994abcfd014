import type { Architecture } from '@sallyport/architecture';
import type { GateGraph } from '@sallyport/gates';

/** What claims are made about: the graph that both interpreters take, and the architecture that it was made of. */
export interface Subject {
  readonly graph: GateGraph;
  /**
   * For naming causes, for what attackers know and for what web ACLs let through on a client's word; no verdict depends on
   * anything else of it.
   */
  readonly architecture: Architecture;
}
