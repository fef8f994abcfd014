import { expect, test } from 'vitest';
import { compareResources, pathParameters } from './resource-order.ts';

/** A tree of path segments, walked as the measurements on AWS describe it. */
interface Node {
  readonly children: Map<string, Node>;
  methods: readonly string[];
  path: string;
}

const emptyNode = (): Node => ({ children: new Map(), methods: [], path: '' });

function grow(resources: ReadonlyMap<string, readonly string[]>): Node {
  const root = emptyNode();
  for (const [path, methods] of resources) {
    let node = root;
    for (const segment of path.split('/').filter(Boolean)) {
      const next = node.children.get(segment) ?? emptyNode();
      node.children.set(segment, next);
      node = next;
    }
    node.methods = methods;
    node.path = path;
  }
  return root;
}

/** Static, then `{x}`, then `{x+}`, with a step back wherever no resource below has the method. */
function walk(node: Node, segments: readonly string[], method: string): string | undefined {
  const [segment, ...rest] = segments;
  if (segment === undefined)
    return node.methods.includes(method) || node.methods.includes('ANY') ? node.path : undefined;
  const fixed = node.children.get(segment);
  const found = fixed && walk(fixed, rest, method);
  if (found !== undefined) return found;
  const kinds = (suffix: string) =>
    [...node.children].filter(([name]) => name.startsWith('{') && name.endsWith('+}') === (suffix === '+'));
  for (const [, child] of kinds('')) {
    const under = walk(child, rest, method);
    if (under !== undefined) return under;
  }
  for (const [, child] of kinds('+'))
    if (child.methods.includes(method) || child.methods.includes('ANY')) return child.path;
  return undefined;
}

/** A linear congruential generator: the cases are the same in every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 0x100000000) * below);
  };
}

function randomResources(pick: (below: number) => number): ReadonlyMap<string, readonly string[]> {
  const names = ['a', 'b', 'c', '{x}', '{p+}'];
  const methods = [['GET'], ['POST'], ['ANY'], ['GET', 'POST'], ['OPTIONS']];
  const resources = new Map<string, readonly string[]>();
  for (let count = 2 + pick(8); count > 0; count--) {
    const segments: string[] = [];
    for (let depth = pick(4); depth >= 0; depth--) {
      const name = names[pick(names.length)] ?? 'a';
      segments.push(name);
      if (name === '{p+}') break;
    }
    resources.set(`/${segments.join('/')}`, methods[pick(methods.length)] ?? ['GET']);
  }
  return resources;
}

test('the first resource in order that has path and method is the one that a walk of the tree finds (400 random APIs)', () => {
  let matched = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const pick = random(seed * 7919);
    const resources = randomResources(pick);
    const ordered = [...resources].sort(([left], [right]) => compareResources(left, right));
    const root = grow(resources);
    for (let count = 0; count < 40; count++) {
      const segments = Array.from({ length: 1 + pick(4) }, () => ['a', 'b', 'c', 'd'][pick(4)] ?? 'a');
      const method = ['GET', 'POST', 'OPTIONS'][pick(3)] ?? 'GET';
      const path = `/${segments.join('/')}`;
      const first = ordered.find(
        ([template, methods]) =>
          pathParameters(template, path) && (methods.includes(method) || methods.includes('ANY')),
      );
      expect(`${method} ${path} ${first?.[0]}`).toBe(`${method} ${path} ${walk(root, segments, method)}`);
      if (first) matched++;
    }
  }
  expect(matched).toBeGreaterThan(3000);
});

test.each([
  ['/users/{id}', '/users/7', { id: '7' }],
  ['/users/{id}', '/users/7/', { id: '7' }],
  ['/users/{id}', '/users/', undefined],
  ['/users/{id}', '/users/7/x', undefined],
  ['/{proxy+}', '/a/b/c', { proxy: 'a/b/c' }],
  ['/{proxy+}', '/', undefined],
  ['/', '/', {}],
  ['/a/{p+}', '/a/%2e%2e/b', { p: '%2e%2e/b' }],
  ['/a', '/A', undefined],
])('%s takes from %s the parameters %j', (template, path, wanted) => {
  const found = pathParameters(template, path);
  expect(found && Object.fromEntries(found)).toEqual(wanted);
});
