import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wafCapacityCommand } from '../waf-capacity-command.ts';
import { type WafEvaluateOptions, wafEvaluateCommand } from '../waf-evaluate-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'sallyport-waf-'));
let files = 0;

/** A file that a command reads; what is no text is written as JSON. */
export function file(content: unknown, ending = 'json'): string {
  const path = join(folder, `${++files}.${ending}`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

export const VISIBILITY = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
export const ARN = 'arn:aws:wafv2:eu-central-1:111122223333:regional';
export const rule = (Name: string, Priority: number, Statement: unknown, Action: unknown, more: object = {}) => ({
  Name,
  Priority,
  Statement,
  Action,
  VisibilityConfig: VISIBILITY,
  ...more,
});
export const pathStartsWith = (SearchString: string) => ({
  ByteMatchStatement: {
    SearchString,
    FieldToMatch: { UriPath: {} },
    TextTransformations: [{ Priority: 0, Type: 'LOWERCASE' }],
    PositionalConstraint: 'STARTS_WITH',
  },
});
export const base64 = (text: string): string => Buffer.from(text).toString('base64');

export const apiWebAcl = (Rules: readonly unknown[], more: object = {}) => ({
  WebACL: {
    Name: 'Edge',
    Id: '1',
    ARN: `${ARN}/webacl/Edge/1`,
    DefaultAction: { Allow: {} },
    VisibilityConfig: VISIBILITY,
    Rules,
    ...more,
  },
  LockToken: 'x',
});

/** The outcomes as the command prints them, one a line. */
export function evaluated(options: Partial<WafEvaluateOptions> & Pick<WafEvaluateOptions, 'webAcl' | 'request'>) {
  let text = '';
  const code = wafEvaluateCommand({ format: 'json', ...options }, (more) => {
    text += more;
  });
  if (code !== 0) throw new Error(`exit code ${code}`);
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** What `waf capacity` prints. */
export const capacity = (webAcl: string, more: object = {}): unknown => {
  let text = '';
  wafCapacityCommand({ webAcl, format: 'json', ...more }, (line) => {
    text += line;
  });
  return JSON.parse(text);
};
