import { sql } from 'kysely';
import { look, perform, type Answer, type BoundCommand, type BoundQuery } from '../../src/platform/action.ts';
import { anonymous, type Actor, type Grant } from '../../src/platform/actor.ts';
import { isRefusal } from '../../src/platform/core/refusal.ts';
import type { Command, Query } from '../../src/platform/core/contract.ts';
import { operations } from '../../src/apps/operations.ts';
import { stepCommands } from '../../src/domains/incidents/contract.ts';
import { states } from '../../src/domains/incidents/rules/steps.ts';
import { afterwards, caseIn, newCase, type Case } from '../support/loop.ts';
import { address, type World } from '../support/world.ts';
import { databaseShows, mayRead, mayStep, roles, type Matter, type Shown, type Somebody, type Verdict } from './oracle.ts';

// Role × relation × operation × state as data. A step that is done is undone at once, so that each cell finds the same world.

export const relations = ['own', 'ownGrid', 'otherGrid', 'township', 'otherCounty', 'assignedUnit', 'coUnit', 'otherUnit', 'verifier', 'checker', 'unitOfPlace', 'verifierOfPlace', 'noSuchCase'] as const;
type Relation = (typeof relations)[number];
export type Cell = { readonly role: string; readonly relation: Relation; readonly operation: string; readonly state: string; readonly shown: Shown };

const actions: readonly string[] = Object.keys(stepCommands);
const readsOfCase = ['incidents.case', 'incidents.history', 'incidents.suggestion', 'incidents.similar', 'incidents.story'];
const byProof = ['urge', 'rate', 'reopen'];

/** Every cell of the cases, in a fixed order. */
export function allCells(): Cell[] {
  const cells: Cell[] = [];
  for (const role of ['anonymous', ...roles]) {
    for (const relation of relations) {
      for (const state of states) {
        for (const operation of [...actions.map((action) => `incidents.${action}`), ...readsOfCase]) {
          const proofs: readonly Shown[] = byProof.includes(operation.slice(10)) && (relation === 'otherCounty' || relation === 'otherGrid') ? ['nothing', 'number', 'number and code', 'number and a wrong code'] : ['nothing'];
          for (const shown of proofs) cells.push({ role, relation, operation, state, shown });
        }
      }
    }
  }
  return cells;
}

/** The same in every run: a cell's place decides. */
export function sample<T>(all: readonly T[], size: number, seed: number): T[] {
  let state = seed;
  const next = (): number => { state = (state * 48_271) % 2_147_483_647; return state / 2_147_483_647; };
  const pool = [...all];
  const taken: T[] = [];
  while (taken.length < size && pool.length > 0) {
    const at = Math.floor(next() * pool.length);
    const [one] = pool.splice(at, 1, ...pool.slice(-1));
    pool.pop();
    if (one !== undefined) taken.push(one);
  }
  return taken;
}

export type Ground = {
  readonly world: World;
  readonly cases: ReadonlyMap<string, { readonly it: Case; readonly matter: Matter }>;
  readonly all: readonly Matter[];
  /** What the database permits each role: its truth, not the documents'. */
  readonly permits: ReadonlyMap<string, ReadonlySet<string>>;
};

export async function matters(world: World): Promise<Matter[]> {
  const { rows } = await sql<Matter>`
    select id, number, state, area_path as path, reporter_person_id as reporter, lead_unit_id as lead, co_unit_ids as co, verifier_id as verifier, checker_id as checker, merged_into as "mergedInto",
      array(select jsonb_array_elements_text(folded -> 'handledBy')::int) as "handledBy", (folded #>> '{request,askedBy}')::int as "askedBy"
    from incidents.incident order by id`.execute(world.ownerDb);
  return rows;
}

export async function permissionsOf(world: World): Promise<Map<string, ReadonlySet<string>>> {
  const { rows } = await sql<{ role: string; permissions: string[] }>`
    select r.code as role, array(select permission from identity.role_permission p where p.role = r.code) as permissions from identity.role r`.execute(world.ownerDb);
  return new Map(rows.map(({ role, permissions }) => [role, new Set(permissions)]));
}

/** A case in each state, reported by the resident, in the first grid of 前柳村. */
export async function lay(world: World): Promise<Ground> {
  const made = new Map<string, Case>();
  for (const state of states) made.set(state, await caseIn(world, state));
  // Somebody's who has no account.
  await newCase(world, { by: null });
  const all = await matters(world);
  const cases = new Map([...made].map(([state, it]) => {
    const matter = all.find(({ id }) => id === it.caseId);
    if (!matter) throw new Error(`no case in ${state}`);
    return [state, { it, matter }] as const;
  }));
  return { world, cases, all, permits: await permissionsOf(world) };
}

