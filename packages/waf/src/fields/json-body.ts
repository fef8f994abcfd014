import { Component } from '../component.ts';
import type { Inspection } from '../inspection.ts';
import { choice, items, members, nothingInside, onlyMember, type Part, refuse, text } from '../part.ts';
import { inspectedBody, isOversize } from './body.ts';
import type { FieldCompiler } from './field.ts';
import { type JsonElement, readJson } from './json-elements.ts';
import { decided, handled, oversizeHandling } from './oversize.ts';

type InvalidFallback = 'MATCH' | 'NO_MATCH' | 'EVALUATE_AS_STRING' | undefined;
type Path = readonly string[];

/** The reference tokens of a JSON Pointer (RFC 6901). */
const tokens = (pointer: string): Path =>
  pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The included paths; an empty list of tokens includes everything. */
function includedPaths(part: Part | undefined): readonly Path[] | undefined {
  const chosen = onlyMember(part, 'match pattern');
  if (!chosen) return undefined;
  if (chosen.name === 'All') return nothingInside(chosen.part) && [[]];
  if (chosen.name !== 'IncludedPaths') return refuse(chosen.part, 'an unknown member', 'All or IncludedPaths');
  const paths = items(chosen.part, 1)?.map(pointer);
  return paths?.flatMap((path) => (path ? [path] : []));
}

function pointer(part: Part): Path | undefined {
  const read = text(part, 1, 512);
  if (read === undefined) return undefined;
  return /^(?:\/|(?:\/(?:[^~]|~[01])+)+)$/.test(read)
    ? tokens(read)
    : refuse(part, `"${read}"`, 'a JSON Pointer such as "/dogs/0/name"');
}

/** The key at the end of a path is not looked at; everything below it is. */
const isIncluded = (element: JsonElement, paths: readonly Path[]): boolean =>
  paths.some(
    (path) =>
      (element.kind === 'value' ? element.path.length >= path.length : element.path.length > path.length) &&
      path.every((token, at) => token === element.path[at]),
  );

/**
 * The body read as JSON, its keys and values each a text.
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_JsonBody.html
 */
export const jsonBody: FieldCompiler = (part, compilation) => {
  const settings = members(part, {
    required: ['MatchPattern', 'MatchScope'],
    optional: ['InvalidFallbackBehavior', 'OversizeHandling'],
  });
  const paths = includedPaths(settings?.MatchPattern);
  const scope = choice(settings?.MatchScope, ['ALL', 'KEY', 'VALUE']);
  const invalid = choice(settings?.InvalidFallbackBehavior, ['MATCH', 'NO_MATCH', 'EVALUATE_AS_STRING']);
  const handling = settings?.OversizeHandling ? oversizeHandling(settings.OversizeHandling) : 'CONTINUE';
  if (!paths || !scope || !handling) return undefined;
  const whole = inspectedBody(compilation);
  const wanted = (element: JsonElement): boolean =>
    (scope === 'ALL' || scope.toLowerCase() === element.kind) && isIncluded(element, paths);
  const key = `JsonBody ${JSON.stringify(part.value)}`;
  const fetch = compilation.components.share(key, (inspection: Inspection) =>
    handled(
      evaluated(whole(inspection), wanted, invalid),
      isOversize(inspection.request.body, compilation.bodyBytes),
      handling,
      [inspection, 'REQUEST_JSON_BODY'],
    ),
  );
  const nameAt = (inspection: Inspection, index: number): string | undefined =>
    pointerAt(whole(inspection), wanted, invalid, index);
  return { name: 'JsonBody', key, described: { field: 'other', name: 'JsonBody' }, fetch, nameAt, capacityFactor: 2 };
};

/** The JSON Pointer of the element whose text that is; none where the body was looked at as one text. */
function pointerAt(
  body: Component,
  wanted: (element: JsonElement) => boolean,
  invalid: InvalidFallback,
  index: number,
): string | undefined {
  const { elements, complete } = readJson(body.texts[0] ?? '');
  if (!complete && invalid === 'EVALUATE_AS_STRING') return undefined;
  const among = elements.filter(wanted);
  const text = distinctTexts(among)[index];
  const path = among.find((element) => element.text === text)?.path;
  return path?.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function evaluated(body: Component, wanted: (element: JsonElement) => boolean, invalid: InvalidFallback): Component {
  const [content] = body.texts;
  if (content === undefined) return body;
  const { elements, complete } = readJson(content);
  if (!complete && invalid === 'EVALUATE_AS_STRING') return body;
  if (!complete && invalid !== undefined && invalid !== 'EVALUATE_AS_STRING') return decided(invalid);
  return new Component(distinctTexts(elements.filter(wanted)));
}

/** Equal texts decide alike. */
const distinctTexts = (elements: readonly JsonElement[]): readonly string[] => [
  ...new Set(elements.map(({ text }) => text)),
];
