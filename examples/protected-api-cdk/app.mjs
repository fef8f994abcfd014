// The architecture of ../protected-api, as a CDK app. `npm run synth` writes cdk.out.
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { ProtectedApi } from './protected-api.mjs';

// What CDK would add of the machine it runs on stays out, so that the output is the same everywhere.
const app = new App({
  outdir: process.env.CDK_OUTDIR ?? fileURLToPath(new URL('cdk.out', import.meta.url)),
  analyticsReporting: false,
  stackTraces: false,
  treeMetadata: false,
  context: { 'aws:cdk:disable-creation-stack-traces': true },
});
// A web ACL for CloudFront is made in us-east-1.
new ProtectedApi(app, 'ProtectedApi', { env: { region: 'us-east-1' } });
app.synth();
