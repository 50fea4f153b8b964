import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { look, type House } from '../../platform/action.ts';
import type { Actor } from '../../platform/actor.ts';
import { areaIndex } from '../../domains/geography/actions.ts';
import { appoint, createPerson, createUnit, people, resetPassword, suspend } from '../../domains/identity/actions.ts';
import { cityCommandLine } from '../command-line-actor.ts';
import { performed } from '../performed.ts';
import { NotAnswered, type Api, type Caller } from './api.ts';

// Who takes the messages through the loop: four accounts and a unit of their own, made through the door. Between
// replays they are suspended, and nobody knows a password of theirs.

const unitCode = 'REPLAY';
const plans = {
  register: { account: 'replay-register', name: '来信登记（重放）', role: 'machine', unit: false },
  desk: { account: 'replay-desk', name: '来信调度（重放）', role: 'dispatcher', unit: false },
  look: { account: 'replay-look', name: '来信核查（重放）', role: 'dispatcher', unit: false },
  handler: { account: 'replay-handler', name: '来信承办（重放）', role: 'handler', unit: true },
} as const;
type Plan = (typeof plans)[keyof typeof plans];

export type Staff = {
  readonly register: Caller; readonly desk: Caller; readonly look: Caller; readonly handler: Caller;
  readonly lookPersonId: number; readonly unitId: number;
  /** Signs everybody out and suspends the accounts again. */
  readonly leave: () => Promise<void>;
};

/** From before any message. */
const since = '2000-01-01';

export async function takeStaff(house: House, api: Api): Promise<Staff> {
  const actor = await cityCommandLine(house.db, ['identity.read', 'identity.manage']);
  const cityId = (await areaIndex(house.db)).city?.id ?? 0;
  const unitId = await unitOf(house, actor, cityId);
  const taken = {
    register: await personOf(house, api, actor, plans.register, { cityId, unitId }), desk: await personOf(house, api, actor, plans.desk, { cityId, unitId }),
    look: await personOf(house, api, actor, plans.look, { cityId, unitId }), handler: await personOf(house, api, actor, plans.handler, { cityId, unitId }),
  };
  return {
    register: taken.register.caller, desk: taken.desk.caller, look: taken.look.caller, handler: taken.handler.caller,
    lookPersonId: taken.look.personId, unitId,
    leave: async () => {
      for (const { personId, caller } of Object.values(taken)) {
        await caller.post('/api/identity/sign-out', {}, null);
        await performed(house, suspend, { personId, suspended: true, reason: '重放结束' }, { actor });
      }
    },
  };
}

async function unitOf(house: House, actor: Actor, cityId: number): Promise<number> {
  const known = async (): Promise<number | undefined> => (await sql<{ id: number }>`select id from identity.unit_facts where code = ${unitCode}`.execute(house.db)).rows[0]?.id;
  const before = await known();
  if (before !== undefined) return before;
  return (await performed(house, createUnit, { code: unitCode, name: '来信承办单位（重放）', kind: 'department', level: 'city', areaId: cityId }, { actor })).unitId;
}

async function personOf(house: House, api: Api, actor: Actor, plan: Plan, where: { cityId: number; unitId: number }): Promise<{ personId: number; caller: Caller }> {
  const first = freshPassword();
  const found = await look(house, people, { text: plan.account }, { actor, key: null, clock: null });
  const known = found.kind === 'done' ? found.output.items.find(({ account }) => account === plan.account) : undefined;
  let personId = known?.id ?? 0;
  if (known) {
    if (known.state === 'suspended') await performed(house, suspend, { personId, suspended: false, reason: '重放开始' }, { actor });
    await performed(house, resetPassword, { personId, password: first }, { actor });
  } else {
    ({ personId } = await performed(house, createPerson, { account: plan.account, name: plan.name, password: first }, { actor }));
  }
  if (!known?.posts.some((post) => post.role === plan.role && post.area.id === where.cityId && post.validFrom <= since)) {
    await performed(house, appoint, { personId, role: plan.role, areaId: where.cityId, ...(plan.unit ? { unitId: where.unitId } : {}), title: plan.name, validFrom: since }, { actor });
  }
  const second = freshPassword();
  const signedIn = await api.as(null).post('/api/identity/sign-in', { account: plan.account, password: first, device: 'machine' }, null);
  const token: unknown = signedIn.status === 200 ? Reflect.get(Object(signedIn.body), 'token') : undefined;
  if (typeof token !== 'string') throw new NotAnswered(`sign-in ${plan.account}`, signedIn);
  const caller = api.as(token);
  const changed = await caller.post('/api/identity/changePassword', { current: first, next: second }, null);
  if (changed.status !== 200) throw new NotAnswered(`changePassword ${plan.account}`, changed);
  return { personId, caller };
}

function freshPassword(): string {
  return randomBytes(18).toString('base64url');
}
