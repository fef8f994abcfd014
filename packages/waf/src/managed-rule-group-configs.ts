import { OLDER_ATP_MEMBERS } from './managed-rule-groups/settings.ts';
import { onlyMember, type Part, refuse } from './part.ts';
import {
  booleanSetting,
  checkSetting,
  integerSetting,
  listOf,
  objectOf,
  oneOf,
  type SettingCheck,
  textSetting,
} from './setting.ts';
import { readRegex } from './statements/regex-match.ts';
import { isUnknownValue } from './unknown-value.ts';

const path = textSetting(1, 256);
const payloadType = oneOf('JSON', 'FORM_ENCODED');
const identifier = objectOf({ Identifier: textSetting(1, 512) });
const sensitivity = oneOf('LOW', 'MEDIUM', 'HIGH');
const regex: SettingCheck = (part) => {
  readRegex(part);
};

/** The value of a member as it stands, before or after it is checked. */
const memberOf = ({ value }: Part, name: string): unknown =>
  typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)).get(name) : undefined;

/**
 * Paths "must start with a forward slash", regular expressions "must not contain the flag (?-i)":
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-atp-rg-using.html
 */
function pathsOf(group: Part, names: readonly string[]): void {
  const areRegexes = String(memberOf(group, 'EnableRegexInPath')) === 'true';
  for (const name of names) {
    const value = memberOf(group, name);
    if (typeof value !== 'string') continue;
    const part = { ...group, value, path: `${group.path}.${name}` };
    if (!areRegexes && !value.startsWith('/')) refuse(part, `"${value}"`, 'a path that begins with /');
    if (!areRegexes) continue;
    if (value.includes('(?-i)')) refuse(part, 'the flag (?-i)', 'an expression without regard to case');
    else readRegex(part);
  }
}

/** Two checks of one part. */
const both =
  (first: SettingCheck, second: SettingCheck): SettingCheck =>
  (part) => {
    first(part);
    second(part);
  };

const values = (most: number): SettingCheck => listOf(textSetting(1, 100), 1, most);
const statusCodes = listOf(integerSetting(0, 999), 1, 10);

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_ResponseInspection.html */
const responseInspection = objectOf(
  {},
  {
    StatusCode: objectOf({ SuccessCodes: statusCodes, FailureCodes: statusCodes }),
    Header: objectOf({ Name: textSetting(1, 200), SuccessValues: values(3), FailureValues: values(3) }),
    BodyContains: objectOf({ SuccessStrings: values(5), FailureStrings: values(5) }),
    Json: objectOf({ Identifier: textSetting(1, 512), SuccessValues: values(5), FailureValues: values(5) }),
  },
);

const clientSideActionMembers = objectOf(
  { UsageOfAction: oneOf('ENABLED', 'DISABLED') },
  { Sensitivity: sensitivity, ExemptUriRegularExpressions: listOf(objectOf({}, { RegexString: regex }), 1, 5) },
);

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_ClientSideAction.html: the expressions are required where it is in use. */
function clientSideAction(part: Part): void {
  clientSideActionMembers(part);
  const lacks = memberOf(part, 'ExemptUriRegularExpressions') === undefined;
  if (memberOf(part, 'UsageOfAction') === 'ENABLED' && lacks)
    refuse(part, 'no ExemptUriRegularExpressions', '1 to 5 of them where UsageOfAction is ENABLED');
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_ManagedRuleGroupConfig.html */
const managedRuleGroupConfig = objectOf(
  {},
  {
    LoginPath: path,
    PayloadType: payloadType,
    UsernameField: identifier,
    PasswordField: identifier,
    AWSManagedRulesBotControlRuleSet: objectOf(
      { InspectionLevel: oneOf('COMMON', 'TARGETED') },
      { EnableMachineLearning: booleanSetting },
    ),
    AWSManagedRulesATPRuleSet: both(
      objectOf(
        { LoginPath: path },
        {
          RequestInspection: objectOf({
            PayloadType: payloadType,
            UsernameField: identifier,
            PasswordField: identifier,
          }),
          ResponseInspection: responseInspection,
          EnableRegexInPath: booleanSetting,
        },
      ),
      (part) => pathsOf(part, ['LoginPath']),
    ),
    AWSManagedRulesACFPRuleSet: both(
      objectOf(
        {
          CreationPath: path,
          RegistrationPagePath: path,
          RequestInspection: objectOf(
            { PayloadType: payloadType },
            {
              UsernameField: identifier,
              PasswordField: identifier,
              EmailField: identifier,
              PhoneNumberFields: listOf(identifier),
              AddressFields: listOf(identifier),
            },
          ),
        },
        { ResponseInspection: responseInspection, EnableRegexInPath: booleanSetting },
      ),
      (part) => pathsOf(part, ['CreationPath', 'RegistrationPagePath']),
    ),
    AWSManagedRulesAntiDDoSRuleSet: objectOf(
      {
        ClientSideActionConfig: objectOf({
          Challenge: clientSideAction,
        }),
      },
      { SensitivityToBlock: sensitivity },
    ),
  },
);

/**
 * "The rule groups used for intelligent threat mitigation require additional configuration":
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_ManagedRuleGroupStatement.html. Bot Control is older than its configuration, and is taken
 * without.
 */
const CONFIGURED: Readonly<Record<string, readonly string[]>> = {
  AWSManagedRulesATPRuleSet: ['AWSManagedRulesATPRuleSet', ...OLDER_ATP_MEMBERS],
  AWSManagedRulesACFPRuleSet: ['AWSManagedRulesACFPRuleSet'],
  AWSManagedRulesAntiDDoSRuleSet: ['AWSManagedRulesAntiDDoSRuleSet'],
};

function checkIsConfigured(configs: Part | undefined, statement: Part, group: string): void {
  const needed = CONFIGURED[group];
  if (!needed || (configs && !Array.isArray(configs.value))) return;
  const given: readonly unknown[] = Array.isArray(configs?.value) ? configs.value : [];
  const isGiven = (item: unknown): boolean =>
    isUnknownValue(item) || needed.some((name) => memberOf({ ...statement, value: item }, name) !== undefined);
  if (!given.some(isGiven))
    refuse(configs ?? statement, `no configuration of ${group}`, `${needed[0]} in ManagedRuleGroupConfigs`);
}

/**
 * "You have used none or multiple values for a field that requires exactly one value", AWS answers to a ManagedRuleGroupConfig with more than one of
 * its older members: https://github.com/aws/aws-cdk/issues/22033
 */
const exactlyOne: SettingCheck = (part) => {
  onlyMember(part, 'setting');
};

/** Checks the ManagedRuleGroupConfigs of a statement of a group; says whether AWS takes them. */
export function checkManagedRuleGroupConfigs(configs: Part | undefined, statement: Part, group = ''): boolean {
  const { refusals } = statement.notes;
  const before = refusals.length;
  checkSetting(configs, listOf(both(exactlyOne, managedRuleGroupConfig)));
  if (refusals.length === before) checkIsConfigured(configs, statement, group);
  return refusals.length === before;
}
