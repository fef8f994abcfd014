import type { Request } from '@sallyport/http';
import {
  type CompiledWebAcl,
  type CompileOptions,
  compileWebAcl,
  type DescribedStatement,
  MemoryCounters,
} from '@sallyport/waf';
import { isTextLeaf, type Leaf } from '../reading/statement.ts';
import { matchingText } from './leaf-language.ts';

/** One statement by itself: as data, and as the engine decides it. */
export interface Probe {
  readonly described: DescribedStatement;
  readonly holds: (request: Request) => boolean;
  /** A text that its field can carry and that makes it hold, as `matchingText` has it; worked out once. */
  readonly text: () => string | null | undefined;
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

  #make(leaf: Leaf): Probe | undefined {
    const { written, shape } = leaf;
    const result = compileWebAcl(around(written, this.#associationConfig), { ...this.#options, shape });
    const rule = 'webAcl' in result ? result.webAcl.rules[0] : undefined;
    if (!('webAcl' in result) || !rule || rule.uncertain) return undefined;
    const { webAcl } = result;
    const described = rule.statement;
    let text: { readonly is: string | null | undefined } | undefined;
    return {
      described,
      holds: (request) => counts(webAcl, request),
      text: () => {
        text ??= { is: isTextLeaf(leaf) ? matchingText(leaf, described) : undefined };
        return text.is;
      },
    };
  }
}

const counts = (webAcl: CompiledWebAcl, request: Request): boolean =>
  webAcl.evaluate(request, new MemoryCounters(), 0).countedRules.length > 0;
