import { type Architecture, type Distribution, isKnown, knownText, type WebAcl } from '@sallyport/architecture';
import { type Gate, graphOf, stepsOf } from '@sallyport/gates';
import type { Attachment } from '@sallyport/prover';

/** What the sources tell of where a web ACL stands. */
export function attachmentOf(architecture: Architecture, webAcl: WebAcl): Attachment {
  const graph = graphOf(architecture);
  const inspecting = [...graph.gates.values()].filter((gate) => inspects(gate, webAcl));
  const gates = inspecting.map((gate) => {
    const behind = graph.origins.find(
      ({ gates: own, distributions }) => own.includes(gate.id) && distributions.length > 0,
    )?.distributions[0];
    return { title: gate.title, ...(behind === undefined ? {} : { behind }) };
  });
  const distributions = architecture.distributions.filter(
    (each) => each.webAcl !== undefined && isSame(architecture, each.webAcl, webAcl),
  );
  return {
    protects: [
      ...gates,
      ...distributions.map(({ id }) => ({ title: `distribution "${id}"` })),
      ...webAcl.associations.map((association) => ({ title: knownText(association.resourceArn) ?? 'a resource' })),
    ],
    isExported: architecture.outputs.some(
      ({ value }) => value.kind === 'scalar' && handsOn(String(value.value), webAcl),
    ),
    geoRestricted: distributions.filter(restrictsCountries).map(({ id }) => `"${id}"`),
  };
}

/** Its ARN, or what Ref gives. */
const handsOn = (value: string, { arn, name }: WebAcl): boolean => value.includes(arn) || value.startsWith(`${name}|`);

const inspects = ({ start }: Gate, { id }: WebAcl): boolean =>
  stepsOf(start).some((step) => step.do === 'inspect' && step.webAcl.id === id);

const isSame = ({ webAcls }: Architecture, reference: NonNullable<Distribution['webAcl']>, webAcl: WebAcl): boolean =>
  webAcls.byArn(knownText(reference) ?? '') === webAcl;

const restrictsCountries = ({ geoRestriction }: Distribution): boolean =>
  isKnown(geoRestriction) && geoRestriction.known.type !== 'none';
