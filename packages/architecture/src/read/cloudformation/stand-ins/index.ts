import { apiGateway } from './api-gateway.ts';
import { cloudFront } from './cloudfront.ts';
import { compute } from './compute.ts';
import { identity } from './identity.ts';
import { network } from './network.ts';
import type { StandIn } from './stand-in.ts';
import { storage } from './storage.ts';
import { waf } from './waf.ts';

/** What is known of Ref and Fn::GetAtt, by resource type. A type that is not here has a drawn name, and no attributes. */
export const standIns: ReadonlyMap<string, StandIn> = new Map(
  Object.entries({ ...apiGateway, ...cloudFront, ...compute, ...identity, ...network, ...storage, ...waf }),
);
