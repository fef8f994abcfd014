import { expect, test } from 'vitest';
import { apiRequestId, extendedRequestId } from './request-id.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('the id of API Gateway is a UUID, and another one for another request', () => {
  const ids = Array.from({ length: 2000 }, (_, at) => apiRequestId(`request-${at}`));
  for (const id of ids) expect(id).toMatch(UUID);
  expect(new Set(ids).size).toBe(ids.length);
  expect(apiRequestId('request-7')).toBe(ids[7]);
  expect(apiRequestId('')).toMatch(UUID);
});

test('the extended id has 15 letters and an equals sign', () => {
  expect(extendedRequestId('a')).toMatch(/^[\w-]{15}=$/);
  expect(extendedRequestId('')).toMatch(/^[\w-]{15}=$/);
  expect(extendedRequestId('a')).not.toBe(extendedRequestId('b'));
});
