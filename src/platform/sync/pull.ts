import { sql } from 'kysely';
import { z } from 'zod';
import { reading, type BoundQuery, type ReadCtx } from '../action.ts';
import type { Actor } from '../actor.ts';
import { query, type Query } from '../core/contract.ts';
import { uuid } from '../core/fields.ts';
import { refuse } from '../core/refusal.ts';
import { pullAnswer, standing } from '../core/sync/wire.ts';
import { compare, type Held } from './held.ts';

/** What phones hold of a domain. Whoever may not see a document has no scope in which it is. */
export type Source = {
  /** The first part of the names of its scopes: `cases:12`. */
  readonly name: string;
  readonly scopesOf: (actor: Actor) => readonly string[];
  /** All that belongs to a scope; where it is few, with the data. */
  readonly held: (ctx: ReadCtx, scope: string) => Promise<readonly (Held & { readonly data?: unknown })[]>;
  /** The data of these; asked only where `held` did not say it. */
  readonly read: (ctx: ReadCtx, scope: string, ids: readonly string[]) => Promise<ReadonlyMap<string, unknown>>;
};

/** `scope~cursor`, with commas between. */
const have = z.string().max(12_000).default('').transform((text) => new Map(text === '' ? [] : text.split(',').map((one): [string, string] => {
  const [scope = '', cursor = ''] = one.split('~');
  return [scope, cursor];
})));

export const pull = query({
  domain: 'sync', name: 'pull', permission: 'signedIn', summary: 'What a phone holds, brought to what it should hold now',
  input: z.object({
    device: uuid, have, person: z.coerce.number().pipe(z.int().min(1)),
    unsent: z.coerce.number().pipe(standing.shape.unsent).default(0), oldest: z.coerce.number().pipe(standing.shape.oldestSeconds).default(0),
    parked: z.coerce.number().pipe(standing.shape.parked).default(0), now: z.string().max(40).default(''),
  }),
  output: pullAnswer,
});

/** One snapshot: what is held and how far the phone's own commands are in it belong together. */
export function pullFrom(sources: readonly Source[]): BoundQuery<Query<typeof pull.input, typeof pull.output>> {
  return reading(pull, async (ctx, { device, have: theirs, person }) => {
    if (person !== ctx.actor.personId) return refuse('sync/other-session', {}, 'forbidden');
    const { rows: [here] } = await sql<{ epoch: string; last: number | null }>`
      select i.epoch, (select last_seq from platform.device where id = ${device}::uuid and person_id = ${ctx.actor.personId}) as last from platform.installation i`.execute(ctx.db);
    const scopes = [];
    for (const source of sources) {
      for (const scope of source.scopesOf(ctx.actor)) {
        const held = await source.held(ctx, scope);
        const known = new Map(held.flatMap(({ id, data }): [string, unknown][] => (data === undefined ? [] : [[id, data]])));
        scopes.push(await compare(scope, held, theirs.get(scope), async (ids) => (known.size === held.length ? known : source.read(ctx, scope, ids))));
      }
    }
    return { device, epoch: here?.epoch ?? '', now: ctx.now.toISOString(), last: here?.last ?? 0, scopes };
  });
}
