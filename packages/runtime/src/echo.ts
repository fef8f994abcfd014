import { bytesOfLatin1, type Request, type Response, utf8 } from '@sallyport/http';

/** What the echo application says about a request. */
export interface Echo {
  readonly method: string;
  readonly target: string;
  readonly httpVersion: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly bodyBytes: number;
}

/** The application that stands in for one outside: it answers 200 and says what it received. */
export function echo(request: Request, bodyBytes: number = request.body.bytes.length): Response {
  const { method, target, httpVersion, headers } = request;
  return jsonResponse({ method, target, httpVersion, headers, bodyBytes } satisfies Echo);
}

/** The function that stands in for one without code, in the shape that API Gateway's AWS_PROXY wants. */
export function echoFunction(event: unknown): unknown {
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ event }),
  };
}

function jsonResponse(value: unknown): Response {
  const bytes = bytesOfLatin1(utf8(JSON.stringify(value, null, 1)));
  return { status: 200, headers: [['Content-Type', 'application/json']], body: { kind: 'bytes', bytes } };
}
