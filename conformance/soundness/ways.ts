import { add, type Edit, ref, remove } from '../template.ts';
import { resourceOf } from './pieces.ts';
import type { SoundnessCase } from './soundness-case.ts';

const DISTRIBUTIONS = 60;
const STAGES = 45;

/** Many distributions before many stages: every stage is reached in as many ways. The last distribution has no web ACL. */
const manyWays: Edit = (template) => {
  for (let at = 0; at < STAGES; at++)
    add(`Stage${at}`, 'AWS::ApiGateway::Stage', {
      RestApiId: ref('Api'),
      DeploymentId: ref('Deployment'),
      StageName: `stage${at}`,
    })(template);
  for (let at = 0; at < DISTRIBUTIONS; at++) {
    Object.assign(template.Resources, { [`Edge${at}`]: structuredClone(resourceOf(template, 'Edge')) });
    remove(`Edge${at}.DistributionConfig.Origins.0.OriginPath`)(template);
  }
  remove(`Edge${DISTRIBUTIONS - 1}.DistributionConfig.WebACLId`)(template);
};

/** A proof that follows no more ways says so. */
export const ways: readonly SoundnessCase[] = [
  {
    id: 'more-ways-than-are-followed',
    title: 'there are more ways from distributions to stages than are followed, and the last one has no web ACL',
    change: manyWays,
    expects: { internet: 'unknown' },
    source: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html',
  },
];
