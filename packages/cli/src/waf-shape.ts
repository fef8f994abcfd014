import type { Shape } from '@sallyport/waf';

/** Members that only the API answers with. */
const API_MEMBERS = ['ARN', 'Id', 'Capacity', 'LabelNamespace', 'ManagedByFirewallManager'];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every member of the definition and of what is in it. */
function* membersOf(value: unknown): Generator<readonly [name: string, value: unknown]> {
  if (Array.isArray(value)) for (const item of value) yield* membersOf(item);
  else if (isObject(value))
    for (const [name, inside] of Object.entries(value)) {
      yield [name, inside];
      yield* membersOf(inside);
    }
}

/** Base64 as it is written canonically. */
const isBase64 = (text: string): boolean => text !== '' && Buffer.from(text, 'base64').toString('base64') === text;

/** Whether text that was read out of base64 is text again: no control characters, valid UTF-8. */
const isText = (encoded: string): boolean =>
  !/[\p{Cc}\uFFFD]/u.test(
    Buffer.from(encoded, 'base64')
      .toString('utf8')
      .replace(/[\t\r\n]/g, ''),
  );

/**
 * Whose spelling a definition follows: the API's carries SearchString in base64, CloudFormation's as text. Where no member
 * tells, all search strings are base64 of texts, or some end in `=`, exactly where they come from the API.
 */
export function shapeOf(definition: unknown): Shape {
  if (isObject(definition) && (isObject(definition.WebACL) || API_MEMBERS.some((name) => name in definition)))
    return 'api';
  const members = [...membersOf(definition)];
  if (members.some(([name, value]) => name === 'ARN' && typeof value === 'string')) return 'api';
  if (members.some(([name]) => name === 'Arn' || name === 'SearchStringBase64')) return 'cloudformation';
  const searched = members.flatMap(([name, value]) => (name === 'SearchString' ? [String(value)] : []));
  const encoded = searched.length > 0 && searched.every(isBase64);
  return encoded && (searched.every(isText) || searched.some((text) => text.endsWith('='))) ? 'api' : 'cloudformation';
}
