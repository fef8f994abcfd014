export type Sensitivity = 'LOW' | 'MEDIUM' | 'HIGH';

/** The component of a response that tells whether a login or a registration succeeded, and what stands for what. */
export interface ResponseInspection {
  readonly component: 'StatusCode' | 'Header' | 'BodyContains' | 'Json';
  /** The header's name, or the pointer into the JSON. */
  readonly identifier?: string;
  readonly success: readonly string[];
  readonly failure: readonly string[];
}

/** What the ManagedRuleGroupConfigs of a statement say to AWS's groups; absent where nothing is said, or not told. */
export interface ManagedSettings {
  /** The version, as a number that compares as versions do; the newest where none is named. */
  readonly version?: number;
  readonly inspectionLevel?: string;
  readonly machineLearning?: boolean;
  readonly loginPath?: string;
  readonly creationPath?: string;
  readonly registrationPagePath?: string;
  readonly payloadType?: string;
  readonly usernameField?: string;
  readonly passwordField?: string;
  readonly phoneNumberFields?: readonly string[];
  readonly addressFields?: readonly string[];
  readonly responseInspection?: ResponseInspection;
  /** Whether paths are regular expressions. */
  readonly pathsAreRegexes: boolean;
  readonly challenges?: boolean;
  readonly sensitivityToChallenge?: Sensitivity;
  readonly sensitivityToBlock?: Sensitivity;
  readonly exemptUriRegexes?: readonly string[];
}

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What lies under a path of members in the first item that has it. */
function at(items: readonly unknown[], ...path: readonly string[]): unknown {
  for (const item of items) {
    const found = path.reduce<unknown>((value, name) => (isPlain(value) ? value[name] : undefined), item);
    if (found !== undefined) return found;
  }
  return undefined;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const booleanOf = (value: unknown): boolean | undefined =>
  typeof value === 'boolean' || typeof value === 'string' ? String(value).toLowerCase() === 'true' : undefined;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const textsOf = (value: unknown): readonly string[] =>
  listOf(value).flatMap((item) => (typeof item === 'string' || typeof item === 'number' ? [String(item)] : []));

/** The texts under one member of each item of a list; undefined where there is no list. */
const namesOf = (value: unknown, name: string): readonly string[] | undefined =>
  Array.isArray(value) ? value.flatMap((item) => textOf(isPlain(item) ? item[name] : undefined) ?? []) : undefined;

const sensitivityOf = (value: unknown): Sensitivity | undefined =>
  value === 'LOW' || value === 'MEDIUM' || value === 'HIGH' ? value : undefined;

/** Where each component says its values. */
const OUTCOMES = {
  StatusCode: { success: 'SuccessCodes', failure: 'FailureCodes' },
  Header: { success: 'SuccessValues', failure: 'FailureValues', identifier: 'Name' },
  BodyContains: { success: 'SuccessStrings', failure: 'FailureStrings' },
  Json: { success: 'SuccessValues', failure: 'FailureValues', identifier: 'Identifier' },
} as const;

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_ResponseInspection.html: one component. */
function responseInspectionOf(value: unknown): ResponseInspection | undefined {
  if (!isPlain(value)) return undefined;
  for (const component of ['StatusCode', 'Header', 'BodyContains', 'Json'] as const) {
    const inside = value[component];
    if (!isPlain(inside)) continue;
    const names: { readonly success: string; readonly failure: string; readonly identifier?: string } =
      OUTCOMES[component];
    const identifier = names.identifier === undefined ? undefined : textOf(inside[names.identifier]);
    const [success, failure] = [textsOf(inside[names.success]), textsOf(inside[names.failure])];
    return { component, success, failure, ...(identifier === undefined ? {} : { identifier }) };
  }
  return undefined;
}

/**
 * Reads ManagedRuleGroupConfigs, which were checked before: the older members beside those of the group itself.
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_ManagedRuleGroupConfig.html
 */
export function managedSettings(configs: unknown): ManagedSettings {
  const items = listOf(configs);
  const told = { ...ofBotControl(items), ...ofFraudControl(items), ...ofAntiDdos(items) };
  const known = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
  return { ...known, pathsAreRegexes: told.pathsAreRegexes };
}

/** The members of a ManagedRuleGroupConfig that came before one for each group. */
export const OLDER_ATP_MEMBERS = ['LoginPath', 'PayloadType', 'UsernameField', 'PasswordField'];

/** What is said to another group than the one that is meant: AWS does not say whether it refuses that. */
export function foreignConfigs(configs: unknown, group: string): readonly string[] {
  const older = group === 'AWSManagedRulesATPRuleSet' ? OLDER_ATP_MEMBERS : [];
  const names = listOf(configs).flatMap((item) => (isPlain(item) ? Object.keys(item) : []));
  return names
    .filter((name) => name !== group && !older.includes(name))
    .map((name) => `AWS does not say what becomes of ${name} in the configuration of ${group}`);
}

const ofBotControl = (items: readonly unknown[]) => ({
  inspectionLevel: textOf(at(items, 'AWSManagedRulesBotControlRuleSet', 'InspectionLevel')),
  machineLearning: booleanOf(at(items, 'AWSManagedRulesBotControlRuleSet', 'EnableMachineLearning')),
});

function ofFraudControl(items: readonly unknown[]) {
  const groups = ['AWSManagedRulesATPRuleSet', 'AWSManagedRulesACFPRuleSet'];
  const of = (...path: readonly string[]): unknown =>
    groups.map((group) => at(items, group, ...path)).find((value) => value !== undefined);
  const field = (name: string): string | undefined =>
    textOf(of('RequestInspection', name, 'Identifier') ?? at(items, name, 'Identifier'));
  return {
    loginPath: textOf(of('LoginPath') ?? at(items, 'LoginPath')),
    creationPath: textOf(of('CreationPath')),
    registrationPagePath: textOf(of('RegistrationPagePath')),
    payloadType: textOf(of('RequestInspection', 'PayloadType') ?? at(items, 'PayloadType')),
    usernameField: field('UsernameField'),
    passwordField: field('PasswordField'),
    phoneNumberFields: namesOf(of('RequestInspection', 'PhoneNumberFields'), 'Identifier'),
    addressFields: namesOf(of('RequestInspection', 'AddressFields'), 'Identifier'),
    responseInspection: responseInspectionOf(of('ResponseInspection')),
    pathsAreRegexes: booleanOf(of('EnableRegexInPath')) ?? false,
  };
}

function ofAntiDdos(items: readonly unknown[]) {
  const group = 'AWSManagedRulesAntiDDoSRuleSet';
  const challenge = (name: string): unknown => at(items, group, 'ClientSideActionConfig', 'Challenge', name);
  const usage = textOf(challenge('UsageOfAction'));
  return {
    challenges: usage === undefined ? undefined : usage === 'ENABLED',
    sensitivityToChallenge: sensitivityOf(challenge('Sensitivity')),
    sensitivityToBlock: sensitivityOf(at(items, group, 'SensitivityToBlock')),
    exemptUriRegexes: namesOf(challenge('ExemptUriRegularExpressions'), 'RegexString'),
  };
}
