import type { Resource } from '../resource.ts';
import { at, booleanSetting, stringSetting, textSetting } from '../setting.ts';
import { isOpaque, type Text } from '../text.ts';
import { isKnown, known, type Setting, type Value } from '../value.ts';
import type { Distribution } from './distribution.ts';
import { readGeoRestriction } from './geo-restriction.ts';
import { acceptedPath, type DistributionOrigin, type OriginCustomHeader } from './origin.ts';
import { listAt, optionalAt, settingAt, whenKnown } from './reading.ts';

/** The values of `{{name}}` in a multi-tenant distribution. */
type Parameters = ReadonlyMap<string, Setting<string>>;

/**
 * The distribution as one tenant has it: its own domains, parameters, web ACL and geographic restriction.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-distributiontenant.html
 */
export function tenantDistribution(
  distribution: Distribution,
  config: Value | undefined,
  tenant: Resource,
): Distribution {
  const properties = tenant.properties;
  const geo = at(properties, 'Customizations', 'GeoRestrictions');
  const parameters = readParameters(config, properties);
  return {
    ...distribution,
    tenant: tenant.id,
    aliases: listAt(properties, ['Domains'], domainText),
    enabled: settingAt(properties, ['Enabled'], booleanSetting, true),
    webAcl: tenantWebAcl(distribution.webAcl, at(properties, 'Customizations', 'WebAcl')),
    geoRestriction: geo === undefined ? distribution.geoRestriction : readGeoRestriction(geo),
    origins: whenKnown(distribution.origins, (origins, place) =>
      known(
        origins.map((origin) => withParameters(origin, parameters)),
        place,
      ),
    ),
    place: tenant.place,
  };
}

/** A domain is a text, or a map that holds it under `Domain` as the API has it. */
const domainText = (item: Value): Setting<Text> =>
  item.kind === 'map' ? settingAt<Text>(item, ['Domain'], textSetting, '') : textSetting(item);

/** Action `disable` takes the web ACL away, `override` puts another in its place. */
function tenantWebAcl(inherited: Setting<Text> | undefined, custom: Value | undefined): Setting<Text> | undefined {
  if (custom === undefined) return inherited;
  const action = settingAt(custom, ['Action'], stringSetting, '');
  if (!isKnown(action)) return action;
  if (action.known === 'disable') return undefined;
  if (action.known === 'override') return optionalAt(custom, ['Arn'], textSetting);
  return {
    unknown: `WebAcl.Action is "${action.known}"`,
    identity: `WebAcl.Action=${action.known}`,
    place: custom.place,
  };
}

function readParameters(config: Value | undefined, tenant: Value): Parameters {
  const parameters = new Map<string, Setting<string>>();
  const definitions = listAt(config, ['TenantConfig', 'ParameterDefinitions'], (item) => item);
  for (const item of isKnown(definitions) ? definitions.known : []) {
    const preset = optionalAt(item, ['Definition', 'StringSchema', 'DefaultValue'], stringSetting);
    put(parameters, item, preset);
  }
  const values = listAt(tenant, ['Parameters'], (item) => item);
  for (const item of isKnown(values) ? values.known : [])
    put(parameters, item, optionalAt(item, ['Value'], stringSetting));
  return parameters;
}

function put(parameters: Map<string, Setting<string>>, item: Value, value: Setting<string> | undefined): void {
  const name = settingAt(item, ['Name'], stringSetting, '');
  if (isKnown(name) && value !== undefined) parameters.set(name.known, value);
}

function withParameters(origin: DistributionOrigin, parameters: Parameters): DistributionOrigin {
  const filled = (header: OriginCustomHeader): OriginCustomHeader => ({
    ...header,
    value: fillText(header.value, parameters),
  });
  return {
    ...origin,
    domainName: fillText(origin.domainName, parameters),
    originPath: whenKnown(
      whenKnown(origin.originPath, (path) => fill(path, parameters)),
      acceptedPath,
    ),
    customHeaders: whenKnown(origin.customHeaders, (headers, place) => known(headers.map(filled), place)),
  };
}

const fillText = (setting: Setting<Text>, parameters: Parameters): Setting<Text> =>
  whenKnown<Text, Text>(setting, (text, place) => (isOpaque(text) ? known(text, place) : fill(text, parameters)));

/** Puts the values in the place of `{{name}}`. */
function fill(text: string, parameters: Parameters): Setting<string> {
  let out = '';
  let end = 0;
  for (const match of text.matchAll(/\{\{([^{}]+)\}\}/g)) {
    const name = (match[1] ?? '').trim();
    const value = parameters.get(name) ?? {
      unknown: `the parameter "${name}" has no value`,
      identity: `parameter ${name}`,
    };
    if (!isKnown(value)) return value;
    out += text.slice(end, match.index) + value.known;
    end = match.index + match[0].length;
  }
  return known(out + text.slice(end));
}
