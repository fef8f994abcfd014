import { isKnown } from '@sallyport/architecture';
import type { NoteFinding } from './module.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html */
export const API21: NoteFinding = {
  id: 'API-21',
  claim: null,
  title: 'An edge-optimized API stands behind a distribution of its own',
  remedy: 'Set EndpointConfiguration.Types to [REGIONAL]; requests then pass one CloudFront instead of two.',
  explain: ({ subject, verdicts }) =>
    subject.architecture.restApis.apis.flatMap((api) => {
      const behind = verdicts.origins.some(({ origin }) => origin.id === api.id && origin.distributions.length > 0);
      if (!behind || !isKnown(api.endpointType) || api.endpointType.known !== 'EDGE') return [];
      return [
        {
          origin: api.id,
          detail: `"${api.id}" is edge-optimized, which is the default: CloudFront sends to another CloudFront that AWS manages, open to everybody and without your web ACL.`,
          place: api.endpointType.place ?? api.place,
        },
      ];
    }),
};
