import { type Part, refuse } from './part.ts';
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

/** Checks the ManagedRuleGroupConfigs of a statement; says whether AWS takes them. */
export function checkManagedRuleGroupConfigs(part: Part | undefined): boolean {
  const before = part?.notes.refusals.length ?? 0;
  checkSetting(part, listOf(managedRuleGroupConfig));
  return (part?.notes.refusals.length ?? 0) === before;
}
