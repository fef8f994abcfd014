import { readFileSync } from 'node:fs';
import { MANAGED_RULE_GROUPS } from '@sallyport/waf';
import { groupAlone } from '../../../packages/waf/src/managed-rule-groups/testing/group-alone.ts';
import type { CaseRequest as RequestData } from '../cases/case.ts';

export interface ManagedRequest {
  readonly method?: string;
  readonly target?: string;
  readonly host?: string;
  /** null: none is sent. */
  readonly userAgent?: string | null;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  /** So many letters a at the end of what is padded. */
  readonly padding?: number;
  readonly padded?: 'target' | 'body' | 'header';
}

export interface ManagedCase {
  readonly source: string;
  /** AWS prints it; somebody saw it on real web ACLs; or it is plain traffic that no rule is meant
   * for, or an example that AWS prints for the same patterns in another component. */
  readonly known: 'documented' | 'observed' | 'assumed';
  readonly group: string;
  /** The rule that blocks; absent where none does. */
  readonly rule?: string;
  readonly label?: string;
  readonly request: ManagedRequest;
}

export const MANAGED_CASES = JSON.parse(
  readFileSync(new URL('cases.json', import.meta.url), 'utf8'),
) as readonly ManagedCase[];

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

/** The request that a case means, as data. */
export function requestOf(of: ManagedRequest): RequestData {
  const padding = (what: ManagedRequest['padded']): string => (of.padded === what ? 'a'.repeat(of.padding ?? 0) : '');
  const agent = of.userAgent === undefined ? BROWSER : of.userAgent;
  return {
    method: of.method ?? 'GET',
    target: (of.target ?? '/') + padding('target'),
    headers: [
      ['Host', of.host ?? 'www.example.com'],
      ...(agent === null ? [] : [['User-Agent', agent] as const]),
      ...(of.headers ?? []).map(([name, value]) => [name, value + padding('header')] as const),
    ],
    body: (of.body ?? '') + padding('body'),
  };
}

/** The group alone, all rules but one counting: rules before it in the group would end the evaluation first. */
export function webAclOf({ group, rule }: ManagedCase): unknown {
  const others =
    MANAGED_RULE_GROUPS.find(({ name }) => name === group)?.rules.filter(({ name }) => name !== rule) ?? [];
  const overrides = others.map(({ name }) => ({ Name: name, ActionToUse: { Count: {} } }));
  const statement = {
    Name: group,
    ...(rule === undefined || overrides.length === 0 ? {} : { RuleActionOverrides: overrides }),
  };
  return groupAlone(statement);
}
