import { distributionDomainName } from '../../../distribution/domain-name.ts';
import type { Declared } from './declared.ts';
import { itself, type StandIn, type StandIns } from './stand-in.ts';

const uuid: StandIn = { ref: (of) => of.uuid(), attributes: { Id: itself } };
/** Ids of the kind `E2QWRUHEXAMPLE`. */
const capital: StandIn = { ref: (of) => `E${of.upper(13)}`, attributes: { Id: itself } };

/** CloudFront belongs to no region: its ARNs leave the region out. */
const arn = (of: Declared, resource: string): string => of.arn('cloudfront', resource, '');
const functionArn = (of: Declared): string => arn(of, `function/${of.name('Name')}`);

export const cloudFront: StandIns = {
  'AWS::CloudFront::Distribution': {
    ref: (of) => `E${of.upper(13)}`,
    attributes: { Id: itself, DomainName: (of) => distributionDomainName(of.physicalId) },
  },
  'AWS::CloudFront::CachePolicy': uuid,
  'AWS::CloudFront::OriginRequestPolicy': uuid,
  'AWS::CloudFront::ResponseHeadersPolicy': uuid,
  'AWS::CloudFront::ContinuousDeploymentPolicy': uuid,
  'AWS::CloudFront::KeyGroup': uuid,
  'AWS::CloudFront::OriginAccessControl': capital,
  'AWS::CloudFront::PublicKey': { ref: (of) => `K${of.upper(13)}`, attributes: { Id: itself } },
  'AWS::CloudFront::CloudFrontOriginAccessIdentity': {
    ref: (of) => `E${of.upper(13)}`,
    attributes: { Id: itself, S3CanonicalUserId: (of) => of.hex(96, 'canonical') },
  },
  'AWS::CloudFront::VpcOrigin': {
    ref: (of) => `vo_${of.id(22)}`,
    attributes: { Id: itself, Arn: (of) => arn(of, `vpcorigin/${of.physicalId}`), AccountId: (of) => of.account },
  },
  'AWS::CloudFront::Function': {
    ref: functionArn,
    attributes: { FunctionARN: functionArn, 'FunctionMetadata.FunctionARN': functionArn },
  },
  'AWS::CloudFront::KeyValueStore': {
    ref: (of) => of.name('Name'),
    attributes: { Id: (of) => of.uuid(), Arn: (of) => arn(of, `key-value-store/${of.uuid()}`) },
  },
  'AWS::CloudFront::RealtimeLogConfig': {
    ref: (of) => arn(of, `realtime-log-config/${of.name('Name')}`),
    attributes: { Arn: itself },
  },
  'AWS::CloudFront::ConnectionGroup': {
    ref: (of) => `cg_${of.id(27)}`,
    attributes: {
      Id: itself,
      Arn: (of) => arn(of, `connection-group/${of.physicalId}`),
      RoutingEndpoint: (of) => `d${of.id(13, 'endpoint')}.cloudfront.net`,
    },
  },
  'AWS::CloudFront::DistributionTenant': {
    ref: (of) => `dt_${of.id(27)}`,
    attributes: { Id: itself, Arn: (of) => arn(of, `distribution-tenant/${of.physicalId}`) },
  },
};
