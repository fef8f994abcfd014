import type { DataProtection } from './compiled.ts';
import { boolean, choice, items, members, type Part, refuse, text } from './part.ts';

const FIELD_TYPES = ['SINGLE_HEADER', 'SINGLE_COOKIE', 'SINGLE_QUERY_ARGUMENT', 'QUERY_STRING', 'BODY'] as const;
const ACTIONS = ['SUBSTITUTION', 'HASH'] as const;
const MOST_PROTECTIONS = 26;
const MOST_KEYS = 100;

/** Where the sources do not tell what is protected: everything is. */
const UNTOLD: readonly DataProtection[] = FIELD_TYPES.map((fieldType) => ({
  fieldType,
  action: 'SUBSTITUTION',
  excludesRuleMatchDetails: false,
  excludesRateBasedDetails: false,
}));

/** Reads a DataProtectionConfig. It acts on logs and samples, never on decisions. https://docs.aws.amazon.com/waf/latest/APIReference/API_DataProtectionConfig.html */
export function dataProtections(part: Part | undefined): readonly DataProtection[] {
  if (!part) return [];
  const before = part.notes.unknowns.length;
  const listed = items(members(part, { required: ['DataProtections'] })?.DataProtections, 1, MOST_PROTECTIONS);
  const read = (listed ?? []).flatMap((item) => dataProtection(item) ?? []);
  const protects = (type: DataProtection['fieldType']): boolean => read.some(({ fieldType }) => fieldType === type);
  // "You cannot specify both QueryString Masking and Single Query Arg Masking in the same webACL":
  // https://docs.aws.amazon.com/waf/latest/developerguide/data-protection-examples.html
  if (protects('QUERY_STRING') && protects('SINGLE_QUERY_ARGUMENT'))
    refuse(part, 'QUERY_STRING beside SINGLE_QUERY_ARGUMENT', 'one of them');
  return part.notes.unknowns.splice(before).length === 0 ? read : UNTOLD;
}

function dataProtection(part: Part): DataProtection | undefined {
  const parts = members(part, {
    required: ['Field', 'Action'],
    optional: ['ExcludeRuleMatchDetails', 'ExcludeRateBasedDetails'],
  });
  const field = fieldToProtect(parts?.Field);
  const action = choice(parts?.Action, ACTIONS);
  const excludesRuleMatchDetails = boolean(parts?.ExcludeRuleMatchDetails) ?? false;
  const excludesRateBasedDetails = boolean(parts?.ExcludeRateBasedDetails) ?? false;
  return field && action && { ...field, action, excludesRuleMatchDetails, excludesRateBasedDetails };
}

/** Keys are "required for SINGLE_HEADER, SINGLE_COOKIE, and SINGLE_QUERY_ARGUMENT", and refused for the others: API_FieldToProtect.html. */
function fieldToProtect(part: Part | undefined): Pick<DataProtection, 'fieldType' | 'keys'> | undefined {
  const parts = members(part, { required: ['FieldType'], optional: ['FieldKeys'] });
  const fieldType = choice(parts?.FieldType, FIELD_TYPES);
  const keys = items(parts?.FieldKeys, 1, MOST_KEYS)?.flatMap((item) => text(item, 1, 64) ?? []);
  if (!part || !fieldType) return undefined;
  const takesKeys = fieldType.startsWith('SINGLE_');
  if (takesKeys && !parts?.FieldKeys) return refuse(part, `${fieldType} without FieldKeys`, 'the names to protect');
  if (!takesKeys && parts?.FieldKeys) return refuse(parts.FieldKeys, `FieldKeys beside ${fieldType}`, 'none');
  return keys ? { fieldType, keys: new Set(keys.map((key) => key.toLowerCase())) } : { fieldType };
}
