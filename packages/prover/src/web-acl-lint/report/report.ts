import type { Place } from '@sallyport/http';
import type { AddressFacts, Evaluation, ResourceType } from '@sallyport/waf';
import type { Level } from '../lint.ts';
import type { WebAclFinding, WebAclLint } from '../lint-web-acl.ts';
import { curlOf } from './curl.ts';
import { type RequestJson, requestJson } from './request-json.ts';

/** A request that was put to the engine, and what it decided. */
export interface ReportedRequest {
  readonly says: string;
  readonly request: RequestJson;
  /** How often it was sent at once, and what differed. */
  readonly times: number;
  readonly each: string | null;
  readonly curl: string;
  readonly decision: Pick<
    Evaluation,
    'action' | 'terminatingRule' | 'countedRules' | 'insertedHeaders' | 'fidelity'
  > & {
    readonly terminatingRuleInGroup: string | null;
  };
}

export interface ReportedFinding {
  readonly id: string;
  readonly level: Level;
  readonly title: string;
  readonly rule: string | null;
  /** From the root of the definition, or of the group that `place` is in. */
  readonly path: string;
  readonly place: Place;
  readonly detail: string;
  readonly assumes: string | null;
  readonly shown: readonly ReportedRequest[];
  readonly remedy: string;
  readonly source: string;
  readonly page: string;
}

/** What `sallyport waf lint --format json` prints. */
export interface WebAclLintReport {
  readonly webAcl: string;
  readonly resourceType: ResourceType;
  readonly rules: number;
  readonly counts: Readonly<Record<Level, number>>;
  readonly findings: readonly ReportedFinding[];
  readonly notExamined: WebAclLint['notExamined'];
  /** What the requests take for known of addresses in headers: what `--ip-data` takes. */
  readonly addresses: Readonly<Record<string, AddressFacts>>;
}

const LEVELS: readonly Level[] = ['error', 'warning', 'note'];

export function webAclLintReport(
  lint: WebAclLint,
  resourceType: ResourceType,
  place: (finding: Pick<WebAclFinding, 'path' | 'of'>) => Place,
): WebAclLintReport {
  const findings = lint.findings.map((finding) => reported(finding, place(finding)));
  const count = (level: Level): number => findings.filter((finding) => finding.level === level).length;
  return {
    webAcl: lint.name,
    resourceType,
    rules: lint.rules,
    counts: { error: count('error'), warning: count('warning'), note: count('note') },
    findings: LEVELS.flatMap((level) => findings.filter((finding) => finding.level === level)),
    notExamined: lint.notExamined,
    addresses: lint.addresses,
  };
}

function reported({ lint, rule, path, level, detail, assumes, shown }: WebAclFinding, place: Place): ReportedFinding {
  return {
    id: lint.id,
    level,
    title: lint.title,
    rule: rule?.shown ?? null,
    path,
    place,
    detail,
    assumes: assumes ?? null,
    shown: shown.map(({ says, request, series, evaluation }) => ({
      says,
      request: requestJson(request),
      times: series?.times ?? 1,
      each: series?.how ?? null,
      curl: curlOf(request),
      decision: {
        action: evaluation.action,
        terminatingRule: evaluation.terminatingRule,
        terminatingRuleInGroup: evaluation.terminatingRuleInGroup ?? null,
        countedRules: evaluation.countedRules,
        insertedHeaders: evaluation.insertedHeaders,
        fidelity: evaluation.fidelity,
      },
    })),
    remedy: lint.remedy,
    source: lint.source,
    page: `docs/findings/${lint.id}.md`,
  };
}
