import type { GateGraph } from '@sallyport/gates';
import { disclosures, RequestSampler } from '@sallyport/waf';
import { secretMasks } from '../secrets.ts';
import type { World } from '../world.ts';
import type { Served } from './options.ts';
import { protection } from './waf-log.ts';

/** Notes what web ACLs evaluated. Data protection is honoured, redaction is for logs alone. */
export function createSamples(opaque: World['opaque']): {
  readonly sampler: RequestSampler;
  readonly note: (served: Served, graph: GateGraph) => void;
} {
  const sampler = new RequestSampler();
  const masksOf = secretMasks(opaque);
  const note = ({ journey, startedAt }: Served, graph: GateGraph): void => {
    const masks = masksOf(graph);
    for (const each of journey.evaluations)
      sampler.add(each.evaluation, each.request, startedAt, disclosures(protection(each), masks));
  };
  return { sampler, note };
}
