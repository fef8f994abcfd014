import { maskOf, overlaps } from '../literals/numbers-found.ts';
import { items, members, type Part } from '../part.ts';
import type { CompiledStatement, Search, StatementCompiler } from './statement.ts';

type CompileInside = Parameters<StatementCompiler>[2];

/** AWS takes no list of one here. https://docs.aws.amazon.com/waf/latest/APIReference/API_AndStatement.html */
function several(part: Part, compileInside: CompileInside): readonly CompiledStatement[] | undefined {
  const parts = items(members(part, { required: ['Statements'] })?.Statements, 2);
  const compiled = parts?.map((item) => compileInside(item, 'nested'));
  return compiled?.flatMap((statement) => (statement ? [statement] : []));
}

const capacityOf = (statements: readonly CompiledStatement[]): number =>
  statements.reduce((sum, { capacity }) => sum + capacity, 0);
const titleOf = (statements: readonly CompiledStatement[], word: string): string =>
  `(${statements.map(({ title }) => title).join(` ${word} `)})`;

export const and: StatementCompiler = (part, _compilation, compileInside) => {
  const of = several(part, compileInside);
  if (!of) return undefined;
  return {
    capacity: capacityOf(of),
    matches: (inspection) => of.every((statement) => statement.matches(inspection)),
    described: { kind: 'all', of: of.map(({ described }) => described) },
    title: titleOf(of, 'and'),
  };
};

export const or: StatementCompiler = (part, _compilation, compileInside) => {
  const of = several(part, compileInside);
  if (!of) return undefined;
  return {
    capacity: capacityOf(of),
    matches: someOf(of),
    described: { kind: 'any', of: of.map(({ described }) => described) },
    title: titleOf(of, 'or'),
  };
};

/**
 * Whether one of the statements holds, asked in their order. Neighbours that look for texts in one component are asked together,
 * however many they are.
 */
function someOf(statements: readonly CompiledStatement[]): CompiledStatement['matches'] {
  const tests: CompiledStatement['matches'][] = [];
  for (let at = 0; at < statements.length; at++) {
    const { search, matches } = statements[at] ?? { search: undefined, matches: () => false };
    const needles = search ? [search.needle] : [];
    while (search && statements[at + 1]?.search?.fetch === search.fetch)
      needles.push(statements[++at]?.search?.needle ?? search.needle);
    tests.push(search && needles.length > 1 ? together(search, needles) : matches);
  }
  return (inspection) => tests.some((test) => test(inspection));
}

function together({ fetch, among }: Search, needles: readonly number[]): CompiledStatement['matches'] {
  const wanted = maskOf(needles);
  return (inspection) => {
    const component = fetch(inspection);
    if (component.verdict !== undefined) return component.verdict;
    const found = component.found(among.number, among.finder);
    return found !== undefined && overlaps(found, wanted);
  };
}

export const not: StatementCompiler = (part, _compilation, compileInside) => {
  const of = compileInside(members(part, { required: ['Statement'] })?.Statement, 'nested');
  return (
    of && {
      capacity: of.capacity,
      matches: (inspection) => !of.matches(inspection),
      described: { kind: 'not', of: of.described },
      title: `not ${of.title}`,
    }
  );
};
