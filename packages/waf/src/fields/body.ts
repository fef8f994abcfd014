import { type Body, latin1 } from '@sallyport/http';
import type { Compilation } from '../compilation.ts';
import { ABSENT, only } from '../component.ts';
import type { Fetch } from '../components.ts';
import { members } from '../part.ts';
import { makeRoomLike } from '../transformations/scratch.ts';
import type { FieldCompiler } from './field.ts';
import { handled, oversizeHandling } from './oversize.ts';

export const isOversize = (body: Body, limit: number): boolean => !body.complete || body.bytes.length > limit;

/** The part of the body that may be inspected, as it stands. */
export function inspectedBody({ components, bodyBytes }: Compilation): Fetch {
  components.inspectsBody = true;
  return components.share('body', ({ request }) => {
    const { bytes } = request.body;
    const count = Math.min(bytes.length, bodyBytes);
    if (bytes.length === 0) return ABSENT;
    makeRoomLike(bytes, count);
    return only(latin1(bytes, 0, count));
  });
}

/** The body as one text. Without OversizeHandling, CONTINUE holds. */
export const body: FieldCompiler = (part, compilation) => {
  const settings = members(part, { optional: ['OversizeHandling'] });
  if (!settings) return undefined;
  const handling = settings.OversizeHandling ? oversizeHandling(settings.OversizeHandling) : 'CONTINUE';
  if (!handling) return undefined;
  const inside = inspectedBody(compilation);
  const key = `Body ${handling}`;
  const fetch = compilation.components.share(key, (inspection) =>
    handled(inside(inspection), isOversize(inspection.request.body, compilation.bodyBytes), handling, [
      inspection,
      'REQUEST_BODY',
    ]),
  );
  return { name: 'Body', key, described: { field: 'body' }, fetch };
};
