import { expect, test } from 'vitest';
import { readMessage, writeMessage } from './message.ts';

const message = { sender: 'a', number: 7, counts: [{ key: 'k', tick: 178_000_000, count: 3 }] };

test('a message is read as it was written', () => {
  expect(readMessage(writeMessage(message))).toEqual(message);
  expect(readMessage(writeMessage({ ...message, counts: [] }))).toEqual({ ...message, counts: [] });
});

test('what anybody else may write on the channel is no message', () => {
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '["a",7]',
    '["a",0,[]]',
    '[1,7,[]]',
    '["a",7,{}]',
    '["a",7,[["k",1]]]',
    '["a",7,[["k",1,-5]]]',
    '["a",7,[["k",1,1.5]]]',
    '["a",7,[["k",1,1e300]]]',
    `["a",7,[["${'k'.repeat(65)}",1,1]]]`,
    `["${'a'.repeat(65)}",7,[]]`,
    JSON.stringify(['a', 7, Array.from({ length: 100_000 }, () => ['kkkkkkkk', 1, 1])]),
  ])
    expect([text.slice(0, 40), readMessage(text)]).toEqual([text.slice(0, 40), undefined]);
});
