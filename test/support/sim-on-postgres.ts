import { sql } from 'kysely';
import { z } from 'zod';
import { offlineCommands } from '../../src/apps/operations.ts';
import type { Chance } from '../../src/apps/sim/chance.ts';
import { heldOn, keptOf } from '../../src/apps/sim/handset.ts';
import type { RealServer } from '../../src/apps/sim/run.ts';
import { sources } from '../../src/apps/sources.ts';
import * as incidents from '../../src/domains/incidents/actions.ts';
import { action, look } from '../../src/platform/action.ts';
import type { Actor } from '../../src/platform/actor.ts';
import { command } from '../../src/platform/core/contract.ts';
import { queued, type Reply, type Send } from '../../src/platform/core/sync/phone.ts';
import type { Mutation } from '../../src/platform/core/sync/wire.ts';
import { pullFrom } from '../../src/platform/sync/pull.ts';
import { pushTo } from '../../src/platform/sync/push.ts';
import { hashBy, pushStore } from '../../src/platform/sync/store.ts';
import { testVault } from './acting.ts';
import { classes, points, type Name, type World } from './world.ts';

// The simulator's phones and network over the real door and PostgreSQL: what the memory of the simulator promises is asked of
// them too. A simulated grid is one of the street's; whoever has moved has the posts of whoever works there.

const workers: readonly Name[] = ['worker', 'neighbour', 'workerBehind', 'gridLeader', 'otherWorker'];
const homes: Readonly<Record<string, Name>> = { g1: 'worker', g2: 'neighbour', g3: 'workerBehind' };
const poison = action(command({ domain: 'incidents', name: 'poison', permission: 'signedIn', summary: '', input: z.looseObject({}), output: z.object({}), refusals: [] }), () => { throw new Error('planted'); });
export const mostSimulated = workers.length;

type Person = { readonly id: number; readonly grid: string | null };

