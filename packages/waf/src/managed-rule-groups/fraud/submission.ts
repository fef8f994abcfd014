import { queryArguments, utf8 } from '@sallyport/http';
import type { Compilation } from '../../compilation.ts';
import { Component } from '../../component.ts';
import type { Fetch } from '../../components.ts';
import { inspectedBody } from '../../fields/body.ts';
import { readJson } from '../../fields/json-elements.ts';
import { EVERYTHING, pointerOf } from '../../fields/json-pointer.ts';
import { TRANSFORMATIONS } from '../../transformations/transformations.ts';
import { transformations } from '../component.ts';
import { exactly } from '../managed-rule-group.ts';
import type { Reading } from '../reading.ts';
import type { ManagedSettings } from '../settings.ts';

export const all = (...Statements: readonly unknown[]): unknown => ({ AndStatement: { Statements } });

/**
 * Requests to a path: those that begin with it, or match it where paths are regular expressions; without regard to case.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-atp-rg-using.html
 */
export const toPath = (path: string, isRegex: boolean): unknown =>
  isRegex
    ? {
        RegexMatchStatement: {
          RegexString: `(?i)${path}`,
          FieldToMatch: { UriPath: {} },
          TextTransformations: transformations(['NONE']),
        },
      }
    : {
        ByteMatchStatement: {
          SearchString: path.toLowerCase(),
          PositionalConstraint: 'STARTS_WITH',
          FieldToMatch: { UriPath: {} },
          TextTransformations: transformations(['LOWERCASE']),
        },
      };

/** What is posted to a path; undefined where the path is not told. */
export const posted = (path: string | undefined, { pathsAreRegexes }: ManagedSettings): unknown =>
  path === undefined ? undefined : all(exactly('POST', { Method: {} }), toPath(path, pathsAreRegexes));

/** Every name (of a form) or JSON pointer in what was submitted, each followed by its value; read once a request. */
function submitted(payloadType: string | undefined, compilation: Compilation): Fetch {
  const body = inspectedBody(compilation);
  const read = payloadType === 'JSON' ? ofJson : ofForm;
  return compilation.components.share(
    `submitted ${payloadType}`,
    (inspection) => new Component(body(inspection).texts.flatMap(read)),
  );
}

const decoded = TRANSFORMATIONS.URL_DECODE;

const ofForm = (text: string): readonly string[] =>
  queryArguments(text).flatMap(({ name, value }) => [decoded(name), decoded(value ?? '')]);

function ofJson(text: string): readonly string[] {
  const found: string[] = [];
  readJson(text, EVERYTHING, (kind, value, path) => {
    if (kind === 'value') found.push(pointerOf(path()), value);
  });
  return found;
}

function valueUnder(identifier: string, namesAndValues: readonly string[]): string | undefined {
  for (let at = 0; at < namesAndValues.length; at += 2)
    if (namesAndValues[at] === identifier) return namesAndValues[at + 1] || undefined;
  return undefined;
}

/** The value of a field of what was submitted, or of several one after the other; undefined where none has any. */
export const field =
  (identifiers: readonly string[], { payloadType }: ManagedSettings): Reading =>
  ({ compilation }) => {
    const fetch = submitted(payloadType, compilation);
    const names = identifiers.map(utf8);
    return (inspection) => {
      const { texts } = fetch(inspection);
      const values = names.map((name) => valueUnder(name, texts) ?? '');
      return values.some((value) => value !== '') ? values.join('\n') : undefined;
    };
  };
