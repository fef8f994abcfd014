import type { Declared } from './declared.ts';
import { websiteEndpoint } from './region.ts';
import { itself, type StandIn, type StandIns } from './stand-in.ts';

/** Bucket names have no capitals. */
const bucketName = (of: Declared): string =>
  of.text('BucketName') ?? of.generatedName().toLowerCase().slice(-63).replace(/^-+/, '');

/** A resource whose Ref is its name and whose Arn ends in it. */
const namedWithArn = (property: string, service: string, resource: (name: string) => string): StandIn => ({
  ref: (of) => of.name(property),
  attributes: { Arn: (of) => of.arn(service, resource(of.physicalId)) },
});

const topicName = (of: Declared): string => of.name('TopicName');
const queueName = (of: Declared): string => of.name('QueueName');

export const storage: StandIns = {
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html
  'AWS::S3::Bucket': {
    ref: bucketName,
    attributes: {
      Arn: (of) => `arn:${of.partition}:s3:::${of.physicalId}`,
      DomainName: (of) => `${of.physicalId}.s3.${of.urlSuffix}`,
      RegionalDomainName: (of) => `${of.physicalId}.s3.${of.region}.${of.urlSuffix}`,
      DualStackDomainName: (of) => `${of.physicalId}.s3.dualstack.${of.region}.${of.urlSuffix}`,
      WebsiteURL: (of) => `http://${of.physicalId}.${websiteEndpoint(of.region)}`,
    },
  },
  'AWS::S3::AccessPoint': {
    ref: (of) => of.name('Name'),
    attributes: {
      Name: itself,
      Arn: (of) => of.arn('s3', `accesspoint/${of.physicalId}`),
      Alias: (of) => `${of.physicalId.toLowerCase().slice(0, 20)}-${of.id(34, 'alias')}-s3alias`,
    },
  },
  'AWS::S3::BucketPolicy': { refProperty: 'Bucket' },
  'AWS::DynamoDB::Table': namedWithArn('TableName', 'dynamodb', (name) => `table/${name}`),
  'AWS::Logs::LogGroup': namedWithArn('LogGroupName', 'logs', (name) => `log-group:${name}:*`),
  'AWS::Kinesis::Stream': namedWithArn('Name', 'kinesis', (name) => `stream/${name}`),
  'AWS::KinesisFirehose::DeliveryStream': namedWithArn(
    'DeliveryStreamName',
    'firehose',
    (name) => `deliverystream/${name}`,
  ),
  'AWS::Events::EventBus': {
    ref: (of) => of.name('Name'),
    attributes: { Name: itself, Arn: (of) => of.arn('events', `event-bus/${of.physicalId}`) },
  },
  'AWS::Events::Rule': {
    ref: (of) => of.name('Name'),
    attributes: { Arn: (of) => of.arn('events', `rule/${of.physicalId}`) },
  },
  'AWS::SNS::Topic': {
    ref: (of) => of.arn('sns', topicName(of)),
    attributes: { TopicArn: itself, TopicName: topicName },
  },
  'AWS::SQS::Queue': {
    ref: (of) => `https://sqs.${of.region}.${of.urlSuffix}/${of.account}/${queueName(of)}`,
    attributes: { QueueUrl: itself, QueueName: queueName, Arn: (of) => of.arn('sqs', queueName(of)) },
  },
  'AWS::ECR::Repository': {
    ref: (of) => of.text('RepositoryName') ?? of.generatedName().toLowerCase(),
    attributes: {
      Arn: (of) => of.arn('ecr', `repository/${of.physicalId}`),
      RepositoryUri: (of) => `${of.account}.dkr.ecr.${of.region}.${of.urlSuffix}/${of.physicalId}`,
    },
  },
};