/** Far from everything: no post of the street's world lies there. */
const elsewhere = '1.900000.';

export function somebodyOf(ground: Ground, role: string, relation: Relation, it: Matter): Somebody {
  const { world } = ground;
  const post = (path: string, unit: number | null = null) => (role === 'anonymous' ? [] : [{ role, path, unit }]);
  const stranger = world.id('checkpoint');
  const grid = it.path;
  const is = (personId: number | null, posts: Somebody['posts']): Somebody => ({ name: `${role} ${relation}`, personId: role === 'anonymous' ? null : personId, posts });
  switch (relation) {
    case 'own': return is(it.reporter, post(elsewhere));
    case 'ownGrid': return is(stranger, post(grid));
    case 'otherGrid': return is(stranger, post(world.area('990101001001002').path));
    case 'township': return is(stranger, post(world.area('990101001000').path));
    case 'otherCounty': return is(stranger, post(elsewhere));
    case 'assignedUnit': return is(stranger, post(elsewhere, it.lead ?? world.unit('HWS')));
    case 'coUnit': return is(stranger, post(elsewhere, it.co[0] ?? world.unit('ZFD')));
    case 'otherUnit': return is(stranger, post(elsewhere, world.unit('NFZ')));
    case 'verifier': return is(it.verifier ?? stranger, post(elsewhere));
    case 'checker': return is(it.checker ?? stranger, post(elsewhere));
    case 'unitOfPlace': return is(stranger, post(world.area('990101001000').path, it.lead ?? world.unit('HWS')));
    case 'verifierOfPlace': return is(it.verifier ?? stranger, post(world.area('990101001000').path));
    case 'noSuchCase': return is(stranger, post('1.'));
  }
}

export function actorOf(permits: Ground['permits'], who: Somebody): Actor {
  if (who.personId === null) return anonymous(address);
  return {
    ...anonymous(address), personId: who.personId, name: who.name,
    grants: who.posts.map((post, index): Grant => ({
      postId: index + 1, role: post.role, title: post.role, areaId: Number(post.path.split('.').at(-2) ?? 0), areaPath: post.path, unitId: post.unit, unitName: null,
      permissions: permits.get(post.role) ?? new Set(), inNameOf: null,
    })),
  };
}

/** Whom the first wall lets do everything everywhere: what is then withheld, the database withholds. */
export function everybody(who: Somebody, all: readonly Matter[], stranger: number): Actor {
  const permissions = new Set(['incidents.read', 'incidents.desk', 'incidents.verify', 'incidents.handle', 'incidents.supervise', 'incidents.readReporter', 'dispatch.read', 'identity.read', 'audit.read']);
  const units = [...new Set(all.flatMap(({ lead, co }) => [lead, ...co]))];
  return {
    ...anonymous(address), personId: who.personId ?? stranger, name: who.name,
    grants: [...units, null].map((unitId, index) => ({ postId: index, role: 'test', title: '', areaId: 1, areaPath: '1.', unitId, unitName: null, permissions, inNameOf: null })),
  };
}

class Undone extends Error {
  override readonly name = 'Undone';
}

/** The command, taken back where it was done. */
function undone(bound: BoundCommand<Command>): BoundCommand<Command> {
  return { ...bound, run: async (ctx, input) => {
    const verdict = await bound.run(ctx, input);
    if (isRefusal(verdict)) return verdict;
    throw new Undone();
  } };
}

const byName = new Map(operations.map((bound) => [`${bound.operation.domain}.${bound.operation.name}`, bound]));

export type Outcome = { readonly verdict: Verdict | 'else'; readonly said: string; readonly text: string };

