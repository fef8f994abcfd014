import type { Diagnostic, Place } from '@sallyport/http';
import { type CompiledLogging, compileLoggingConfiguration, type Refusal } from '@sallyport/waf';
import type { Resource } from '../resource.ts';
import type { Resources } from '../resources.ts';
import { at, textSetting } from '../setting.ts';
import type { Text } from '../text.ts';
import type { Setting } from '../value.ts';
import { placeOnPath } from './place-on-path.ts';
import { plainValue } from './plain-value.ts';

/** Where a web ACL logs to, and what it leaves out. It changes no request. */
export interface WebAclLogging {
  readonly webAclArn: Setting<Text>;
  /** The configuration made ready, or why AWS would refuse it. */
  readonly compiled: CompiledLogging | { readonly refused: readonly Refusal[] };
  readonly place: Place;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-loggingconfiguration.html */
export function readLogging(resources: Resources, report: (diagnostic: Diagnostic) => void): readonly WebAclLogging[] {
  return resources.ofType('AWS::WAFv2::LoggingConfiguration').flatMap((resource) => {
    const { properties, place } = resource;
    const result = compileLoggingConfiguration(plainValue(properties), 'cloudformation');
    if ('refused' in result) for (const refusal of result.refused) report(refusedLogging(refusal, resource));
    const arn = at(properties, 'ResourceArn');
    const compiled = 'refused' in result ? result : result.logging;
    return arn ? [{ webAclArn: textSetting(arn), compiled, place }] : [];
  });
}

function refusedLogging({ path, message }: Refusal, { logicalId, properties }: Resource): Diagnostic {
  return {
    code: 'refused-logging-configuration',
    severity: 'warning',
    message: `${message} (AWS WAF refuses "${logicalId}")`,
    place: { ...placeOnPath(properties, path), logicalId, property: path },
    help: 'Until AWS WAF would accept it, the web ACL writes no log.',
  };
}
