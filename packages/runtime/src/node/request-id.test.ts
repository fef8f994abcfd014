import { expect, test } from 'vitest';
import { newRequestId } from './request-id.ts';

test('ids are 40 bytes in base64url with its padding, each another, also where one drawing of bytes ends', () => {
  const ids = Array.from({ length: 1000 }, newRequestId);
  for (const id of ids) expect(id).toMatch(/^[\w-]{53}[AQgw]==$/);
  expect(new Set(ids).size).toBe(ids.length);
});
