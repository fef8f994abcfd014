import type { Place } from '@sallyport/http';
import type { Text } from '../text.ts';
import type { Setting } from '../value.ts';
import type { CacheBehavior } from './cache-behavior.ts';
import type { ContinuousDeployment } from './continuous-deployment.ts';
import type { GeoRestriction } from './geo-restriction.ts';
import type { DistributionOrigin, OriginGroup } from './origin.ts';

/** What a viewer gets in place of an error. */
export interface CustomErrorResponse {
  readonly errorCode: Setting<number>;
  readonly responsePagePath: Setting<string> | undefined;
  readonly responseCode: Setting<number> | undefined;
  readonly place: Place;
}

/** A CloudFront distribution, or a tenant of one. */
export interface Distribution {
  /** The resource's id, unique over all sources. */
  readonly id: string;
  readonly physicalId: string;
  readonly arn: string;
  /** Set where this is a tenant of the distribution `id`: the tenant resource's id. */
  readonly tenant: string | undefined;
  /** The name under cloudfront.net. */
  readonly domainName: string;
  readonly aliases: Setting<readonly Setting<Text>[]>;
  readonly enabled: Setting<boolean>;
  readonly staging: Setting<boolean>;
  /** Serves tenants only: nothing answers under its own name. */
  readonly tenantOnly: Setting<boolean>;
  /** Absent or empty: no web ACL. */
  readonly webAcl: Setting<Text> | undefined;
  readonly geoRestriction: Setting<GeoRestriction>;
  /** Without a leading `/`; `` for none. */
  readonly defaultRootObject: Setting<string>;
  readonly httpVersion: Setting<string>;
  readonly ipv6: Setting<boolean>;
  /** In order of precedence, without the default. */
  readonly cacheBehaviors: Setting<readonly CacheBehavior[]>;
  readonly defaultCacheBehavior: CacheBehavior;
  readonly origins: Setting<readonly DistributionOrigin[]>;
  readonly originGroups: Setting<readonly OriginGroup[]>;
  readonly customErrorResponses: Setting<readonly CustomErrorResponse[]>;
  readonly continuousDeployment: Setting<ContinuousDeployment> | undefined;
  /** `required` or `optional`; undefined where viewers show no certificates. */
  readonly viewerMtlsMode: Setting<string> | undefined;
  readonly place: Place;
}
