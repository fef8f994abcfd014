import type { Request } from '@sallyport/http';
import type { Shape } from '../compilation.ts';
import {
  boolean,
  choice,
  items,
  members,
  nothingInside,
  onlyMember,
  type Part,
  type Refusal,
  refuse,
  rootPart,
  text,
} from '../part.ts';
import type { Disclosure } from './disclosure.ts';
import type { LogRecord } from './log-record.ts';
import { type FilterCondition, isKept, type LoggingFilter } from './logging-filter.ts';
import { type Redaction, redaction } from './redaction.ts';

/** A LoggingConfiguration that has been checked. */
export interface CompiledLogging {
  /** The web ACL that it is for; undefined where the sources do not tell. */
  readonly resourceArn: string | undefined;
  /** Where the records go; undefined where the sources do not tell. */
  readonly destination: string | undefined;
  /** RedactedFields, for `logRecord`. */
  readonly disclose: (request: Request) => Disclosure;
  /** LoggingFilter: whether the record is written. */
  readonly keeps: (record: LogRecord) => boolean;
}

export type LoggingResult = { readonly logging: CompiledLogging } | { readonly refused: readonly Refusal[] };

const MEMBERS = {
  required: ['ResourceArn', 'LogDestinationConfigs'],
  optional: ['RedactedFields', 'LoggingFilter'],
} as const;
/** CloudFormation's resource type has not got these. */
const API_MEMBERS = ['ManagedByFirewallManager', 'LogType', 'LogScope'] as const;

/**
 * Checks a LoggingConfiguration, written as the API (also as get-logging-configuration answers) or CloudFormation has it.
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_LoggingConfiguration.html
 */
export function compileLoggingConfiguration(definition: unknown, shape: Shape = 'api'): LoggingResult {
  const part = unwrapped(definition);
  const parts = members(part, {
    required: MEMBERS.required,
    optional: [...MEMBERS.optional, ...(shape === 'api' ? API_MEMBERS : [])],
  });
  const redacted = redactedFields(parts?.RedactedFields);
  const filter = loggingFilter(parts?.LoggingFilter);
  const logging: CompiledLogging = {
    resourceArn: text(parts?.ResourceArn, 20, 2048),
    destination: destination(parts?.LogDestinationConfigs),
    disclose: () => redaction(redacted),
    keeps: (record) => filter === undefined || isKept(filter, record),
  };
  boolean(parts?.ManagedByFirewallManager);
  choice(parts?.LogType, ['WAF_LOGS']);
  choice(parts?.LogScope, ['CUSTOMER', 'SECURITY_LAKE', 'CLOUDWATCH_TELEMETRY_RULE_MANAGED']);
  return part.notes.refusals.length === 0 ? { logging } : { refused: part.notes.refusals };
}

function unwrapped(definition: unknown): Part {
  const inside =
    typeof definition === 'object' && definition !== null && 'LoggingConfiguration' in definition
      ? definition.LoggingConfiguration
      : undefined;
  return inside === undefined ? rootPart(definition) : rootPart(inside, 'LoggingConfiguration');
}

/** The name of a destination by the kind of its ARN. https://docs.aws.amazon.com/waf/latest/developerguide/logging-destinations.html */
const DESTINATIONS = [
  /^arn:[^:]*:s3:::(.+)$/,
  /^arn:[^:]*:logs:[^:]+:[^:]*:log-group:(.+)$/,
  /^arn:[^:]*:firehose:[^:]+:[^:]*:deliverystream\/(.+)$/,
];
const PREFIX = 'aws-waf-logs-';

/** "You can associate one logging destination to a web ACL." Its name must begin with `aws-waf-logs-`. */
function destination(part: Part | undefined): string | undefined {
  const [first, second] = items(part, 1, 100) ?? [];
  if (second && part) return refuse(part, 'more than one destination', 'one');
  const arn = text(first, 20, 2048);
  if (!first || arn === undefined) return undefined;
  const name = DESTINATIONS.map((pattern) => pattern.exec(arn)?.[1]).find((found) => found !== undefined);
  if (name === undefined) return refuse(first, `"${arn}"`, 'the ARN of a bucket, a log group or a delivery stream');
  return name.startsWith(PREFIX) ? arn : refuse(first, `the name "${name}"`, `one that begins with "${PREFIX}"`);
}

