import type { Distribution } from '@sallyport/architecture';
import type { Diagnostic } from '@sallyport/http';
import type { Links } from '../part.ts';
import type { Application, GateId } from '../step.ts';

/** The distribution whose gate is being made, the others it knows of, and where to put what comes up. */
export interface Site {
  readonly distribution: Distribution;
  readonly links: Links;
  readonly calls: (application: Application, origin: string) => void;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** The gate at which every CloudFront name ends. */
export const EDGE_GATE: GateId = 'cloudfront';

/** The gate of a distribution, or of one tenant. */
export function distributionGateId({ id, tenant }: Distribution): GateId {
  return tenant === undefined ? `distribution:${id}` : `distribution:${id}/${tenant}`;
}

/** The gate of its behaviors alone: error pages are fetched there, and a staging distribution that nobody knows stands in. */
export const behaviorsGateId = (distribution: Distribution): GateId => `${distributionGateId(distribution)}#behaviors`;

/** For people. */
export function distributionTitle({ id, tenant }: Distribution): string {
  return tenant === undefined ? `distribution "${id}"` : `distribution "${id}", tenant "${tenant}"`;
}
