import type { Request } from '@sallyport/http';
import { createRandom, type Random } from '../../generate/random.ts';
import { filled, PIECES, PLACES } from './requests.ts';

/** Pieces in a place of the request: repeated until they fill it. */
export interface Genome {
  readonly place: string;
  readonly pieces: readonly string[];
}

export interface Found {
  readonly genome: Genome;
  readonly request: Request;
  readonly cost: number;
}

const SURVIVORS = 6;
const MOST_PIECES = 12;
/** What a server takes of a request line or a header, and of a body. */
const BYTES: Readonly<Record<string, number>> = { body: 65_536, JSON: 65_000 };
const OTHER_BYTES = 16_384;

const ALL_PIECES = Object.values(PIECES);
const ALL_PLACES = Object.keys(PLACES);

/** The request that a genome stands for. */
export function requestOfGenome({ place, pieces }: Genome): Request {
  const put = PLACES[place];
  if (!put) throw new Error(`no place "${place}"`);
  return put(filled(pieces.join('') || 'a', BYTES[place] ?? OTHER_BYTES));
}

const piece = (random: Random): string =>
  random.chance(0.7) ? random.pick(ALL_PIECES) : String.fromCharCode(random.below(256));

const fresh = (random: Random): Genome => ({
  place: random.pick(ALL_PLACES),
  pieces: Array.from({ length: 1 + random.below(4) }, () => piece(random)),
});

/** A piece more, less, another or many times; pieces of another genome; another place. */
function changed({ place, pieces }: Genome, others: readonly Genome[], random: Random): Genome {
  const at = random.below(pieces.length + 1);
  const put = (taken: number, ...added: readonly string[]): Genome => ({
    place,
    pieces: [...pieces.slice(0, at), ...added, ...pieces.slice(at + taken)].slice(0, MOST_PIECES),
  });
  switch (random.below(6)) {
    case 0:
      return put(0, piece(random));
    case 1:
      return put(1);
    case 2:
      return put(1, piece(random));
    case 3:
      return put(1, (pieces[at] ?? 'a').repeat(2 + random.below(30)).slice(0, 400));
    case 4:
      return put(0, ...random.pick(others).pieces.slice(random.below(3)));
    default:
      return { place: random.pick(ALL_PLACES), pieces };
  }
}

/**
 * Lets requests that cost much have more of their kind, generation by generation, and gives the costliest of all. What is tried
 * depends on the seed and on what was measured.
 */
export function evolve(costOf: (request: Request) => number, generations: number, seed: number): Found {
  const random = createRandom(seed);
  const measured = (genome: Genome): Found => {
    const request = requestOfGenome(genome);
    // What costs once and never again is the compiler's work, not the request's.
    return { genome, request, cost: Math.min(costOf(request), costOf(request)) };
  };
  let best = Array.from({ length: SURVIVORS * 2 }, () => measured(fresh(random)));
  for (let generation = 0; generation < generations; generation++) {
    const parents = best.map(({ genome }) => genome);
    const children = parents.map((parent) => measured(changed(parent, parents, random)));
    best = [...best, ...children, measured(fresh(random))].sort((a, b) => b.cost - a.cost).slice(0, SURVIVORS);
  }
  const [costliest] = best;
  if (!costliest) throw new Error('nothing has survived');
  return costliest;
}
