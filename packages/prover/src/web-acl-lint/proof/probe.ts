import type { Request } from '@sallyport/http';
import {
  type CompiledWebAcl,
  type CompileOptions,
  compileWebAcl,
  type DescribedStatement,
  MemoryCounters,
} from '@sallyport/waf';
import type { Leaf } from '../reading/statement.ts';

/** One statement by itself: as data, and as the engine decides it. */
export interface Probe {
  readonly described: DescribedStatement;
  readonly holds: (request: Request) => boolean;
}

const VISIBILITY = { SampledRequestsEnabled: false, CloudWatchMetricsEnabled: false, MetricName: 'Probe' };

/** A web ACL of this one statement, which counts. */
const around = (statement: unknown, associationConfig: unknown): unknown => ({
  Name: 'Probe',
  DefaultAction: { Allow: {} },
  VisibilityConfig: VISIBILITY,
  ...(associationConfig === undefined ? {} : { AssociationConfig: associationConfig }),
  Rules: [{ Name: 'Probe', Priority: 0, Statement: statement, Action: { Count: {} }, VisibilityConfig: VISIBILITY }],
});

/** Puts single statements of a web ACL to the test, each as it stands there. */
export class Probes {
  readonly #options: CompileOptions;
  readonly #associationConfig: unknown;
  readonly #made = new Map<string, Probe | undefined>();

  constructor(options: CompileOptions, associationConfig: unknown) {
    this.#options = options;
    this.#associationConfig = associationConfig;
  }

  /** Undefined for labels, which only a whole evaluation knows, and for what the sources do not tell. */
  of(leaf: Leaf): Probe | undefined {
    if (leaf.kind === 'label' || leaf.kind === 'unknown') return undefined;
    const key = `${leaf.shape} ${JSON.stringify(leaf.written)}`;
    if (!this.#made.has(key)) this.#made.set(key, this.#make(leaf));
    return this.#made.get(key);
  }

  #make({ written, shape }: Leaf): Probe | undefined {
    const result = compileWebAcl(around(written, this.#associationConfig), { ...this.#options, shape });
    const rule = 'webAcl' in result ? result.webAcl.rules[0] : undefined;
    if (!('webAcl' in result) || !rule || rule.uncertain) return undefined;
    const { webAcl } = result;
    return { described: rule.statement, holds: (request) => counts(webAcl, request) };
  }
}

const counts = (webAcl: CompiledWebAcl, request: Request): boolean =>
  webAcl.evaluate(request, new MemoryCounters(), 0).countedRules.length > 0;
