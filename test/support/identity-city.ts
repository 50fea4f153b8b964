import { sql } from 'kysely';
import { testVault } from './acting.ts';
import type { TestDatabase } from './pg.ts';
import { look, perform, type Answer, type BoundCommand, type BoundQuery, type House } from '../../src/platform/action.ts';
import { anonymous, type Actor } from '../../src/platform/actor.ts';
import type { Command, Query } from '../../src/platform/core/contract.ts';
import { silentLog } from '../../src/platform/log.ts';
import { followCodes } from '../../src/platform/follow-code.ts';
import { photoSigner } from '../../src/platform/photo-signer.ts';
import { seedPeople, type DemoAccount, type DemoPeople } from '../../src/domains/identity/example.ts';
import { hashPassword } from '../../src/domains/identity/passwords.ts';
import { actorOf, signIn, type SignedInActor } from '../../src/domains/identity/http.ts';

// A small city for this domain's own tests: two townships, the first with three communities of two grids each.

export const areas = { city: 1, county: 2, township: 3, otherTownship: 4, otherCommunity: 5, community: 10, grid: 20 } as const;
export const from = { address: '203.0.113.7', language: 'zh-CN' } as const;

export type TestCity = DemoPeople & {
  readonly house: House;
  readonly as: (account: string) => Promise<SignedInActor>;
  readonly do: (actor: Actor, bound: BoundCommand<Command>, input: unknown) => Promise<Answer>;
  readonly ask: (actor: Actor, bound: BoundQuery<Query>, input: unknown) => Promise<Answer>;
  readonly passwordOf: (account: string) => string;
  readonly id: (account: string) => number;
  readonly audit: () => Promise<{ operation: string; outcome: string; refused: string | null; subject: string; person_name: string; input: Record<string, unknown> }[]>;
};

export async function testCity({ db, ownerDb }: TestDatabase): Promise<TestCity> {
  const communities = [10, 11, 12].map((id) => ({ id, grids: [id * 2, id * 2 + 1].map((grid) => ({ id: grid })) }));
  await sql`
    insert into geography.area (id, kind, code, name, parent_id, path, valid_from) values
      (1, 'city', '371500000000', '青河市', null, '1.', '2000-01-01'),
      (2, 'county', '371502000000', '东岸区', 1, '1.2.', '2000-01-01'),
      (3, 'township', '371502101000', '柳溪镇', 2, '1.2.3.', '2000-01-01'),
      (4, 'township', '371502102000', '石桥镇', 2, '1.2.4.', '2000-01-01'),
      (5, 'community', '371502102201', '石桥村', 4, '1.2.4.5.', '2000-01-01')`.execute(ownerDb);
  for (const [index, community] of communities.entries()) {
    const code = `37150210120${index + 1}`;
    await sql`insert into geography.area (id, kind, code, name, parent_id, path, valid_from)
      values (${community.id}, 'community', ${code}, ${`柳溪${index + 1}村`}, 3, ${`1.2.3.${community.id}.`}, '2000-01-01')`.execute(ownerDb);
    for (const [number, grid] of community.grids.entries()) {
      await sql`insert into geography.area (id, kind, code, name, parent_id, path, valid_from)
        values (${grid.id}, 'grid', ${`${code}00${number + 1}`}, ${`第${number + 1}网格`}, ${community.id}, ${`1.2.3.${community.id}.${grid.id}.`}, '2000-01-01')`.execute(ownerDb);
    }
  }
  let state = 20_261_122;
  const randomBelow = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const demo = await seedPeople(db, { cityId: 1, countyId: 2, townshipId: 3, communities }, { randomBelow, hash: hashOnce });
  const house: House = { db, log: silentLog, published: () => undefined, signPhoto: photoSigner('a test'), followCodes: followCodes('a test'), vault: testVault };
  const passwordOf = (account: string): string => {
    const found = demo.accounts.find((one: DemoAccount) => one.account === account);
    if (!found) throw new Error(`${account} does not sign in.`);
    return found.password;
  };
  const id = (account: string): number => {
    const found = demo.personIds[account];
    if (found === undefined) throw new Error(`There is no ${account}.`);
    return found;
  };
  const as = async (account: string): Promise<SignedInActor> => {
    const answer = await signIn(house, { account, password: passwordOf(account) }, from);
    if (answer.kind !== 'done') throw new Error(`${account} could not sign in: ${JSON.stringify(answer)}`);
    const actor = await actorOf(db, answer.output.token, from);
    if (!actor) throw new Error(`${account} has no session.`);
    return actor;
  };
  return {
    ...demo, house, as, passwordOf, id,
    do: (actor, bound, input) => perform(house, bound, input, { actor, key: null, clock: null }),
    ask: (actor, bound, input) => look(house, bound, input, { actor, key: null, clock: null }),
    audit: async () => (await sql<Awaited<ReturnType<TestCity['audit']>>[number]>`
      select operation, outcome, refused, subject, person_name, input from platform.audit order by id`.execute(ownerDb)).rows,
  };
}

const hashes = new Map<string, Promise<string>>();

function hashOnce(password: string): Promise<string> {
  const known = hashes.get(password) ?? hashPassword(password);
  hashes.set(password, known);
  return known;
}

export const nobody = anonymous(from.address);

/** What a refused answer says, or what kind of answer it is. */
export function said(answer: Answer): string {
  return answer.kind === 'refused' ? answer.refusal.refused : answer.kind;
}
