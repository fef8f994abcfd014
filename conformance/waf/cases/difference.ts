import type { Answer, CaseEvaluation, Expected, ExpectedAnswer } from './case.ts';

/** How an answer differs from what a case expects; nothing where it does not. */
export function differences(answer: Answer, expected: ExpectedAnswer): readonly string[] {
  if ('cannot' in answer) return [`cannot answer: ${answer.cannot}`];
  if ('text' in expected) return 'text' in answer && answer.text === expected.text ? [] : [told(answer)];
  if ('refused' in expected) return ofRefusal(answer, expected);
  if (!('evaluations' in answer)) return [told(answer)];
  const { capacity } = answer;
  const counted = expected.capacity === undefined || capacity === undefined || capacity === expected.capacity;
  return [
    ...(counted ? [] : [`capacity ${capacity}, expected ${expected.capacity}`]),
    ...expected.requests.flatMap((each, at) => ofEvaluation(at, answer.evaluations[at], each)),
  ];
}

const told = (answer: Answer): string => `found ${JSON.stringify(answer)}`;

function ofRefusal(answer: Answer, { refused, says }: Extract<ExpectedAnswer, { refused: string }>): readonly string[] {
  const found = 'refused' in answer ? answer.refused.filter(({ path }) => path === refused) : [];
  if (found.length === 0) return [`not refused at ${refused}: ${told(answer)}`];
  return says === undefined || found.some(({ message }) => message.includes(says)) ? [] : [told(answer)];
}

function ofEvaluation(at: number, found: CaseEvaluation | undefined, expected: Expected): readonly string[] {
  if (!found) return [`no evaluation of request ${at}`];
  const response =
    expected.response === undefined || expected.response === null
      ? { response: found.response ?? null }
      : { response: { ...found.response, ...expected.response } };
  const wanted = {
    action: expected.action ?? found.action,
    by: expected.by ?? found.rule,
    within: 'within' in expected ? (expected.within ?? undefined) : found.ruleInGroup,
    labels: expected.labels ?? found.labels,
    counted: expected.counted ?? found.counted,
    inserted: expected.inserted ?? found.insertedHeaders,
    response: expected.response === null ? null : response.response,
  };
  const is = {
    action: found.action,
    by: found.rule,
    within: found.ruleInGroup,
    labels: found.labels,
    counted: found.counted,
    inserted: found.insertedHeaders,
    response: found.response ?? null,
  };
  const [a, b] = [JSON.stringify(is), JSON.stringify(wanted)];
  return a === b ? [] : [`request ${at}: found ${a}, expected ${b}`];
}
