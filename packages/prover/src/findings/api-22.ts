import type { SideDoorFinding } from './module.ts';
import { distributionOf, passedGates } from './way.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html */
export const API22: SideDoorFinding = {
  id: 'API-22',
  claim: 'noSideDoor',
  title: 'An HTTP API has neither API keys nor a web ACL',
  remedy:
    'Use a REST API with an API key, or let a Lambda authorizer of the HTTP API check a secret header that CloudFront adds.',
  explain(bypass, of) {
    const gate = passedGates(bypass.outcome, of.subject.graph, 'http-api').at(-1);
    if (!gate || distributionOf(bypass, of)) return undefined;
    return {
      detail: `${gate.title} answers at its own address, and nothing there can tell CloudFront from anybody else.`,
      place: gate.place,
      key: gate.resource ?? gate.id,
    };
  },
};
