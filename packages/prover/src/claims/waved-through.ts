import type { Architecture, WebAcl } from '@sallyport/architecture';
import type { Entrance, Gate, GateGraph, Origin, Outcome, Replay } from '@sallyport/gates';
import type { Request } from '@sallyport/http';
import { lintWebAcl, type WebAclFinding } from '../web-acl-lint/index.ts';
import { webAclsOf } from './conditions.ts';
import { carried, probes } from './probe.ts';
import type { Witness } from './proof.ts';
import type { Subject } from './subject.ts';
import { writtenWebAcl } from './written-web-acl.ts';

/** The lints whose requests need nothing of the origin: a client is let through by what it writes. */
const LINTED = ['WAF-04', 'WAF-13'];

/** Where requests of lints come from, unless a rule asks for another address. */
const PLAIN_ADDRESS = '203.0.113.7';

const APPROXIMATED =
  'That it would be refused is approximated: AWS does not publish what its groups and detectors match.';

/** A rule of a web ACL that lets through what others refuse, on the client's own word. */
export interface WavedThrough {
  /** The row of docs/findings. */
  readonly id: string;
  readonly webAcl: string;
  readonly rule: string;
  readonly detail: string;
  /** One that is refused, and the same with the word in it. */
  readonly refused: Request;
  readonly allowed: Request;
}

/** Finds such rules, by the web ACL's id. */
export type FindWavedThrough = (webAcl: string) => readonly WavedThrough[];

/** Each web ACL is looked at once. */
export function wavedThrough({ architecture }: Subject): FindWavedThrough {
  const known = new Map<string, readonly WavedThrough[]>();
  return (id) => {
    const webAcl = architecture.webAcls.all.find((each) => each.id === id);
    const found = known.get(id) ?? (webAcl && mayAllow(webAcl) ? rulesOf(webAcl, architecture) : []);
    known.set(id, found);
    return found;
  };
}

/** Without a rule that allows there is nothing to find. */
const mayAllow = ({ compiled }: WebAcl): boolean =>
  'rules' in compiled && compiled.rules.some(({ action, uncertain }) => action === 'ALLOW' && !uncertain);

function rulesOf(webAcl: WebAcl, architecture: Architecture): readonly WavedThrough[] {
  const { definition, options } = writtenWebAcl(webAcl, architecture);
  const lint = lintWebAcl(definition, { ...options, only: LINTED });
  return 'findings' in lint ? lint.findings.flatMap((finding) => ofFinding(finding, webAcl.id)) : [];
}

function ofFinding({ lint, level, rule, detail, shown }: WebAclFinding, webAcl: string): readonly WavedThrough[] {
  const [refused, allowed] = shown;
  if (level !== 'error' || !rule || !refused || !allowed || refused.series) return [];
  const { address } = allowed.request.connection;
  const told = [
    detail,
    ...(address === PLAIN_ADDRESS ? [] : [`The request comes from ${address}.`]),
    ...(refused.evaluation.fidelity === 'approximated' ? [APPROXIMATED] : []),
  ];
  const requests = { refused: refused.request, allowed: allowed.request };
  return [{ id: lint.id, webAcl, rule: rule.shown, detail: told.join(' '), ...requests }];
}

/** A request that comes to the origin with the word, and does not without. */
export interface Waved {
  readonly by: WavedThrough;
  readonly escaping: Witness;
  readonly outcome: Outcome;
}

/** For each such rule of the web ACLs of these gates the first request that shows it at an entrance, as the runtime confirms. */
export function wavedAt(
  { graph, origin, entrance }: { readonly graph: GateGraph; readonly origin: Origin; readonly entrance: Entrance },
  gates: readonly Gate[],
  find: FindWavedThrough,
  { replay, reaches }: { readonly replay: Replay; readonly reaches: (outcome: Outcome) => boolean },
): readonly Waved[] {
  return [...new Set(gates.flatMap(webAclsOf).map(({ id }) => id))].flatMap(find).flatMap((by) => {
    for (const { request: base, gate } of probes(graph, entrance, origin)) {
      const grants = () => true;
      const [refused, allowed] = [carried(by.refused, base), carried(by.allowed, base)];
      if (reaches(replay(refused, gate, { grants }))) continue;
      const outcome = replay(allowed, gate, { grants });
      if (reaches(outcome)) return [{ by, escaping: { request: allowed, gate, grants, rests: [] }, outcome }];
    }
    return [];
  });
}
