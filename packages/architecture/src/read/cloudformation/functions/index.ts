import { base64 } from './base64.ts';
import type { IntrinsicFunction } from './call.ts';
import { cidr } from './cidr.ts';
import { findInMap } from './find-in-map.ts';
import { getAtt } from './get-att.ts';
import { getAzs } from './get-azs.ts';
import { getStackOutput } from './get-stack-output.ts';
import { ifElse } from './if.ts';
import { importValue } from './import-value.ts';
import { join } from './join.ts';
import { length } from './length.ts';
import { ref } from './ref.ts';
import { select } from './select.ts';
import { split } from './split.ts';
import { sub } from './sub.ts';
import { toJsonString } from './to-json-string.ts';
import { transform } from './transform.ts';

/** The functions that may stand where a value stands. The condition functions are in condition.ts, Fn::ForEach in for-each.ts. */
export const intrinsicFunctions: ReadonlyMap<string, IntrinsicFunction> = new Map([
  ['Ref', ref],
  ['Fn::Base64', base64],
  ['Fn::Cidr', cidr],
  ['Fn::FindInMap', findInMap],
  ['Fn::GetAtt', getAtt],
  ['Fn::GetAZs', getAzs],
  ['Fn::GetStackOutput', getStackOutput],
  ['Fn::If', ifElse],
  ['Fn::ImportValue', importValue],
  ['Fn::Join', join],
  ['Fn::Length', length],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::Sub', sub],
  ['Fn::ToJsonString', toJsonString],
  ['Fn::Transform', transform],
]);
