import type { SideDoorFinding } from './module.ts';
import { methodTitle, opensBySnapshot, restApiWay } from './rest-api-way.ts';

/** A change takes effect with a new deployment: https://docs.aws.amazon.com/apigateway/latest/developerguide/updating-api.html */
export const API05: SideDoorFinding = {
  id: 'API-05',
  claim: 'noSideDoor',
  title: 'The stage serves an older deployment than the template shows',
  remedy:
    'Deploy the API again: let the logical id of AWS::ApiGateway::Deployment change with every change of the API (CDK does), or run "aws apigateway create-deployment" for the stage.',
  explain(bypass, of) {
    const way = restApiWay(bypass, of);
    if (!way || !opensBySnapshot(way)) return undefined;
    const { api, stage, deployment, method } = way;
    const what = method
      ? `${methodTitle(method)} asks for nothing there, unlike in the template`
      : 'it lets requests through that the template refuses';
    const file = deployment?.snapshot?.file;
    return {
      detail: `Stage "${stage?.name}" of "${api.id}" serves what deployment "${deployment?.name}" holds${file === undefined ? '' : ` (${file})`}: ${what}.`,
      place: deployment?.place ?? way.gate.place,
      key: `${way.gate.id} ${method ? methodTitle(method) : ''}`,
    };
  },
};