export async function onPostgres(world: World): Promise<RealServer> {
  const commands = new Map([...offlineCommands, ['incidents.poison', poison]]);
  const ground = { house: world.house, commands, say: (_language: string, key: string) => key };
  const places = [points.street, points.secondGrid, points.behind];
  const pulling = pullFrom(sources);
  const cases = new Set<string>();
  const before = await counted(world);

  const actorOf = async ({ id, grid }: Person): Promise<Actor & { readonly personId: number }> => {
    const actor = await world.actor(workers[id - 1] ?? 'worker');
    const home = grid === null ? undefined : homes[grid];
    return { ...actor, personId: actor.personId ?? 0, grants: home ? (await world.actor(home)).grants : [] };
  };
  /** As the street would have typed it; the same words for the same command, whenever it comes. */
  const translated = (mutation: Mutation, me: Person, personId: number): Mutation => {
    const { poison: isPoison, photos: _photos, place, result, ...rest } = Object(mutation.input) as Record<string, unknown>; // what `run.ts` types
    const by = mutation.by === me.id ? personId : 0;
    if (isPoison !== undefined) return { ...mutation, by, name: 'incidents.poison' };
    if (place !== undefined) return { ...mutation, by, input: { ...rest, place: places[mutation.id.charCodeAt(0) % 3], class: mutation.id.charCodeAt(1) % 2 === 0 ? classes.lost : classes.litter, source: 'gridWorker', photos: [] } };
    return { ...mutation, by, input: { ...rest, ...(result === undefined ? {} : { result: mutation.name === 'incidents.settle' ? '当面归还失主' : result }) } };
  };
  const pull = async (person: Person, device: string, cursors: Readonly<Record<string, string>>, now: Date): Promise<{ kind: string; output?: unknown }> => {
    const actor = await actorOf(person);
    return look(world.house, pulling, { device, person: actor.personId, have: Object.entries(cursors).map(([scope, cursor]) => `${scope}~${cursor}`).join(',') }, { actor, key: null, clock: now });
  };

  const serve = async (send: Send, person: Person, now: Date): Promise<Omit<Reply, 'request'>> => {
    const ok = (body: unknown): Omit<Reply, 'request'> => ({ status: 200, body, retryAfterSeconds: null });
    if (send.kind === 'pull') {
      const answer = await pull(person, send.device, send.cursors, now);
      if (answer.kind !== 'done') throw new Error(`a pull was answered: ${JSON.stringify(answer)}`);
      return ok(answer.output);
    }
    const actor = await actorOf(person);
    const body = { ...send.body, person: actor.personId, mutations: send.body.mutations.map((one) => translated(one, person, actor.personId)) };
    const outcome = await pushTo(pushStore(ground, actor, body.device, now), body, { person: actor.personId, isKnown: (name) => commands.has(name), hashOf: hashBy(testVault), isLate: () => false });
    if (outcome.kind === 'no') return { status: outcome.refused === 'sync/device-frozen' ? 409 : 403, body: { refused: outcome.refused, detail: '' }, retryAfterSeconds: null };
    for (const one of outcome.answer.results) if (one.outcome === 'done') cases.add(String(Reflect.get(Object(one.output), 'caseId')));
    return ok(outcome.answer);
  };

  return {
    serve,
    desk: async (drawn: Chance, now) => {
      const caseId = drawn.one([...cases]);
      const step = drawn.one(['accept', 'accept', 'file', 'dispatch'] as const);
      if (caseId === undefined) return;
      const bound = step === 'accept' ? incidents.accept : step === 'file' ? incidents.file : incidents.dispatch;
      await world.do('desk', bound, { caseId, ...(step === 'dispatch' ? { leadUnitId: world.unit('HWS') } : {}) }, { at: now });
    },
    reconcile: async (handsets, journal, people, now) => {
      const wrong = [...journal.wrong];
      const { rows: settled } = await sql<{ id: string; kept: boolean }>`
        select distinct m.mutation_id::text as id, coalesce(c.result ? 'output', false) as kept
        from platform.mutation m left join platform.command c on c.key = m.mutation_id::text and c.scope = 'person:' || m.person_id where m.outcome ? 'output'`.execute(world.ownerDb);
      const effects = new Set(settled.map(({ id }) => id));
      const after = await counted(world);
      // 1. What was acknowledged has one effect, and nothing else has any.
      for (const { id, kept } of settled) {
        if (!journal.typed.has(id)) wrong.push(`1: an effect of ${id}, which nobody typed`);
        if (!kept) wrong.push(`1: ${id} is settled, and its command is not kept`);
      }
      for (const id of journal.acked.keys()) if (!effects.has(id) && !journal.excused.has(id)) wrong.push(`1: ${id} was acknowledged and has no effect`);
      const steps = after.ownSteps - before.ownSteps;
      if (steps !== effects.size) wrong.push(`1: ${effects.size} commands were done, and ${steps} steps were taken`);
      // 2. What was typed is acknowledged, parked or dealt with; nothing is on its way at the end, and the body of what was refused is kept.
      const { rows: bodies } = await sql<{ id: string }>`select mutation_id::text as id from platform.rejected where mutation_id is not null`.execute(world.ownerDb);
      const kept = new Set(bodies.map(({ id }) => id));
      const onPhones = new Set(handsets.flatMap(({ disk }) => (disk ? [...disk.items.keys()] : [])));
      for (const id of journal.typed.keys()) if (!journal.acked.has(id) && !onPhones.has(id) && !journal.excused.has(id)) wrong.push(`2: ${id} is gone`);
      for (const { n, disk } of handsets) {
        if (!disk) continue;
        const waiting = queued(keptOf(disk));
        if (waiting.length > 0) wrong.push(`2: phone ${n} still has ${waiting.length} to send`);
        for (const item of disk.items.values()) {
          const isFrozen = item.reason?.refused === 'sync/device-frozen';
          if (item.state === 'parked' && !item.skip && !isFrozen && !kept.has(item.id)) wrong.push(`2: the server has not kept the body of ${item.id}`);
          if (item.state === 'parked' && !isFrozen && effects.has(item.id)) wrong.push(`2: ${item.id} was done and is shown as refused`);
          if (item.state === 'done' && !effects.has(item.id)) wrong.push(`1: ${item.id} stands as done and has no effect`);
        }
      }
      const { rows: rowsOf } = await sql<{ person: number; frozen: boolean; last: number; answers: number }>`
        select person_id as person, frozen_at is not null as frozen, last_seq as last, (select count(*)::int from platform.mutation m where m.device_id = d.id) as answers from platform.device d`.execute(world.ownerDb);
      const copied = new Set([...journal.copied].map((person) => world.id(workers[person - 1] ?? 'worker')));
      for (const one of rowsOf) {
        if (one.frozen && !copied.has(one.person)) wrong.push('2: a row is frozen, and its phone was never copied');
        if (one.answers > one.last) wrong.push('2: a row has more answers than numbers');
      }
      // 4. Every effect has its line in the audit.
      if (after.ownLines - before.ownLines !== effects.size) wrong.push(`4: ${effects.size} commands were done, and the audit has ${after.ownLines - before.ownLines}`);
      // 5. Each phone holds what a phone that pulls for the first time would.
      for (const { n, person, disk } of handsets) {
        if (!disk) continue;
        const fresh = await pull(people.get(person) ?? { id: person, grid: null }, disk.meta.device, {}, now);
        const { scopes } = z.object({ scopes: z.array(z.object({ scope: z.string(), parts: z.array(z.object({ docs: z.array(z.object({ id: z.string(), version: z.string() })) })) })) }).parse(fresh.output);
        const held = heldOn(disk);
        if ([...held.keys()].sort().join() !== scopes.map(({ scope }) => scope).sort().join()) wrong.push(`5: phone ${n} holds ${[...held.keys()].join()} instead of ${scopes.map(({ scope }) => scope).join()}`);
        for (const { scope, parts } of scopes) {
          const docs = parts.flatMap((part) => part.docs);
          const is = held.get(scope);
          const stale = docs.filter(({ id, version }) => is?.get(id) !== version).length;
          if (stale > 0 || (is?.size ?? 0) !== docs.length) wrong.push(`5: phone ${n}, ${scope}: ${stale} missing or old, ${is?.size ?? 0} instead of ${docs.length}`);
        }
      }
      return wrong;
    },
  };
}

/** What the people with phones have done: steps of cases, and lines of the audit about them. */
async function counted(world: World): Promise<{ ownSteps: number; ownLines: number }> {
  const people = workers.map((name) => world.id(name));
  const { rows } = await sql<{ ownSteps: number; ownLines: number }>`
    select (select count(*)::int from incidents.step where person_id = any(${people}::int[])) as "ownSteps",
      (select count(*)::int from platform.audit where person_id = any(${people}::int[]) and outcome = 'done' and operation like 'incidents.%' and not input ? 'saw') as "ownLines"`.execute(world.ownerDb);
  return rows[0] ?? { ownSteps: -1, ownLines: -1 };
}
