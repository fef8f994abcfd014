import { credentialDigest } from '@sallyport/waf';
import { describe, expect, test } from 'vitest';
import { apiWebAcl, evaluated, file, VISIBILITY } from './testing/waf-files.ts';

describe('waf evaluate with lists', () => {
  const managed = (name: string, config?: object) => ({
    Name: name,
    Priority: 0,
    OverrideAction: { None: {} },
    VisibilityConfig: VISIBILITY,
    Statement: {
      ManagedRuleGroupStatement: {
        VendorName: 'AWS',
        Name: name,
        ...(config ? { ManagedRuleGroupConfigs: [{ [name]: config }] } : {}),
      },
    },
  });

  test('takes addresses for managed rules from files with one a line', () => {
    const addresses = file('# seen lately\n192.0.2.0/24 ; a comment\n\n2001:db8::1\n', 'netset');
    const webAcl = file(apiWebAcl([managed('AWSManagedRulesAmazonIpReputationList')]));
    const clients = ['192.0.2.77', '2001:db8::1', '198.51.100.1'];
    const request = file(clients.map((address) => JSON.stringify({ client: { address } })).join('\n'), 'jsonl');
    const outcomes = evaluated({ webAcl, request, addressList: { AWSManagedIPReputationList: addresses } });
    expect(outcomes.map(({ action }) => action)).toEqual(['BLOCK', 'BLOCK', 'ALLOW']);
  });

  test('takes digests of stolen credentials from a file', () => {
    const field = (Identifier: string) => ({ Identifier });
    const webAcl = file(
      apiWebAcl([
        managed('AWSManagedRulesATPRuleSet', {
          LoginPath: '/login',
          RequestInspection: {
            PayloadType: 'JSON',
            UsernameField: field('/name'),
            PasswordField: field('/secret'),
          },
        }),
      ]),
    );
    const body = JSON.stringify({ name: 'Ann@example.com', secret: 'hunter2' });
    const request = file(JSON.stringify({ method: 'POST', target: '/login', body }), 'jsonl');
    const stolenCredentials = file(`${credentialDigest('ann@example.com', 'hunter2')}\n`, 'txt');
    expect(evaluated({ webAcl, request, stolenCredentials })[0]?.labels).toContain(
      'awswaf:managed:aws:atp:signal:credential_compromised',
    );
  });

  test('says which line of a list it cannot read, and shows no password', () => {
    const webAcl = file(apiWebAcl([]));
    const request = file('{}', 'jsonl');
    const list = file('192.0.2.1\n192.0.2.0/33\n', 'netset');
    expect(() => evaluated({ webAcl, request, addressList: { VerifiedBots: list } })).toThrow(
      `Cannot read line 2 of "${list}": "192.0.2.0/33" found, expected an address, or a CIDR block`,
    );
    expect(() => evaluated({ webAcl, request, addressList: { Nobody: list } })).toThrow(
      'Cannot use the addresses for "Nobody": no managed rule takes them, expected one of AWSManagedIPReputationList',
    );
    const clear = file('ann@example.com:hunter2\n', 'txt');
    expect(() => evaluated({ webAcl, request, stolenCredentials: clear })).toThrow('"…" found');
  });
});