const MOST_FIELDS = 100;
const WHOLE_FIELDS = ['UriPath', 'QueryString', 'Method'];

/** "You can specify only the following fields for redaction: UriPath, QueryString, SingleHeader, and Method." */
function redactedFields(part: Part | undefined): Redaction {
  const fields = new Set<string>();
  const headers = new Set<string>();
  const isTold = isToldIn(part, () => {
    for (const item of items(part, 0, MOST_FIELDS) ?? []) redactedField(item, fields, headers);
  });
  // Where it is not told what is redacted, everything that can be is.
  return {
    hasField: (member) => (isTold ? fields.has(member) : WHOLE_FIELDS.includes(member)),
    hasHeader: (name) => !isTold || headers.has(name.toLowerCase()),
  };
}

/** Reads a part, and tells whether all of it was told by the sources. */
function isToldIn(part: Part | undefined, read: () => void): boolean {
  const before = part?.notes.unknowns.length ?? 0;
  read();
  return (part?.notes.unknowns.splice(before) ?? []).length === 0;
}

function redactedField(item: Part, fields: Set<string>, headers: Set<string>): void {
  const chosen = onlyMember(item, 'field');
  if (!chosen) return;
  if (chosen.name === 'SingleHeader') {
    const name = text(members(chosen.part, { required: ['Name'] })?.Name, 1, 64);
    if (name !== undefined) headers.add(name.toLowerCase());
  } else if (WHOLE_FIELDS.includes(chosen.name)) {
    if (nothingInside(chosen.part)) fields.add(chosen.name);
  } else refuse(chosen.part, 'a field that cannot be redacted', 'UriPath, QueryString, SingleHeader or Method');
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_LoggingFilter.html; one that is not told leaves nothing out. */
function loggingFilter(part: Part | undefined): LoggingFilter | undefined {
  let filter: LoggingFilter | undefined;
  const isTold = isToldIn(part, () => {
    const parts = members(part, { required: ['Filters', 'DefaultBehavior'] });
    const filters = items(parts?.Filters, 1)?.map(oneFilter);
    const defaultBehavior = behavior(parts?.DefaultBehavior);
    if (filters && defaultBehavior) filter = { filters: filters.flatMap((each) => each ?? []), defaultBehavior };
  });
  return isTold ? filter : undefined;
}

const behavior = (part: Part | undefined) => choice(part, ['KEEP', 'DROP']);

function oneFilter(part: Part): LoggingFilter['filters'][number] | undefined {
  const parts = members(part, { required: ['Behavior', 'Requirement', 'Conditions'] });
  const kept = behavior(parts?.Behavior);
  const requirement = choice(parts?.Requirement, ['MEETS_ALL', 'MEETS_ANY']);
  const conditions = items(parts?.Conditions, 1)?.map(condition);
  if (!kept || !requirement || !conditions) return undefined;
  return { behavior: kept, requirement, conditions: conditions.flatMap((each) => each ?? []) };
}

const ACTIONS = ['ALLOW', 'BLOCK', 'COUNT', 'CAPTCHA', 'CHALLENGE', 'EXCLUDED_AS_COUNT', 'MONETIZE'] as const;

function condition(part: Part): FilterCondition | undefined {
  const chosen = onlyMember(part, 'condition');
  if (!chosen) return undefined;
  if (chosen.name === 'ActionCondition') {
    const action = choice(members(chosen.part, { required: ['Action'] })?.Action, ACTIONS);
    return action && { action };
  }
  if (chosen.name !== 'LabelNameCondition')
    return refuse(chosen.part, 'an unknown member', 'ActionCondition or LabelNameCondition');
  const name = members(chosen.part, { required: ['LabelName'] })?.LabelName;
  const label = text(name, 1, 1024);
  if (label === undefined || !name) return undefined;
  return /^[0-9A-Za-z_\-:]+$/.test(label)
    ? { label }
    : refuse(name, `"${label}"`, 'letters, digits, hyphens, underscores and colons');
}
