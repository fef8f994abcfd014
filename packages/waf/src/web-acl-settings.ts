import type { Part } from './part.ts';
import { checkSetting, listOf, objectOf, oneOf, textSetting } from './setting.ts';

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_OnSourceDDoSProtectionConfig.html */
const onSourceDDoSProtectionConfig = objectOf({ ALBLowReputationMode: oneOf('ACTIVE_UNDER_DDOS', 'ALWAYS_ON') });

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_ApplicationConfig.html: feeds recommendations in the console. */
const applicationConfig = objectOf(
  {},
  { Attributes: listOf(objectOf({}, { Name: textSetting(1, 64), Values: listOf(textSetting(1, 64), 1, 10) }), 0, 10) },
);

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_MonetizationConfig.html */
export const monetizationConfig = objectOf(
  {},
  {
    CryptoConfig: objectOf({
      PaymentNetworks: listOf(
        objectOf({
          Chain: oneOf('BASE', 'BASE_SEPOLIA', 'SOLANA', 'SOLANA_DEVNET'),
          WalletAddress: textSetting(1, 64),
          Prices: listOf(objectOf({ Amount: textSetting(1, 13), Currency: oneOf('USDC') }), 1, 1),
        }),
        1,
        2,
      ),
    }),
    CurrencyMode: oneOf('REAL', 'TEST'),
  },
);

/** Checks the settings of a web ACL that do not change what it lets through. */
export function checkWebAclSettings(
  parts: Partial<Record<'OnSourceDDoSProtectionConfig' | 'ApplicationConfig' | 'MonetizationConfig', Part>>,
): void {
  checkSetting(parts.OnSourceDDoSProtectionConfig, onSourceDDoSProtectionConfig);
  checkSetting(parts.ApplicationConfig, applicationConfig);
  checkSetting(parts.MonetizationConfig, monetizationConfig);
}
