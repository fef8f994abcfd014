import type { Value } from '../../value.ts';
import { type Document, placeAt } from './document.ts';
import type { Node } from './node.ts';

/** A node of a document in which nothing is to be worked out (an OpenAPI export), as a value with its places. */
export function literalValue(document: Document, node: Node): Value {
  const place = placeAt(document, node.offset);
  switch (node.kind) {
    case 'scalar':
      return { kind: 'scalar', value: node.value, place };
    case 'list':
      return { kind: 'list', items: node.items.map((item) => literalValue(document, item)), place };
    case 'map':
      return {
        kind: 'map',
        entries: new Map(node.entries.map(({ key, value }) => [key, literalValue(document, value)])),
        place,
      };
  }
}
