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
  readonly logicalId: string;
  readonly webAclArn: Setting<Text>;
  /** The configuration made ready, or why AWS would refuse it. */
  readonly compiled: CompiledLogging | { readonly refused: readonly Refusal[] };
  readonly place: Place;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-loggingconfiguration.html */
export function readLogging(resources: Resources, report: (diagnostic: Diagnostic) => void): readonly WebAclLogging[] {
  return resources.ofType('AWS::WAFv2::LoggingConfiguration').flatMap((resource) => {
    const { logicalId, properties, place } = resource;
    const result = compileLoggingConfiguration(plainValue(properties), 'cloudformation');
    if ('refused' in result) for (const refusal of result.refused) report(refusedLogging(refusal, resource));
    const arn = at(properties, 'ResourceArn');
    const compiled = 'refused' in result ? result : result.logging;
    return arn ? [{ logicalId, webAclArn: textSetting(arn), compiled, place }] : [];
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

/** "You can define one logging destination per web ACL", the page of the resource type says. */
export function onlyLogging(
  all: readonly WebAclLogging[],
  webAcl: Resource,
  report: (diagnostic: Diagnostic) => void,
): readonly WebAclLogging[] {
  const [first, ...more] = all;
  for (const { logicalId, place } of more)
    report({
      code: 'refused-logging-configuration',
      severity: 'warning',
      message: `Cannot accept "${logicalId}": a second logging configuration of "${webAcl.logicalId}", expected one for each web ACL`,
      place: { ...place, logicalId },
      help: `The web ACL writes the log that "${first?.logicalId}" describes.`,
    });
  return all.slice(0, 1);
}
