import { type Fact, standIn, type Traveller } from '@sallyport/gates';
import { hexadecimal } from '@sallyport/http';
import type { World } from './world.ts';

/** What a fact is for this request; undefined where nobody knows it. */
export function factValue(fact: Fact, request: Traveller, world: World): string | undefined {
  const { connection } = request;
  switch (fact) {
    case 'request-id':
      return world.facts.requestId;
    case 'client-address':
      return connection.address;
    case 'client-port':
      return String(connection.port);
    case 'via':
      return via(request);
    case 'date':
      return new Date(world.now).toUTCString();
    case 'country':
      return connection.country;
    case 'trace-id':
      return traceId(world);
    case 'tls-protocol':
      return connection.tls?.protocol;
    case 'tls-cipher':
      return connection.tls?.cipher;
    case 'http-version':
      return request.httpVersion.includes('.') ? request.httpVersion : `${request.httpVersion}.0`;
    case 'ja3':
      return connection.tls?.ja3;
    case 'ja4':
      return connection.tls?.ja4;
    case 'asn':
      return connection.asn === undefined ? undefined : String(connection.asn);
  }
}

/**
 * CloudFront's Via: the version that the viewer speaks and the name of a host of the edge.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 */
function via(request: Traveller): string {
  return VIA[request.httpVersion];
}

const EDGE_HOST = `${standIn({ opaque: 'edge', nature: 'generated', reason: '' }).slice(0, 32)}.cloudfront.net`;

const VIA: { readonly [Version in Traveller['httpVersion']]: string } = {
  '1.0': `1.0 ${EDGE_HOST} (CloudFront)`,
  '1.1': `1.1 ${EDGE_HOST} (CloudFront)`,
  '2': `2.0 ${EDGE_HOST} (CloudFront)`,
  '3': `3.0 ${EDGE_HOST} (CloudFront)`,
};

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
function traceId(world: World): string {
  const seconds = Math.floor(world.now / 1000);
  const { requestId } = world.facts;
  return `Root=1-${hexadecimal(seconds)}-${digits(requestId, 0)}${digits(requestId, 8)}${digits(requestId, 16)}`;
}

/** Eight hexadecimal digits that depend on eight letters of a text, which begins anew at its end. */
function digits(text: string, from: number): string {
  let all = 0;
  for (let at = from; at < from + 8; at++) all = (all << 4) | (text.charCodeAt(at % text.length) & 15);
  return hexadecimal(all);
}
