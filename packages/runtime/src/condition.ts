import { anyValue, applyTextRewrite, type Condition, type Test, type Traveller } from '@sallyport/gates';
import type { Diagnostic } from '@sallyport/http';
import { compileAddressSet } from './address-set.ts';
import { compileMatcher, type Matches } from './matcher.ts';
import type { World } from './world.ts';

/** Whether a condition holds for a request. */
export type Holds = (request: Traveller, world: World) => boolean;
export type Report = (diagnostic: Diagnostic) => void;

/** A condition as a predicate. */
export function compileCondition(condition: Condition, report: Report): Holds {
  if ('test' in condition) return compileTest(condition, report);
  if ('not' in condition) {
    const holds = compileCondition(condition.not, report);
    return (request, world) => !holds(request, world);
  }
  if ('all' in condition) return every(condition.all.map((part) => compileCondition(part, report)));
  return some(condition.any.map((part) => compileCondition(part, report)));
}

function every(parts: readonly Holds[]): Holds {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  return (request, world) => {
    for (const holds of parts) if (!holds(request, world)) return false;
    return true;
  };
}

function some(parts: readonly Holds[]): Holds {
  return (request, world) => {
    for (const holds of parts) if (holds(request, world)) return true;
    return false;
  };
}

function compileTest(test: Test, report: Report): Holds {
  switch (test.test) {
    case 'text':
      return compileTextTest(test, report);
    case 'present': {
      const any = anyValue<undefined>(test.on);
      return (request) => any(request, isPresent, undefined);
    }
    case 'address': {
      const contains = compileAddressSet(test.in, (cidr) => report(unreadable('address block', cidr, 'a CIDR block')));
      return (request) => contains(request.connection.address);
    }
    case 'undecided':
      return (request, world) => world.decide?.(test.identity) ?? drawn(test, world) ?? test.decide(request);
    case 'limit':
      return (request) => test.exceeded(request);
  }
}

const isPresent = (): boolean => true;

const drawn = ({ identity, share }: Extract<Test, { test: 'undecided' }>, { draws }: World): boolean | undefined =>
  share === undefined ? undefined : draws?.(identity, share);

function compileTextTest(test: Extract<Test, { test: 'text' }>, report: Report): Holds {
  const { on, through = [] } = test;
  const any = anyValue<World>(on);
  const matches = compileMatcher(test.matches, (source) =>
    report(unreadable('regular expression', source, 'one that the runtime can compile')),
  );
  if (through.length === 0) return (request, world) => any(request, matches, world);
  const change = (value: string): string => through.reduce((text, by) => applyTextRewrite(by, text), value);
  const changed: Matches = (value, world) => matches(change(value), world);
  return (request, world) => any(request, changed, world);
}

const unreadable = (noun: string, found: string, wanted: string): Diagnostic => ({
  code: `unreadable-${noun.replaceAll(' ', '-')}`,
  severity: 'warning',
  message: `Cannot compile ${noun}: "${found}", expected ${wanted}`,
  help: 'At run time it matches nothing.',
});
