import { type GateGraph, stepsOf } from '@sallyport/gates';
import type { Running, Served } from '@sallyport/runtime/node';
import colours from 'picocolors';
import { statusText } from './status-text.ts';
import { endOf } from './trace-text.ts';

/** What commands need beside the entrances. */
export interface ForCommands {
  /** The file of the local certificate authority. */
  readonly certificate: string;
  /** Keys of clients that were drawn for this run, each with the variable that stands for it in reports. */
  readonly clientKeys: readonly { readonly variable: string; readonly value: string }[];
}

/** What `up` prints when it listens: the entrances, what they lead to, and what to paste. */
export function welcome(
  graph: GateGraph,
  { entrances, wafApiPort }: Running,
  { certificate, clientKeys }: ForCommands,
): string {
  const width = Math.max(...entrances.map(({ entrance }) => entrance.id.length));
  const address = Math.max(...entrances.map(({ urls: [url = ''] }) => url.length));
  const lines = entrances.map(
    ({ entrance, urls: [url = ''] }) =>
      `  ${entrance.id.padEnd(width)}  ${colours.bold(url.padEnd(address))}  ${colours.dim(entrance.hosts[0] ?? '')}`,
  );
  const origins = graph.origins.map(({ id, distributions }) =>
    distributions.length > 0 ? `${distributions.join(', ')} → ${id}` : id,
  );
  return [
    colours.bold('Sallyport runs the architecture.'),
    '',
    ...lines,
    '',
    `Origins: ${origins.join('; ') || 'none'}`,
    `Certificates are signed by ${certificate}`,
    ...(wafApiPort === undefined ? [] : sampledRequests(graph, wafApiPort)),
    '',
    'Try:',
    ...commands(entrances, certificate).map((command) => `  ${command}`),
    '',
    ...forReports(entrances, certificate),
    ...clientKeys.map(({ variable, value }) => `  export ${variable.slice(1)}=${value}`),
    '',
    'Stop with Ctrl-C.',
    '',
    '',
  ].join('\n');
}

/** How a command that `check` printed, which names hosts of AWS, is sent here. */
function forReports(entrances: Running['entrances'], certificate: string): readonly string[] {
  const port = entrances.find(({ entrance }) => entrance.kind !== 'distribution')?.urls[0]?.match(/:(\d+)/)?.[1];
  return [
    `What "sallyport check" says to paste works here with this after "curl" (the port is the entrance's):`,
    `  --cacert ${quoted(certificate)} --connect-to ::localhost:${port ?? 'PORT'}`,
    ...(entrances.every(({ hasIPv6 }) => hasIPv6) ? [] : ['  This machine has no IPv6: leave -6 out.']),
  ];
}

/** How to ask for samples, and of which web ACLs. */
function sampledRequests(graph: GateGraph, port: number): readonly string[] {
  const steps = [...graph.gates.values()].flatMap(({ start }) => stepsOf(start));
  const arns = steps.flatMap((step) => (step.do === 'inspect' && step.webAcl.arn ? [step.webAcl.arn] : []));
  return [
    `Sampled requests: aws wafv2 get-sampled-requests --endpoint-url http://127.0.0.1:${port} --no-sign-request …`,
    ...[...new Set(arns)].map((arn) => `  --web-acl-arn ${arn}`),
  ];
}

/** Commands to paste: through the front door, straight to the origin, and through the front door with a key of one's own. */
function commands(entrances: Running['entrances'], certificate: string): readonly string[] {
  const url = (door: boolean) =>
    entrances.find(({ entrance }) => (entrance.kind === 'distribution') === door)?.urls[0]?.replace(/\/$/, '');
  const front = url(true);
  const straight = url(false);
  const curl = `curl -i --cacert ${quoted(certificate)}`;
  return [
    ...(front ? [`${curl} ${quoted(`${front}/hello?who=you`)}`] : []),
    ...(straight ? [`${curl} ${straight}/hello`] : []),
    ...(front ? [`${curl} -H 'x-api-key: my-own-key' ${front}/hello`] : []),
  ];
}

/** Shells take `?` and blanks for more than they are. */
const quoted = (text: string): string => (/^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** One line a request: status, what was asked for, by whom, and how far it came. */
export function requestLine({ entrance, request, response, journey, milliseconds }: Served): string {
  const reached = journey.reached.at(-1);
  const failure = journey.failures.at(-1);
  const end = reached === undefined ? endOf(journey.trace) : `reached ${reached}${failure ? ` (${failure})` : ''}`;
  const about = `${request.connection.address}, ${milliseconds.toFixed(1)} ms, ${end}`;
  return `${statusText(response.status)} ${entrance.id}  ${request.method} ${printable(request.target)}  ${colours.dim(about)}\n`;
}

/** A target as a terminal may show it: control characters and bytes outside ASCII escaped, and not too long. */
export function printable(target: string): string {
  const text = target.replace(/[^\x20-\x7e]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
