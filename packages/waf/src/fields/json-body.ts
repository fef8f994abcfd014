import { Component } from '../component.ts';
import type { Inspection } from '../inspection.ts';
import { choice, items, members, nothingInside, onlyMember, type Part, refuse, text } from '../part.ts';
import type { NumberedTransformation } from '../transformations/changeable.ts';
import { inspectedBody, isOversize } from './body.ts';
import type { FieldCompiler } from './field.ts';
import { type JsonVisitor, readJson } from './json-elements.ts';
import { type PointerTree, pointerOf, pointerTree, tokensOf } from './json-pointer.ts';
import { decided, handled, oversizeHandling } from './oversize.ts';

type InvalidFallback = 'MATCH' | 'NO_MATCH' | 'EVALUATE_AS_STRING' | undefined;
/** The included paths; an empty list of tokens includes everything. */
function includedPaths(part: Part | undefined): readonly (readonly string[])[] | undefined {
  const chosen = onlyMember(part, 'match pattern');
  if (!chosen) return undefined;
  if (chosen.name === 'All') return nothingInside(chosen.part) && [[]];
  if (chosen.name !== 'IncludedPaths') return refuse(chosen.part, 'an unknown member', 'All or IncludedPaths');
  const paths = items(chosen.part, 1)?.map(pointer);
  return paths?.flatMap((path) => (path ? [path] : []));
}

function pointer(part: Part): readonly string[] | undefined {
  const read = text(part, 1, 512);
  if (read === undefined) return undefined;
  return /^(?:\/|(?:\/(?:[^~]|~[01])+)+)$/.test(read)
    ? tokensOf(read)
    : refuse(part, `"${read}"`, 'a JSON Pointer such as "/dogs/0/name"');
}

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
  const key = `JsonBody ${JSON.stringify(part.value)}`;
  const wanted: Wanted = { pointers: pointerTree(paths), scope };
  const fetch = compilation.components.share(key, (inspection: Inspection) =>
    handled(
      evaluated(whole(inspection), inspection.request.body.bytes, wanted, invalid),
      isOversize(inspection.request.body, compilation.bodyBytes),
      handling,
      [inspection, 'REQUEST_JSON_BODY'],
    ),
  );
  const nameAt = (inspection: Inspection, index: number): string | undefined =>
    pointerAt(whole(inspection), wanted, invalid, index);
  return { name: 'JsonBody', key, described: { field: 'other', name: 'JsonBody' }, fetch, nameAt, capacityFactor: 2 };
};

/** Elements of a document: where they stand in it as they are, what would change nothing in it changes nothing in any of them. */
class Elements extends Component {
  private readonly document: string;
  private readonly isAsWritten: boolean;

  constructor(texts: readonly string[], document: string) {
    super(texts);
    this.document = document;
    this.isAsWritten = !document.includes('\\');
  }

  override after(step: NumberedTransformation): Component {
    return this.isAsWritten && !step.mayChange(this.document) ? this : super.after(step);
  }
}

/** Which elements are looked at: of these pointers what stands below, and of that keys, values or both. */
interface Wanted {
  readonly pointers: PointerTree;
  readonly scope: 'ALL' | 'KEY' | 'VALUE';
}

/** The texts of the elements that are wanted, each once: equal texts decide alike. The pointer to where each stands first, if asked for. */
function textsOf(
  content: string,
  bytes: Uint8Array | undefined,
  { pointers, scope }: Wanted,
  places?: string[],
): { texts: readonly string[]; complete: boolean } {
  const texts: string[] = [];
  const isKnown: boolean[] = [];
  const visit: JsonVisitor = (kind, text, path, number) => {
    if (scope !== 'ALL' && scope !== (kind === 'key' ? 'KEY' : 'VALUE')) return;
    if (isKnown[number]) return;
    isKnown[number] = true;
    texts.push(text);
    places?.push(pointerOf(path()));
  };
  const complete = readJson(content, pointers, visit, bytes);
  return { texts, complete };
}

/** The JSON Pointer of the element whose text that is; none where the body was looked at as one text. */
function pointerAt(body: Component, wanted: Wanted, invalid: InvalidFallback, index: number): string | undefined {
  const places: string[] = [];
  const { complete } = textsOf(body.texts[0] ?? '', undefined, wanted, places);
  return !complete && invalid === 'EVALUATE_AS_STRING' ? undefined : places[index];
}

function evaluated(body: Component, bytes: Uint8Array, wanted: Wanted, invalid: InvalidFallback): Component {
  const [content] = body.texts;
  if (content === undefined) return body;
  const { texts, complete } = textsOf(content, bytes, wanted);
  if (complete || invalid === undefined) return new Elements(texts, content);
  return invalid === 'EVALUATE_AS_STRING' ? body : decided(invalid);
}
