import type { SideDoorFinding } from './module.ts';
import { entranceOf } from './way.ts';

/** The last of all: a bypass that no other finding names is never lost. */
export const OPEN01: SideDoorFinding = {
  id: 'OPEN-01',
  claim: 'noSideDoor',
  title: 'A request reaches the application without a web ACL',
  remedy: 'Follow the path of the request below, and close it at the first gate that should have refused it.',
  explain(bypass, of) {
    const entrance = entranceOf(bypass, of.subject.graph);
    const last = bypass.outcome.trace.at(-1);
    return {
      detail: `A request to ${entrance?.title ?? `"${bypass.witness.gate}"`} reaches "${bypass.arrival.application}" without having met a web ACL that can block.`,
      place: entrance?.place ?? last?.place,
      key: `${bypass.witness.gate} ${bypass.arrival.application} ${bypass.arrival.passed.join(' ')}`,
    };
  },
};
