import type { Resource } from '../../resource.ts';
import type { Value } from '../../value.ts';
import { placeAt } from './document.ts';
import { evaluate } from './evaluate.ts';
import { missingReference } from './functions/ref.ts';
import { describe, entryOf, type Node, stringOf } from './node.ts';
import { refusedSeverity, report } from './position.ts';
import type { Stack } from './stack.ts';
import type { Declared } from './stand-ins/declared.ts';

type MapValue = Extract<Value, { kind: 'map' }>;

/** A declared resource with its properties worked out. */
export function readResource(declared: Declared, clashing: ReadonlySet<string>): Resource {
  const { stack, logicalId, declaration } = declared;
  const idOf = (name: string): string => (clashing.has(name) ? `${stack.name}/${name}` : name);
  const metadata = metadataOf(declared);
  const conditional = conditionalOf(declared);
  return {
    id: idOf(logicalId),
    logicalId,
    stack: stack.name,
    type: declaration.type,
    properties: propertiesOf(declared),
    dependsOn: dependencies(stack, logicalId).map(idOf),
    ...(metadata === undefined ? {} : { metadata }),
    ...(conditional === undefined ? {} : { conditional }),
    place: placeAt(stack.template.document, declaration.offset, logicalId),
    region: stack.region,
    account: stack.account,
    physicalId: declared.physicalId,
  };
}

function propertiesOf({ stack, logicalId, declaration }: Declared): MapValue {
  const at = stack.within(logicalId);
  const node = entryOf(declaration.node, 'Properties');
  const empty: MapValue = {
    kind: 'map',
    entries: new Map(),
    place: placeAt(at.document, declaration.offset, logicalId),
  };
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return empty;
  const value = evaluate(node, at);
  if (value?.kind === 'map') return value;
  if (value?.kind === 'unknown') return unknownProperties(value);
  report(
    at,
    node,
    'wrong-properties',
    refusedSeverity(at),
    `Cannot read the properties of "${logicalId}": ${describe(node)} found, expected a map.`,
  );
  return empty;
}

/** Properties that a macro makes: the whole of them is unknown, under the name of what stands there. */
const unknownProperties = (value: Value): MapValue => ({
  kind: 'map',
  entries: new Map([['Fn::Transform', value]]),
  place: value.place,
});

const BESIDE: ReadonlySet<string> = new Set(['Type', 'Properties', 'DependsOn', 'Condition']);

/** What stands beside Type and Properties: DeletionPolicy, Metadata and the like. Nothing in it decides anything. */
function metadataOf({ stack, logicalId, declaration }: Declared): Value | undefined {
  const entries = declaration.node.entries.filter(({ key }) => !BESIDE.has(key));
  if (entries.length === 0) return undefined;
  return evaluate({ ...declaration.node, entries }, { ...stack.within(logicalId), quiet: true });
}

function conditionalOf({ stack, logicalId, declaration }: Declared): Resource['conditional'] {
  const truth = stack.presence(logicalId);
  if (truth.decided !== undefined) return undefined;
  const node = entryOf(declaration.node, 'Condition') ?? declaration.node;
  report(
    stack.within(logicalId),
    node,
    'undecided-condition',
    'warning',
    `Cannot tell whether "${logicalId}" is made: ${truth.undecided.replace(/\.$/, '')}, expected a condition that can be decided.`,
    'Give values to the parameters that the condition depends on.',
  );
  return { reason: truth.undecided, identity: truth.identity };
}

/** The resources that DependsOn names and that are made. */
export function dependencies(stack: Stack, logicalId: string): readonly string[] {
  const node = entryOf(stack.declarations.get(logicalId)?.node, 'DependsOn');
  return namedNodes(node).flatMap((item) => {
    const name = stringOf(item);
    const at = stack.within(logicalId);
    if (name === undefined || !stack.declarations.has(name)) {
      missingReference(name ?? describe(item), item, { ...at, property: 'DependsOn' });
      return [];
    }
    return stack.presence(name).decided === false ? [] : [name];
  });
}

const namedNodes = (node: Node | undefined): readonly Node[] =>
  node === undefined ? [] : node.kind === 'list' ? node.items : [node];
