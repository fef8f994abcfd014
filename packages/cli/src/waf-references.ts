import type { Place } from '@sallyport/http';
import { inputFailure } from './failure.ts';
import { readDocument } from './waf-document.ts';

/** A set or a group that a web ACL refers to, from a file of its own. */
export interface ReferenceFile {
  readonly kind: 'IPSet' | 'RegexPatternSet' | 'RuleGroup';
  readonly arn: string;
  readonly definition: unknown;
  readonly place: (path: string) => Place;
}

const KIND_TITLES = { IPSet: 'an IP set', RegexPatternSet: 'a regex pattern set', RuleGroup: 'a rule group' } as const;

/** Reads the files of `--ip-set`, `--regex-set` and `--rule-group`. */
export function readReferenceFiles(options: {
  readonly ipSet?: readonly string[];
  readonly regexSet?: readonly string[];
  readonly ruleGroup?: readonly string[];
}): readonly ReferenceFile[] {
  const all = (files: readonly string[] | undefined, kind: ReferenceFile['kind']) =>
    (files ?? []).map((file) => readReferenceFile(file, kind));
  return [
    ...all(options.ipSet, 'IPSet'),
    ...all(options.regexSet, 'RegexPatternSet'),
    ...all(options.ruleGroup, 'RuleGroup'),
  ];
}

/** In the API's shape, alone or as get-ip-set, get-regex-pattern-set and get-rule-group answer. */
function readReferenceFile(file: string, kind: ReferenceFile['kind']): ReferenceFile {
  const { data, place } = readDocument(file, KIND_TITLES[kind]);
  const wrapped = memberOf(data, kind);
  const definition = wrapped ?? data;
  const arn = memberOf(definition, 'ARN');
  if (typeof arn !== 'string')
    throw inputFailure(
      'no-arn',
      `Cannot read ${KIND_TITLES[kind]} of "${file}": no ARN found, expected ${kind} as the API answers it, with its ARN.`,
      'Rules refer to it by its ARN.',
      place([]),
    );
  return {
    kind,
    arn,
    definition,
    place: (path) => place([...(wrapped === undefined ? [] : [kind]), ...path.split('.')]),
  };
}

function memberOf(data: unknown, name: string): unknown {
  if (typeof data !== 'object' || data === null) return undefined;
  return new Map<string, unknown>(Object.entries(data)).get(name);
}
