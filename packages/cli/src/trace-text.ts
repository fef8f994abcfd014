import type { Decision, GateGraph } from '@sallyport/gates';
import { type Place, paragraph } from '@sallyport/http';
import colours from 'picocolors';

/**
 * The decisions as a story: each gate's under its title, with the line of the source that says so; what happens to the
 * answer on its way back after an arrow.
 */
export function decisionLines(trace: readonly Decision[], graph: GateGraph, width: number): readonly string[] {
  return trace.flatMap((decision, at) => {
    const before = trace[at - 1];
    const after = trace[at + 1];
    const title = titleOf(graph, decision.gate);
    const head = before?.gate === decision.gate ? [] : [colours.cyan(title)];
    if (before?.gate === decision.gate && before.decision === decision.decision) return head;
    if (after && after.gate !== decision.gate && isSaidByTitle(decision, titleOf(graph, after.gate))) return head;
    return [...head, ...decisionParagraph(decision, isOnTheWayBack(trace, at), width)];
  });
}

/** Why a request came no further: what was decided before the answer, or the answer itself where it says why. */
export function endOf(trace: readonly Decision[]): string {
  const at = trace.findLastIndex((_decision, index) => !isOnTheWayBack(trace, index));
  const last = trace[at];
  const before = trace[at - 1];
  const saysWhy = last?.kind !== 'answer' || last.decision.includes(': ') || before?.gate !== last.gate;
  return (saysWhy ? last : before)?.decision ?? '';
}

const titleOf = (graph: GateGraph, gate: string): string => graph.gates.get(gate)?.title ?? gate;

/** A call that says no more than the title of the gate that it leads to. */
const isSaidByTitle = ({ kind, decision }: Decision, title: string): boolean =>
  kind === 'call' && (title.includes(decision) || decision.includes(title));

/** Rules for the answer stand behind the call, and in the trace after it. */
const isOnTheWayBack = (trace: readonly Decision[], at: number): boolean =>
  trace[at]?.kind === 'answer' &&
  trace.slice(0, at).some(({ gate, kind }) => kind === 'call' && gate === trace[at]?.gate);

function decisionParagraph({ decision, place }: Decision, isBack: boolean, width: number): readonly string[] {
  const first = isBack ? '  ← ' : '  ';
  const rest = isBack ? '    ' : '      ';
  const lines = paragraph(decision, width, first, rest);
  if (!place) return lines;
  const where = placeOnLine(place);
  const last = lines.at(-1) ?? '';
  const fits = last.length + 2 + where.length <= width;
  return fits ? [...lines.slice(0, -1), `${last}  ${colours.dim(where)}`] : [...lines, `      ${colours.dim(where)}`];
}

const placeOnLine = ({ file, line, column }: Place): string => `${file}:${line}:${column}`;

/** The width of the terminal, or what most of them have. */
export const terminalWidth = (): number => Math.max(60, process.stdout.columns ?? 100);
