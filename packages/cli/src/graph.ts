import type { Architecture } from '@sallyport/architecture';
import { type GateGraph, graphOf as gatesOf } from '@sallyport/gates';
import { mayRefuse } from '@sallyport/prover';

/** The gate graph of an architecture, with what is proved of its web ACLs: whether each can block at all. */
export const graphOf = (architecture: Architecture): GateGraph => gatesOf(architecture, mayRefuse(architecture));
