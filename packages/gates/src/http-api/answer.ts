import { utf8Bytes } from '@sallyport/http';
import { extendedRequestId } from '../rest-api/request-id.ts';
import type { Answer, ResponseRule, Step } from '../step.ts';

/** What an HTTP API answers by itself; its answers bear `apigw-requestid` and no error type (observed). */
export function httpApiAnswer(status: number, message: string): Answer {
  return {
    label: `the HTTP API answers ${status}`,
    respond: (_request, facts) => ({
      status,
      headers: [
        ['Content-Type', 'application/json'],
        ['apigw-requestid', extendedRequestId(facts.requestId)],
      ],
      body: { kind: 'bytes', bytes: utf8Bytes(`{"message":${JSON.stringify(message)}}`) },
    }),
  };
}

/** A step that answers so. */
export const answers = (status: number, message: string): Step => ({
  do: 'answer',
  answer: httpApiAnswer(status, message),
});

/** What takes the place of an answer that did not come. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html */
export const HTTP_API_FAILURE: ResponseRule = {
  label: 'the HTTP API answers for an integration that failed',
  apply: (response, { failure, request, facts }) => {
    if (!failure) return response;
    const answer =
      failure === 'timeout' ? httpApiAnswer(504, 'Gateway Timeout') : httpApiAnswer(503, 'Service Unavailable');
    return answer.respond(request, facts);
  },
};
