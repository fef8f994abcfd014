import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestSampler, SampledRequests, SampleQuery } from '@sallyport/waf';
import { isLoopbackHost } from './loopback-host.ts';
import { ServeError } from './options.ts';

/** A part of AWS WAF's API on a loopback port. */
export interface WafApi {
  readonly port: number;
  readonly close: () => Promise<void>;
}

interface WafApiSetting {
  readonly sampler: RequestSampler;
  readonly now: () => number;
  readonly random: () => number;
}

const MOST_BODY_BYTES = 16_384;
/** Beyond this the connection is closed without an answer. */
const MOST_BYTES_READ = 1_048_576;
const TARGET = 'AWSWAF_20190729.GetSampledRequests';

/** An answer of the service: https://docs.aws.amazon.com/waf/latest/APIReference/CommonErrors.html */
interface ApiAnswer {
  readonly status: number;
  readonly body: object;
}

/**
 * Answers GetSampledRequests as AWS WAF does (JSON 1.1), so that its clients can ask: the CLI with `--endpoint-url`. Signatures
 * are not looked at. https://docs.aws.amazon.com/waf/latest/APIReference/API_GetSampledRequests.html
 */
export async function openWafApi(port: number, setting: WafApiSetting): Promise<WafApi> {
  const server = createServer((input, output) => {
    bodyOf(input).then(
      (body) => send(output, body === undefined ? TOO_LARGE : answer(input, body, setting)),
      () => output.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new ServeError('waf-api-port', `Cannot listen on port ${port} for the API of AWS WAF: ${cause.message}`, cause),
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

/** Undefined where it is too large: it is then read to its end, so that the answer arrives, and not kept. */
async function bodyOf(input: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    bytes += chunk.length;
    if (bytes <= MOST_BODY_BYTES) chunks.push(chunk);
    if (bytes > MOST_BYTES_READ) throw new Error('a body without an end');
  }
  return bytes > MOST_BODY_BYTES ? undefined : Buffer.concat(chunks).toString('utf8');
}

function send(output: ServerResponse, { status, body }: ApiAnswer): void {
  const text = JSON.stringify(body);
  output.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1', 'Content-Length': Buffer.byteLength(text) });
  output.end(text);
}

function answer(input: IncomingMessage, body: string, { sampler, now, random }: WafApiSetting): ApiAnswer {
  const { host = '', 'x-amz-target': target } = input.headers;
  // A page on the web may have its own name resolved to this machine (DNS rebinding), and would then be answered.
  if (!isLoopbackHost(host))
    return refusal('AccessDeniedException', `Cannot answer for the host "${host}", expected localhost.`);
  if (target !== TARGET)
    return refusal('UnknownOperationException', `Cannot answer ${String(target)}, expected ${TARGET}.`);
  const query = queryOf(body);
  if (typeof query === 'string') return refusal('WAFInvalidParameterException', query);
  const found: SampledRequests = sampler.sample(query, now(), random);
  return { status: 200, body: found };
}

const refusal = (type: string, message: string): ApiAnswer => ({
  status: 400,
  body: { __type: type, message, Message: message },
});

/** https://docs.aws.amazon.com/waf/latest/APIReference/CommonErrors.html */
const TOO_LARGE: ApiAnswer = {
  ...refusal(
    'RequestEntityTooLargeException',
    `Cannot read the request: more than ${MOST_BODY_BYTES} bytes found, expected a question of a few lines.`,
  ),
  status: 413,
};

/** What is asked, or what is wrong with it. */
function queryOf(body: string): SampleQuery | string {
  let members: Readonly<Record<string, unknown>>;
  try {
    members = Object(JSON.parse(body));
  } catch {
    return 'Cannot read the request: no JSON found, expected an object.';
  }
  const { WebAclArn: webAclArn, RuleMetricName: ruleMetricName, MaxItems: maxItems } = members;
  const { StartTime: start, EndTime: end }: { readonly StartTime?: unknown; readonly EndTime?: unknown } = Object(
    members.TimeWindow,
  );
  if (typeof webAclArn !== 'string') return wrong('WebAclArn', webAclArn, 'the ARN of a web ACL');
  if (typeof ruleMetricName !== 'string') return wrong('RuleMetricName', ruleMetricName, 'a metric name');
  if (typeof maxItems !== 'number' || !(maxItems >= 1 && maxItems <= 500))
    return wrong('MaxItems', maxItems, '1 to 500');
  if (typeof start !== 'number') return wrong('TimeWindow.StartTime', start, 'seconds since 1970');
  if (typeof end !== 'number') return wrong('TimeWindow.EndTime', end, 'seconds since 1970');
  return { webAclArn, ruleMetricName, maxItems, from: start * 1000, to: end * 1000 };
}

const wrong = (name: string, found: unknown, expected: string): string =>
  `Cannot take ${name}: ${JSON.stringify(found) ?? 'nothing'} found, expected ${expected}.`;
