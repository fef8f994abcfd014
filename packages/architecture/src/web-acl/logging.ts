import type { Place } from '@sallyport/http';
import type { Resources } from '../resources.ts';
import { at, textSetting } from '../setting.ts';
import type { Text } from '../text.ts';
import type { Setting, Value } from '../value.ts';

/** Where a web ACL logs to, and what it leaves out. It changes no request. */
export interface WebAclLogging {
  readonly webAclArn: Setting<Text>;
  /** `Method`, `QueryString`, `UriPath`, or `SingleHeader <name in small letters>`. */
  readonly redactedFields: readonly string[];
  readonly place: Place;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-loggingconfiguration.html */
export function readLogging(resources: Resources): readonly WebAclLogging[] {
  return resources.ofType('AWS::WAFv2::LoggingConfiguration').flatMap(({ properties, place }) => {
    const arn = at(properties, 'ResourceArn');
    const fields = at(properties, 'RedactedFields');
    const items = fields?.kind === 'list' ? fields.items : [];
    return arn ? [{ webAclArn: textSetting(arn), redactedFields: items.flatMap(redactedField), place }] : [];
  });
}

function redactedField(value: Value): readonly string[] {
  if (value.kind !== 'map') return [];
  return [...value.entries].map(([field, inside]) => {
    const name = at(inside, 'Name');
    return name?.kind === 'scalar' ? `${field} ${String(name.value).toLowerCase()}` : field;
  });
}
