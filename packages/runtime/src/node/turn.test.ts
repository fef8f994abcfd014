import { expect, test } from 'vitest';
import { atTurnsEnd } from './turn.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('what comes up in one turn is done at its end in order, what the work brings up in a later one', async () => {
  const done: number[] = [];
  const work = atTurnsEnd<number>((item) => {
    done.push(item);
    if (item < 10) work(item + 10);
  });
  work(1);
  work(2);
  expect(done).toEqual([]);
  await turn();
  expect(done).toEqual([1, 2]);
  await turn();
  expect(done).toEqual([1, 2, 11, 12]);
});
