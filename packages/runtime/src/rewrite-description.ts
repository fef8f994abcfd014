import { isOpaque } from '@sallyport/architecture';
import type { Rewrite, Selection } from '@sallyport/gates';
import { mask } from './mask.ts';
import type { World } from './world.ts';

/** Headers whose values are secrets wherever they come from. */
const SECRET_HEADERS = new Set(['authorization', 'cookie', 'x-api-key']);

/** What a list of rewrites does, for people; secrets masked. */
export function describeRewrites(by: readonly Rewrite[], world: World): string {
  return by.map((rewrite) => describe(rewrite, world)).join('; ');
}

function describe(rewrite: Rewrite, world: World): string {
  switch (rewrite.do) {
    case 'set-header':
      return describeHeader(rewrite, world);
    case 'set-fact':
      return `${rewrite.append ? 'appends' : 'sets'} ${rewrite.fact} to header ${rewrite.name}`;
    case 'select-headers':
      return `forwards ${describeSelection(rewrite.select)} headers`;
    case 'select-query':
      return `forwards ${describeSelection(rewrite.select)} query strings`;
    case 'select-cookies':
      return `forwards ${describeSelection(rewrite.select)} cookies`;
    case 'map':
      return `changes the ${rewrite.on} (${rewrite.by.rewrite})`;
    case 'set':
      return `sets the ${rewrite.on} to "${rewrite.text}"`;
    case 'copy':
      return `takes the ${rewrite.to} from ${rewrite.from}`;
    case 'connect':
      return `connects to port ${rewrite.port}${rewrite.scheme === 'unchanged' ? '' : ` with ${rewrite.scheme}`}`;
    case 'sign':
      return rewrite.principal === undefined ? 'sends it unsigned' : `signs it as ${rewrite.principal}`;
  }
}

function describeHeader(rewrite: Extract<Rewrite, { do: 'set-header' }>, world: World): string {
  const { name, text } = rewrite;
  if (text === undefined) return `removes header ${name}`;
  if (isOpaque(text)) return `sets header ${name} to ${mask(world.opaque(text))} (${text.reason})`;
  const hidden = rewrite.secret === true || SECRET_HEADERS.has(name.toLowerCase());
  return `sets header ${name} to ${hidden ? mask(text) : `"${text}"`}`;
}

function describeSelection(select: Selection): string {
  if (select.keep === 'all') return 'all';
  if (select.keep === 'none') return 'no';
  return `${select.keep === 'only' ? 'only the' : 'all but the'} ${select.names.join(', ')}`;
}
