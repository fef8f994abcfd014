import type { FrontDoorFinding } from './module.ts';

/** The last of all: a closed front door that no other finding explains. */
export const SHUT01: FrontDoorFinding = {
  id: 'SHUT-01',
  claim: 'frontDoorOpens',
  title: 'No request passes the front door',
  remedy: 'Follow the path of the request below, and open the gate that refuses it.',
  explain({ outcome, entrance, origin }) {
    const last = outcome.trace.find(({ kind }) => kind === 'answer') ?? outcome.trace.at(-1);
    return {
      detail: `Of all requests to "${entrance}" none reaches "${origin.id}"; the one that gets farthest ends so: ${last?.decision ?? 'no answer'}.`,
      place: last?.place,
      key: entrance,
    };
  },
};
