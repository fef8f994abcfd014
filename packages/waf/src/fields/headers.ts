import { cookies as cookiesOf, type Headers } from '@sallyport/http';
import { Component, only } from '../component.ts';
import type { Inspection } from '../inspection.ts';
import { COOKIE_LIMITS, HEADER_LIMITS } from '../limits.ts';
import { choice, items, members, nothingInside, onlyMember, type Part, refuse, text } from '../part.ts';
import type { FieldCompiler } from './field.ts';
import { handled, oversizeHandling } from './oversize.ts';

type Pair = readonly [name: string, value: string];
type Scope = 'ALL' | 'KEY' | 'VALUE';

/** The pairs within the limits, the last cut where the bytes end. Names and values are counted, AWS does not say how. */
function within(
  pairs: readonly Pair[],
  limits: { bytes: number; count: number },
): { kept: readonly Pair[]; oversize: boolean } {
  let left = limits.bytes;
  for (const [name, value] of pairs) left -= name.length + value.length;
  return left >= 0 && pairs.length <= limits.count ? { kept: pairs, oversize: false } : cut(pairs, limits);
}

function cut(pairs: readonly Pair[], limits: { bytes: number; count: number }): ReturnType<typeof within> {
  const kept: Pair[] = [];
  let left = limits.bytes;
  for (const pair of pairs) {
    const [name, value] = pair;
    if (kept.length >= limits.count || left <= 0) break;
    const bytes = name.length + value.length;
    kept.push(bytes <= left ? pair : [name.slice(0, left), value.slice(0, Math.max(0, left - name.length))]);
    left -= bytes;
  }
  return { kept, oversize: true };
}

const limitedHeaders = (headers: Headers): ReturnType<typeof within> => within(headers, HEADER_LIMITS);

/** Which pairs a MatchPattern picks. */
function pick(part: Part | undefined, kind: 'Headers' | 'Cookies'): ((name: string) => boolean) | undefined {
  const chosen = onlyMember(part, 'match pattern');
  if (!chosen) return undefined;
  if (chosen.name === 'All') return nothingInside(chosen.part) && (() => true);
  if (chosen.name !== `Included${kind}` && chosen.name !== `Excluded${kind}`)
    return refuse(chosen.part, 'an unknown member', `All, Included${kind} or Excluded${kind}`);
  const listed = items(chosen.part, 1, 199)?.map((item) => text(item, 1, 64));
  if (!listed || listed.includes(undefined)) return undefined;
  // Names of headers are compared without regard to case, those of cookies are not.
  const folded = (name: string): string => (kind === 'Headers' ? name.toLowerCase() : name);
  const names = new Set(listed.map((name) => folded(name ?? '')));
  const included = chosen.name.startsWith('Included');
  return (name) => names.has(folded(name)) === included;
}

function scoped(pairs: readonly Pair[], picks: (name: string) => boolean, scope: Scope): readonly string[] {
  const texts: string[] = [];
  for (const [name, value] of pairs) {
    if (!picks(name)) continue;
    if (scope !== 'VALUE') texts.push(name);
    if (scope !== 'KEY') texts.push(value);
  }
  return texts;
}

/** The name that the text at that place belongs to. */
const nameIn = (pairs: readonly Pair[], scope: Scope, index: number): string | undefined =>
  pairs[scope === 'ALL' ? index >> 1 : index]?.[0];

const many =
  (kind: 'Headers' | 'Cookies', read: (inspection: Inspection) => ReturnType<typeof within>): FieldCompiler =>
  (part, { components }) => {
    const settings = members(part, { required: ['MatchPattern', 'MatchScope', 'OversizeHandling'] });
    const picks = pick(settings?.MatchPattern, kind);
    const scope = choice(settings?.MatchScope, ['ALL', 'KEY', 'VALUE']);
    const handling = oversizeHandling(settings?.OversizeHandling);
    if (!picks || !scope || !handling) return undefined;
    const key = `${kind} ${JSON.stringify(part.value)}`;
    const fetch = components.share(key, (inspection): Component => {
      const { kept, oversize } = read(inspection);
      const of = kind === 'Headers' ? 'REQUEST_HEADERS' : 'REQUEST_COOKIES';
      return handled(new Component(scoped(kept, picks, scope)), oversize, handling, [inspection, of]);
    });
    const nameAt = (inspection: Inspection, index: number): string | undefined =>
      nameIn(
        read(inspection).kept.filter(([name]) => picks(name)),
        scope,
        index,
      );
    return { name: kind, key, described: { field: 'other', name: kind }, fetch, nameAt };
  };

/** Headers by name, with the Cookie header among them. */
export const headers = many('Headers', ({ request }) => limitedHeaders(request.headers));

/** Cookies by name. */
export const cookies = many('Cookies', ({ request }) =>
  within(
    cookiesOf(request.headers).map(({ name, value }): Pair => [name, value]),
    COOKIE_LIMITS,
  ),
);

/** The names of the headers in their order, in small letters, joined by colons: `host:user-agent:accept`. */
export const headerOrder: FieldCompiler = (part, { components }) => {
  const settings = members(part, { required: ['OversizeHandling'] });
  const handling = oversizeHandling(settings?.OversizeHandling);
  if (!handling) return undefined;
  const key = `HeaderOrder ${handling}`;
  const fetch = components.share(key, (inspection) => {
    const { kept, oversize } = limitedHeaders(inspection.request.headers);
    const order = only(kept.map(([name]) => name.toLowerCase()).join(':'));
    return handled(order, oversize, handling, [inspection, 'REQUEST_HEADERS']);
  });
  return { name: 'HeaderOrder', key, described: { field: 'other', name: 'HeaderOrder' }, fetch };
};
