import { expect, test } from 'vitest';
import { plainScalar } from './yaml-scalar.ts';

test.each([
  ['2012-10-17', '2012-10-17'],
  ['2010-09-09', '2010-09-09'],
  ['yes', true],
  ['Yes', true],
  ['ON', true],
  ['no', false],
  ['False', false],
  ['y', 'y'],
  ['N', 'N'],
  ['yEs', 'yEs'],
  ['~', null],
  ['', null],
  ['Null', null],
  ['0755', 493],
  ['08', '08'],
  ['012345678901', '012345678901'],
  ['123456789012', 123456789012],
  ['12345678901234567890', '12345678901234567890'],
  ['0x1F', 31],
  ['0b101', 5],
  ['1_000', 1000],
  ['1:30', 90],
  ['-1', -1],
  ['1.5', 1.5],
  ['8.0', '8.0'],
  ['1e3', '1e3'],
  ['10.0.0.0/8', '10.0.0.0/8'],
  ['-', '-'],
  ['3.2.1', '3.2.1'],
])('The plain scalar %j is %j to CloudFormation', (source, meant) => {
  expect(plainScalar(source)).toBe(meant);
});