/** What became of a cell. `isWallAlone`: the first wall is taken away, only the database knows who asks. */
export async function run(ground: Ground, cell: Cell, isWallAlone = false): Promise<Outcome> {
  const { world } = ground;
  const found = ground.cases.get(cell.state);
  if (!found) throw new Error(cell.state);
  const who = somebodyOf(ground, cell.role, cell.relation, found.matter);
  const truly = actorOf(ground.permits, who);
  const actor = isWallAlone ? everybody(who, ground.all, world.id('checkpoint')) : truly;
  const caller = { actor, key: null, clock: afterwards(found.it), ...(isWallAlone ? { wall: truly } : {}) };
  const caseId = cell.relation === 'noSuchCase' ? '01900000-0000-7000-8000-000000000000' : found.it.caseId;
  const bound = byName.get(cell.operation);
  if (!bound) throw new Error(cell.operation);
  const proof = cell.shown === 'nothing' ? {} : {
    number: found.it.number, ...(cell.shown === 'number' ? {} : { code: cell.shown === 'number and code' ? world.house.followCodes.of(found.it.caseId) : '22222222' }),
  };
  const more = inputs(world, cell.operation.slice(10), caseId);
  // What a caller has no business to say is sent with everything: it is ignored, or the cell would differ.
  const smuggled = { state: 'closed', areaPath: '1.', reporterPersonId: 1, person_id: 1, role: 'dispatcher', permissions: ['incidents.desk'], house: true };
  const input = cell.operation === 'incidents.story' ? { number: cell.relation === 'noSuchCase' ? '2611-0000-0000' : found.it.number } : { caseId, ...more, ...proof };
  if (bound.operation.kind === 'query') {
    const answer = await look(world.house, bound as BoundQuery<Query>, input, caller); // told by its operation's kind
    return classify(answer, JSON.stringify(answer));
  }
  return perform(world.house, undone(bound as BoundCommand<Command>), { ...smuggled, ...input }, caller).then( // likewise
    (answer) => classify(answer, JSON.stringify(answer)),
    (error: unknown) => { if (error instanceof Undone) return { verdict: 'his' as const, said: 'done', text: '' }; throw error; },
  );
}

function classify(answer: Answer, text: string): Outcome {
  if (answer.kind === 'done') return { verdict: 'his', said: 'done', text };
  if (answer.kind === 'invalid') return { verdict: 'else', said: `invalid: ${answer.issues.map(({ path, code }) => `${path.join('.')} ${code}`).join(', ')}`, text };
  const said = answer.refusal.refused;
  const known: Readonly<Record<string, Verdict>> = {
    'platform/not-signed-in': 'not-signed-in', 'platform/not-permitted': 'not-permitted', 'incidents/case-unknown': 'absent', 'incidents/not-yours': 'not-yours', 'incidents/step-not-allowed': 'step-not-allowed',
    'incidents/follow-code-missing': 'not-proven', 'incidents/follow-code-wrong': 'not-proven',
  };
  return { verdict: known[said] ?? 'his', said, text };
}

/** What the oracle says of the same cell. */
export function expected(ground: Ground, cell: Cell): Verdict {
  const found = ground.cases.get(cell.state);
  if (!found) throw new Error(cell.state);
  const who = somebodyOf(ground, cell.role, cell.relation, found.matter);
  const it = cell.relation === 'noSuchCase' ? null : found.matter;
  if (cell.operation === 'incidents.story') return it === null ? 'absent' : 'his';
  if (readsOfCase.includes(cell.operation)) return mayRead(cell.operation, who, it);
  return mayStep(cell.operation.slice(10), who, it, cell.shown);
}

/** What the database alone must say: the case is there, or it is not. */
export function shownByDatabase(ground: Ground, cell: Cell): boolean {
  const found = ground.cases.get(cell.state);
  if (!found || cell.relation === 'noSuchCase') return false;
  if (cell.operation === 'incidents.story' || cell.shown !== 'nothing') return true;
  return databaseShows(somebodyOf(ground, cell.role, cell.relation, found.matter), found.matter, ground.all);
}

/** The least that each step needs to be understood. */
function inputs(world: World, action: string, caseId: string): object {
  switch (action) {
    case 'verify': return { result: 'exists' };
    case 'decline': case 'forceClose': case 'reopen': case 'escalate': case 'refuse': return { reason: '不属本单位职责' };
    // Into itself: whether another case is his to see is not asked here.
    case 'merge': return { intoCaseId: caseId };
    case 'dispatch': return { leadUnitId: world.unit('HWS') };
    case 'triage': return { leadUnitId: world.unit('HWS'), participantUnitIds: [world.unit('HWS'), world.unit('ZFD')], minutes: '会商定责' };
    case 'return': return { ruleCode: 'not-our-duty', reason: '不属本单位职责' };
    case 'settle': case 'deliver': return { result: '已处理' };
    case 'requestSuspension': return { until: '2026-12-20', reason: '等待材料' };
    case 'requestExtension': return { workingDays: 2, reason: '等待材料' };
    case 'supervise': return { level: 'black', reason: '逾期未办' };
    case 'check': return { result: 'pass' };
    case 'feedback': return { text: '已处理完毕' };
    case 'rate': return { satisfied: true };
    case 'message': return { unitId: world.unit('HWS'), text: '请尽快' };
    case 'consent': return { agreed: true };
    default: return {};
  }
}
