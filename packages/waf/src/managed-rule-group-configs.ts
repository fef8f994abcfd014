import type { Part } from './part.ts';
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

const path = textSetting(1, 256);
const payloadType = oneOf('JSON', 'FORM_ENCODED');
const identifier = objectOf({ Identifier: textSetting(1, 512) });
const sensitivity = oneOf('LOW', 'MEDIUM', 'HIGH');
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
    AWSManagedRulesATPRuleSet: objectOf(
      { LoginPath: path },
      {
        RequestInspection: objectOf({ PayloadType: payloadType, UsernameField: identifier, PasswordField: identifier }),
        ResponseInspection: responseInspection,
        EnableRegexInPath: booleanSetting,
      },
    ),
    AWSManagedRulesACFPRuleSet: objectOf(
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
    AWSManagedRulesAntiDDoSRuleSet: objectOf(
      {
        ClientSideActionConfig: objectOf({
          Challenge: objectOf(
            { UsageOfAction: oneOf('ENABLED', 'DISABLED') },
            {
              Sensitivity: sensitivity,
              ExemptUriRegularExpressions: listOf(objectOf({}, { RegexString: textSetting(1, 512) }), 1, 5),
            },
          ),
        }),
      },
      { SensitivityToBlock: sensitivity },
    ),
  },
);

/** Checks the ManagedRuleGroupConfigs of a statement. */
export const checkManagedRuleGroupConfigs = (part: Part | undefined): void =>
  checkSetting(part, listOf(managedRuleGroupConfig));
