import { extendedRequestId } from '@sallyport/gates';
import type { Request } from '@sallyport/http';
import { type Disclosure, dataProtection, disclosures, type LogOccasion, logRecord } from '@sallyport/waf';
import type { WebAclEvaluation } from '../world.ts';
import type { Served } from './options.ts';

/** One line of a web ACL's log. */
export interface WafLogLine {
  readonly webAcl: string;
  readonly line: string;
}

type Disclose = (request: Request) => Disclosure;

/** What the web ACLs of the sources write about a request: JSON, where they have a logging configuration that keeps it. */
export const wafLogLines = (served: Served, secrets: Disclose): readonly WafLogLine[] =>
  served.journey.evaluations.flatMap((each) =>
    (each.logging ?? []).flatMap(({ disclose, keeps }) => {
      const { evaluation, request } = each;
      const shown = disclosures(protection(each), disclose, secrets);
      const record = logRecord(evaluation, request, occasionOf(each, served), shown);
      return keeps(record) ? [{ webAcl: each.webAcl, line: JSON.stringify(record) }] : [];
    }),
  );

/** What the web ACL's data protection leaves. */
export const protection = ({ evaluation }: WebAclEvaluation): Disclose =>
  dataProtection(evaluation.record.webAcl.dataProtections);

const NO_SOURCE = { name: '-', id: '-' };

/** AWS's samples of records from API Gateway have the extended request id. */
function occasionOf({ source = NO_SOURCE }: WebAclEvaluation, served: Served): LogOccasion {
  const { startedAt: timestamp, requestId, receivedBytes: bodyBytes } = served;
  return {
    timestamp,
    requestId: source.name === 'APIGW' ? extendedRequestId(requestId) : requestId,
    source,
    bodyBytes,
  };
}
