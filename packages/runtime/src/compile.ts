import type { Application, ApplicationId, Gate, GateGraph, GateId, Rewrite, Step, Traveller } from '@sallyport/gates';
import type { Diagnostic } from '@sallyport/http';
import type { CompiledWebAcl } from '@sallyport/waf';
import { compileCall } from './call.ts';
import { compileChoose } from './choose.ts';
import type { Report } from './condition.ts';
import { compileConsult } from './consult.ts';
import { compileInspect } from './inspect.ts';
import { compileRewrites } from './rewrite.ts';
import { describeRewrites } from './rewrite-description.ts';
import { decisionOf, type Walk } from './visit.ts';
import type { World } from './world.ts';

/** A graph made ready to carry requests. */
export interface CompiledGraph {
  readonly graph: GateGraph;
  readonly gates: ReadonlyMap<GateId, Walk>;
  /** How many bytes of a body the web ACLs of the graph may look at. */
  readonly bodyBytes: number;
  readonly webAcls: ReadonlySet<CompiledWebAcl>;
  /** What of the graph cannot be carried out. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What the compilers of the steps share while one gate is compiled. */
export interface Workshop {
  readonly gate: GateId;
  readonly report: Report;
  readonly walkOf: (step: Step) => Walk;
  readonly gateWalk: (gate: GateId) => Walk | undefined;
  readonly application: (id: ApplicationId) => Application | undefined;
  readonly sawWebAcl: (webAcl: CompiledWebAcl) => void;
}

/**
 * Turns the conditions and steps of a graph into functions, once; carrying a request then allocates little. For a few requests
 * through a big graph each step is compiled when it is reached; then what cannot be carried out comes to light only there.
 */
export function compileGraph(graph: GateGraph, when: 'at-once' | 'when-reached' = 'at-once'): CompiledGraph {
  const gates = new Map<GateId, Walk>();
  const diagnostics: Diagnostic[] = [];
  const webAcls = new Set<CompiledWebAcl>();
  const shared = {
    report: (diagnostic: Diagnostic) => diagnostics.push(diagnostic),
    gateWalk: (gate: GateId) => gates.get(gate),
    application: (id: ApplicationId) => graph.applications.get(id),
    sawWebAcl: (webAcl: CompiledWebAcl) => webAcls.add(webAcl),
  };
  for (const gate of graph.gates.values()) gates.set(gate.id, compileGate(gate, shared, when === 'when-reached'));
  const bodyBytes = Math.max(0, ...[...webAcls].map((webAcl) => webAcl.bodyBytes));
  return { graph, gates, bodyBytes, webAcls, diagnostics };
}

/** Steps may be shared between branches: each is compiled once a gate. */
function compileGate(gate: Gate, shared: Omit<Workshop, 'gate' | 'walkOf'>, lazily: boolean): Walk {
  const walks = new Map<Step, Walk>();
  const workshop: Workshop = {
    ...shared,
    gate: gate.id,
    walkOf: (step) => {
      const walk = walks.get(step) ?? (lazily ? deferred(step, workshop) : compileStep(step, workshop));
      walks.set(step, walk);
      return walk;
    },
  };
  return workshop.walkOf(gate.start);
}

function deferred(step: Step, workshop: Workshop): Walk {
  let walk: Walk | undefined;
  return (visit, request) => {
    walk ??= compileStep(step, workshop);
    return walk(visit, request);
  };
}

function compileStep(step: Step, workshop: Workshop): Walk {
  switch (step.do) {
    case 'choose':
      return compileChoose(step, workshop);
    case 'rewrite':
      return compileRewriteStep(step, workshop);
    case 'inspect':
      return compileInspect(step, workshop);
    case 'meter':
      return compileMeter(step, workshop);
    case 'consult':
      return compileConsult(step, workshop);
    case 'call':
      return compileCall(step, workshop);
    case 'answer':
      return compileAnswer(step, workshop);
  }
}

type RewriteStep = Extract<Step, { do: 'rewrite' }>;

/** Steps that follow one another are taken at once, on one draft; each has its own decision. */
function compileRewriteStep(step: RewriteStep, { gate, walkOf }: Workshop): Walk {
  const about = headersAbout(step.by);
  const chain = about ? [step] : chainOf(step);
  const change = compileRewrites(chain.flatMap(({ by }) => by));
  const next = walkOf(chain.at(-1)?.next ?? step.next);
  const decisions = oncePerRun((world) =>
    chain.map(({ label, by }) => decisionOf(gate, 'rewrite', label ?? describeRewrites(by, world))),
  );
  return (visit, request) => {
    if (about && !about.some((name) => hasHeader(request, name))) return next(visit, request);
    const { diary, world } = visit;
    for (const decision of decisions(world)) diary.trace.push(decision);
    return next(visit, change(request, world));
  };
}

const chainOf = (step: RewriteStep): readonly RewriteStep[] =>
  step.next.do === 'rewrite' && !headersAbout(step.next.by) ? [step, ...chainOf(step.next)] : [step];

/** The headers that rewrites only move or remove: without one of them they change nothing. Undefined for other rewrites. */
function headersAbout(by: readonly Rewrite[]): readonly string[] | undefined {
  const names = by.map((rewrite) => {
    if (rewrite.do === 'copy' && rewrite.from.startsWith('header:')) return rewrite.from.slice('header:'.length);
    return rewrite.do === 'set-header' && rewrite.text === undefined ? rewrite.name.toLowerCase() : '';
  });
  return names.includes('') ? undefined : names;
}

const hasHeader = ({ headers }: Traveller, lower: string): boolean =>
  headers.some(([name]) => name.length === lower.length && name.toLowerCase() === lower);

/** Remembers a value as long as the opaque texts keep theirs. */
function oncePerRun<Value>(make: (world: World) => Value): (world: World) => Value {
  let made: { readonly opaque: World['opaque']; readonly value: Value } | undefined;
  return (world) => {
    if (made?.opaque !== world.opaque) made = { opaque: world.opaque, value: make(world) };
    return made.value;
  };
}

function compileMeter(step: Extract<Step, { do: 'meter' }>, { gate, walkOf }: Workshop): Walk {
  const within = walkOf(step.within);
  const exceeded = walkOf(step.exceeded);
  const isWithin = decisionOf(gate, 'meter', `${step.label}: within the limit`);
  const isExceeded = decisionOf(gate, 'meter', `${step.label}: the limit is exceeded`);
  return (visit, request) => {
    const left = visit.world.meters.take(step.meter, visit.world.now);
    visit.diary.trace.push(left ? isWithin : isExceeded);
    return (left ? within : exceeded)(visit, request);
  };
}

function compileAnswer({ answer, place }: Extract<Step, { do: 'answer' }>, { gate }: Workshop): Walk {
  const decision = decisionOf(gate, 'answer', answer.label, place);
  return (visit, request) => {
    visit.diary.trace.push(decision);
    return visit.leave(answer.respond(request, visit.world.facts));
  };
}
