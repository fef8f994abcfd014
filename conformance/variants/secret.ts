import { declare, type Edit, edits, type Json, ref, set } from '../template.ts';
import { sideDoor, stands, type Variant } from './variant.ts';

const KEY_FILE = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-key-file-format.html';
const RESTRICT =
  'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html';

/** The same key at both doors. */
export const key = (value: Json): Edit =>
  edits(
    set('Edge.DistributionConfig.Origins.0.OriginCustomHeaders.0.HeaderValue', value),
    set('OriginKey.Value', value),
  );

const LITERAL = 'Zt7kq0VwE3xN9sBf2mLhJd5RyCpA8uGi';

export const secretVariants: readonly Variant[] = [
  {
    id: 'API-11/sample-of-cloudfront',
    title: "the key is the sample value of CloudFront's documentation",
    change: key('random-value-1234567890'),
    expects: sideDoor('API-11'),
    source: RESTRICT,
  },
  {
    id: 'API-11/sample-of-api-gateway',
    title: "the key is the sample value of API Gateway's documentation",
    change: key('apikey1234abcdefghij0123456789'),
    expects: sideDoor('API-11'),
    source: KEY_FILE,
  },
  {
    id: 'API-11/its-own-name',
    title: 'the key is its own name',
    change: edits(key('protected-api-origin-key'), set('OriginKey.Name', 'protected-api-origin-key')),
    expects: sideDoor('API-11'),
    source: KEY_FILE,
  },
  {
    id: 'API-11/one-letter',
    title: 'the key is one letter again and again',
    change: key('aaaaaaaaaaaaaaaaaaaaaaaa'),
    expects: sideDoor('API-11'),
    source: KEY_FILE,
  },
  {
    id: 'API-11/words',
    title: 'the key is made of words',
    change: key('change-me-secret-api-key'),
    expects: sideDoor('API-11'),
    source: KEY_FILE,
  },
  {
    id: 'SEC-01/literal',
    title: 'the key stands in the template',
    change: key(LITERAL),
    expects: stands('SEC-01'),
    source: RESTRICT,
  },
  {
    id: 'SEC-01/parameter-default',
    title: 'the key is the default of a parameter',
    change: edits(declare('Parameters', 'KeyValue', { Type: 'String', Default: LITERAL }), key(ref('KeyValue'))),
    expects: stands('SEC-01'),
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
  },
  {
    id: 'SEC-01/hidden-parameter-default',
    title: 'the key is the default of a parameter with NoEcho',
    change: edits(
      declare('Parameters', 'KeyValue', { Type: 'String', NoEcho: true, Default: LITERAL }),
      key(ref('KeyValue')),
    ),
    expects: stands('SEC-01'),
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
  },
  {
    id: 'SEC-01/output',
    title: 'the key is a hidden parameter, and an output of the stack',
    change: edits(
      declare('Parameters', 'KeyValue', { Type: 'String', NoEcho: true }),
      key(ref('KeyValue')),
      declare('Outputs', 'Key', { Value: ref('KeyValue') }),
    ),
    expects: stands('SEC-01'),
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
  },
  {
    id: 'SEC-01/joined',
    title: 'the key is joined from pieces in the template',
    change: key({ 'Fn::Join': ['', [LITERAL.slice(0, 16), LITERAL.slice(16)]] }),
    expects: stands('SEC-01'),
    source: RESTRICT,
  },
];
