import { readFileSync } from 'node:fs';
import { compileLoggingConfiguration, compileWebAcl, type Refusal } from '@sallyport/waf';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

interface Groups {
  readonly loggingConfigurations: readonly {
    readonly source: string;
    readonly base: object;
    readonly taken: readonly object[];
    readonly refused: readonly (readonly [change: object, path: string])[];
  }[];
  readonly dataProtection: readonly {
    readonly source: string;
    readonly taken: readonly unknown[];
    readonly refused: readonly (readonly [protections: unknown, path: string])[];
  }[];
}

const groups = parse(readFileSync(new URL('configurations.yaml', import.meta.url), 'utf8')) as Groups;

const pathsOf = (result: { readonly refused: readonly Refusal[] } | object): readonly string[] =>
  'refused' in result ? result.refused.map(({ path }) => path) : [];

describe('logging configurations', () => {
  const all = groups.loggingConfigurations.flatMap(({ source, base, taken, refused }) => [
    ...taken.map((change) => ({ source, definition: { ...base, ...change }, path: null })),
    ...refused.map(([change, path]) => ({ source, definition: { ...base, ...change }, path })),
  ]);
  test.each(all)('$definition is refused at $path', ({ source, definition, path }) => {
    expect(source).toMatch(/^https:/);
    expect(pathsOf(compileLoggingConfiguration(definition))).toEqual(path === null ? [] : [path]);
  });

  test('the answer of get-logging-configuration is read, and its places are told from its root', () => {
    const result = compileLoggingConfiguration({ LoggingConfiguration: { LogDestinationConfigs: ['a'.repeat(20)] } });
    expect(pathsOf(result)).toEqual([
      'LoggingConfiguration.ResourceArn',
      'LoggingConfiguration.LogDestinationConfigs.0',
    ]);
  });

  test("CloudFormation's resource type has not got the members that only the API has", () => {
    const definition = { ...groups.loggingConfigurations[0]?.base, LogScope: 'CUSTOMER' };
    expect(pathsOf(compileLoggingConfiguration(definition, 'cloudformation'))).toEqual(['LogScope']);
    expect(pathsOf(compileLoggingConfiguration(definition))).toEqual([]);
  });
});

describe('data protection', () => {
  const visibility = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
  const webAcl = (DataProtections: unknown): unknown => ({
    Name: 'Case',
    Scope: 'CLOUDFRONT',
    DefaultAction: { Allow: {} },
    VisibilityConfig: visibility,
    DataProtectionConfig: { DataProtections },
  });
  const all = groups.dataProtection.flatMap(({ source, taken, refused }) => [
    ...taken.map((protections) => ({ source, protections, path: null })),
    ...refused.map(([protections, path]) => ({ source, protections, path })),
  ]);
  test.each(all)('$protections is refused at $path', ({ source, protections, path }) => {
    expect(source).toMatch(/^https:/);
    const at = path === '' ? 'DataProtectionConfig' : `DataProtectionConfig.${path}`;
    expect(pathsOf(compileWebAcl(webAcl(protections)))).toEqual(path === null ? [] : [at]);
  });
});
