/** What the ManagedRuleGroupConfigs of a statement say to AWS's groups; absent where nothing is said, or not told. */
export interface ManagedSettings {
  readonly inspectionLevel?: string;
  readonly loginPath?: string;
  readonly creationPath?: string;
  readonly registrationPagePath?: string;
  readonly payloadType?: string;
  readonly usernameField?: string;
  readonly passwordField?: string;
  /** Whether paths are regular expressions. */
  readonly pathsAreRegexes: boolean;
}

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text under a path of members in the first item that has it. */
function textAt(items: readonly unknown[], ...path: readonly string[]): string | undefined {
  for (const item of items) {
    const found = path.reduce<unknown>((value, name) => (isPlain(value) ? value[name] : undefined), item);
    if (typeof found === 'string') return found;
  }
  return undefined;
}

/**
 * Reads ManagedRuleGroupConfigs, which were checked before: the older members beside those of the group itself.
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_ManagedRuleGroupConfig.html
 */
export function managedSettings(configs: unknown): ManagedSettings {
  const items: readonly unknown[] = Array.isArray(configs) ? configs : [];
  const groups = ['AWSManagedRulesATPRuleSet', 'AWSManagedRulesACFPRuleSet'];
  const of = (...path: readonly string[]): string | undefined =>
    groups.map((group) => textAt(items, group, ...path)).find((text) => text !== undefined);
  const settings = {
    inspectionLevel: textAt(items, 'AWSManagedRulesBotControlRuleSet', 'InspectionLevel'),
    loginPath: of('LoginPath') ?? textAt(items, 'LoginPath'),
    creationPath: of('CreationPath'),
    registrationPagePath: of('RegistrationPagePath'),
    payloadType: of('RequestInspection', 'PayloadType') ?? textAt(items, 'PayloadType'),
    usernameField:
      of('RequestInspection', 'UsernameField', 'Identifier') ?? textAt(items, 'UsernameField', 'Identifier'),
    passwordField:
      of('RequestInspection', 'PasswordField', 'Identifier') ?? textAt(items, 'PasswordField', 'Identifier'),
  };
  const told = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const pathsAreRegexes = groups.some((group) =>
    items.some((item) => isPlain(item) && isPlain(item[group]) && String(item[group].EnableRegexInPath) === 'true'),
  );
  return { ...told, pathsAreRegexes };
}
