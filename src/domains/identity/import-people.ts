import { grantAt, pathsFor, type Actor } from '../../platform/actor.ts';
import type { Ctx } from '../../platform/action.ts';
import type { ImportReport, RowError } from '../../platform/core/fields.ts';
import { refuse, type Refusal } from '../../platform/core/refusal.ts';
import { makeSay } from '../../platform/say.ts';
import { isTooCommonIn, worldList, type WorldList } from './common-list.ts';
import { readImportFileAside } from './import-file.ts';
import { hashPassword } from './passwords.ts';
import { mayHoldTogether } from './rules/access.ts';
import { importColumns, type ImportColumn, type ImportRow, type RowProblem } from './rules/import.ts';
import { areasByCodes, dayFromToday, holdRoles, listRoles, lockAccounts, postsHeld, type AreaRow, type ImportedPerson, type PostRow, type RoleRow } from './store/read.ts';
import { unitsByCodes } from './store/units.ts';
import { changePeople, changePosts, insertPeople, insertPosts, type NewPost, type PostChange } from './store/write.ts';
import { identityWords } from './words.ts';

// People and posts from a file: one row for each post. What the file does not name stays as it is; an empty cell changes nothing.

const mostPasswords = 500;
const mostErrors = 1_000;
const say = makeSay([identityWords]);

export async function takePeople(ctx: Ctx, file: Buffer, dryRun: boolean): Promise<ImportReport | Refusal> {
  const { language } = ctx.actor;
  const read = await readImportFileAside(file);
  if ('unreadable' in read) {
    return refuse('identity/import-unreadable', { why: say(language, `identity.unreadable.${read.unreadable}`, { column: read.column ?? '' }) });
  }
  const plan = planOf(read.rows, await lookUp(ctx, read.rows), ctx.actor);
  const problems = [...read.problems, ...plan.problems].sort((a, b) => a.row - b.row);
  if (problems.length > 0 && !dryRun) return refuse('identity/import-has-errors', { errors: problems.length });
  if (!dryRun && !await write(ctx, plan)) return refuse('identity/import-has-errors', { errors: 1 });
  const outcomes = [...plan.outcomes.values()];
  return {
    written: !dryRun, rows: read.count,
    created: outcomes.filter((one) => one === 'created').length, changed: outcomes.filter((one) => one === 'changed').length,
    unchanged: outcomes.filter((one) => one === 'unchanged').length,
    errors: errorsOf(problems, ctx.actor), preview: read.preview.map((row) => previewOf(row, ctx.actor)),
  };
}

/**
 * The workbook for an import of people: a sheet of headings to fill in and a sheet that explains them.
 * All cells are text, so that no code or telephone loses a digit.
 */
export async function peopleTemplate(language: Actor['language'] = 'zh-CN'): Promise<Buffer> {
  const word = (key: string): string => say(language, `identity.${key}`);
  const { default: exceljs } = await import('exceljs'); // here alone: it is thirty megabytes of memory
  const workbook = new exceljs.Workbook();
  const sheet = workbook.addWorksheet(word('template.sheet'), { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = importColumns.map((column) => ({ header: word(`column.${column}`), width: wide.has(column) ? 20 : 12, style: { numFmt: '@' } }));
  sheet.getRow(1).font = { bold: true };
  const employment = importColumns.indexOf('employment') + 1;
  for (let row = 2; row <= 500; row += 1) {
    sheet.getCell(row, employment).dataValidation = { type: 'list', allowBlank: true, formulae: [`"${word('employment.fullTime')},${word('employment.partTime')}"`] };
  }
  const guide = workbook.addWorksheet(word('template.guide'));
  guide.columns = [{ width: 14 }, { width: 90 }];
  for (const column of importColumns) guide.addRow([word(`column.${column}`), word(`template.${column}`)]);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

const wide: ReadonlySet<ImportColumn> = new Set(['areaCode', 'phone', 'password']);

type Known = {
  readonly people: ReadonlyMap<string, ImportedPerson>; readonly posts: ReadonlyMap<number, readonly PostRow[]>; readonly roles: readonly RoleRow[];
  readonly areas: ReadonlyMap<string, AreaRow>; readonly units: ReadonlyMap<string, number>; readonly today: string; readonly common: WorldList;
};

async function lookUp(ctx: Ctx, rows: readonly ImportRow[]): Promise<Known> {
  await holdRoles(ctx.db, 'shared');
  const people = await lockAccounts(ctx.db, rows.map((row) => row.account), pathsFor(ctx.actor, 'identity.manage'));
  const posts = Map.groupBy(await postsHeld(ctx.db, people.map((person) => person.id)), (post) => post.personId);
  const areas = await areasByCodes(ctx.db, [...new Set(rows.flatMap((row) => row.areaCode ?? []))]);
  const units = await unitsByCodes(ctx.db, [...new Set(rows.flatMap((row) => row.unitCode ?? []))]);
  return {
    people: new Map(people.map((person) => [person.account.toLowerCase(), person])), posts, roles: await listRoles(ctx.db),
    areas: new Map(areas.map((area) => [area.code, area])), units: new Map(units.map((unit) => [unit.code, unit.id])), today: await dayFromToday(ctx.db, 0),
    common: await worldList(),
  };
}

type Outcome = 'created' | 'changed' | 'unchanged';
type PlannedPost = { readonly account: string; readonly post: Omit<NewPost, 'personId'> };
type Plan = {
  readonly problems: RowProblem[]; readonly outcomes: Map<number, Outcome>;
  /** By account in lower case. */
  readonly newPeople: Map<string, { account: string; name: string; phone: string; password: string | null }>;
  readonly changedPeople: { id: number; name: string; phone: string }[];
  readonly newPosts: PlannedPost[]; readonly changedPosts: PostChange[]; readonly people: ReadonlyMap<string, ImportedPerson>; readonly common: WorldList;
};

function planOf(rows: readonly ImportRow[], known: Known, actor: Actor): Plan {
  const plan: Plan = { problems: [], outcomes: new Map(), newPeople: new Map(), changedPeople: [], newPosts: [], changedPosts: [], people: known.people, common: known.common };
  const seen = new Map<string, number>();
  let passwords = 0;
  for (const [account, own] of Map.groupBy(rows, (row) => row.account.toLowerCase())) {
    const first = own[0];
    if (!first) continue;
    const problems: RowProblem[] = [];
    const person = known.people.get(account);
    const held = person ? known.posts.get(person.id) ?? [] : [];
    const granted = held.flatMap((post) => permissionsOf(known, post.role));
    const personOutcome = planPerson(plan, problems, own, first, person);
    if (!person && own.some((row) => row.password !== null)) passwords += 1;
    if (passwords > mostPasswords) problems.push({ row: first.row, column: 'password', problem: 'too-many-passwords' });
    for (const row of own) {
      const postOutcome = planPost(plan, problems, row, { known, actor, held, seen });
      const whole = row === first && personOutcome !== 'unchanged' ? (personOutcome === 'created' || postOutcome === 'created' ? 'created' : 'changed') : postOutcome;
      if (whole !== 'unchanged' && person && person.id === actor.personId) problems.push({ row: row.row, column: 'account', problem: 'own-post' });
      if (whole !== 'unchanged' && person && !person.managed && !(person.seen && (row !== first || personOutcome === 'unchanged'))) {
        problems.push({ row: row.row, column: 'account', problem: 'account-not-yours' });
      }
      const role = known.roles.find((one) => one.code === roleOf(known, row.role));
      granted.push(...role?.permissions ?? []);
      if (!mayHoldTogether(granted)) problems.push({ row: row.row, column: 'role', problem: 'three-administrators' });
      plan.outcomes.set(row.row, whole);
    }
    for (const { row } of problems) plan.outcomes.delete(row);
    plan.problems.push(...problems);
  }
  return plan;
}

/** All rows of an account speak of one person. */
function planPerson(plan: Plan, problems: RowProblem[], own: readonly ImportRow[], first: ImportRow, person: ImportedPerson | undefined): Outcome {
  const phone = own.find((row) => row.phone !== null)?.phone ?? null;
  for (const row of own) {
    if (row.name !== first.name || (row.phone !== null && row.phone !== phone)) problems.push({ row: row.row, column: 'name', problem: 'name-differs', params: { other: first.row } });
  }
  if (!person) {
    const given = own.find((row) => row.password !== null);
    if (given?.password && isTooCommonIn(plan.common, given.password, { account: first.account, phone: phone ?? '' })) problems.push({ row: given.row, column: 'password', problem: 'password-common' });
    plan.newPeople.set(first.account.toLowerCase(), { account: first.account, name: first.name, phone: phone ?? '', password: given?.password ?? null });
    return 'created';
  }
  if (person.name === first.name && (phone === null || person.phone === phone)) return 'unchanged';
  plan.changedPeople.push({ id: person.id, name: first.name, phone: phone ?? person.phone });
  return 'changed';
}

function planPost(plan: Plan, problems: RowProblem[], row: ImportRow, { known, actor, held, seen }: { known: Known; actor: Actor; held: readonly PostRow[]; seen: Map<string, number> }): Outcome {
  const key = [row.account.toLowerCase(), roleOf(known, row.role) ?? row.role, row.areaCode, row.unitCode].join('|');
  const other = seen.get(key);
  if (other !== undefined) problems.push({ row: row.row, column: 'account', problem: 'duplicate-row', params: { other } });
  seen.set(key, row.row);
  if (row.role === null || row.areaCode === null) return 'unchanged';
  const role = roleOf(known, row.role);
  const area = known.areas.get(row.areaCode);
  const unitId = row.unitCode === null ? null : known.units.get(row.unitCode);
  if (role === undefined) problems.push({ row: row.row, column: 'role', problem: 'role-unknown', params: { value: row.role } });
  if (!area || !grantAt(actor, 'identity.manage', area.path)) problems.push({ row: row.row, column: 'areaCode', problem: 'area-unknown', params: { value: row.areaCode } });
  if (unitId === undefined) problems.push({ row: row.row, column: 'unitCode', problem: 'unit-unknown', params: { value: row.unitCode ?? '' } });
  if (role === undefined || !area || unitId === undefined) return 'unchanged';

  const candidates = held.filter((post) => post.role === role && post.areaId === area.id && !post.isCover);
  const present = unitId === null && candidates.length === 1 ? candidates[0] : candidates.find((post) => post.unitId === unitId);
  const wished = {
    title: row.title ?? present?.title ?? '', employment: row.employment ?? present?.employment ?? 'fullTime', sharePercent: row.sharePercent ?? present?.sharePercent ?? 100,
    validFrom: row.validFrom ?? present?.validFrom ?? known.today, validTo: row.validTo ?? present?.validTo ?? null,
  };
  if (wished.validTo !== null && wished.validTo < wished.validFrom) problems.push({ row: row.row, column: 'validTo', problem: 'dates-reversed' });
  if (!present) {
    plan.newPosts.push({ account: row.account.toLowerCase(), post: { role, areaId: area.id, unitId, coverForPostId: null, ...wished } });
    return 'created';
  }
  const same = present.title === wished.title && present.employment === wished.employment && present.sharePercent === wished.sharePercent
    && present.validFrom === wished.validFrom && present.validTo === wished.validTo;
  if (same) return 'unchanged';
  plan.changedPosts.push({ id: present.id, ...wished });
  return 'changed';
}

/** False: somebody made one of these accounts since they were looked up; what is written so far goes back with the refusal. */
async function write(ctx: Ctx, plan: Plan): Promise<boolean> {
  const people = [];
  for (const person of plan.newPeople.values()) {
    // One after the other: an import takes one lane of the pool at most. Without a password nobody can sign in until one is set.
    const passwordHash = person.password === null ? null : await hashPassword(person.password);
    people.push({ account: person.account, name: person.name, phone: person.phone, passwordHash, mustChangePassword: true });
  }
  const ids = new Map([...plan.people].map(([account, person]) => [account, person.id]));
  const made = people.length > 0 ? await insertPeople(ctx.db, people) : [];
  if (made.length < people.length) return false;
  for (const { account, id } of made) ids.set(account.toLowerCase(), id);
  if (plan.changedPeople.length > 0) await changePeople(ctx.db, plan.changedPeople);
  const posts = plan.newPosts.flatMap(({ account, post }) => {
    const personId = ids.get(account);
    return personId === undefined ? [] : [{ ...post, personId }];
  });
  if (posts.length > 0) await insertPosts(ctx.db, posts);
  if (plan.changedPosts.length > 0) await changePosts(ctx.db, plan.changedPosts);
  // Their open streams go on with the rights that they have now.
  ctx.emit({ kind: 'identity.rights', subject: 'people', areaPath: '', personIds: [...ids.values()] });
  return true;
}

/** A role is named by its code or by its name in either language. */
function roleOf(known: Known, name: string | null): string | undefined {
  if (name === null) return undefined;
  const plain = name.trim().toLowerCase();
  return known.roles.find((role) => [role.code.toLowerCase(), role.nameZh, role.nameEn?.toLowerCase()].includes(plain))?.code;
}

function permissionsOf(known: Known, code: string): readonly string[] {
  return known.roles.find((role) => role.code === code)?.permissions ?? [];
}

function errorsOf(problems: readonly RowProblem[], { language }: Actor): RowError[] {
  const shown = problems.slice(0, mostErrors).map(({ row, column, problem, params }) => {
    const name = say(language, `identity.column.${column}`);
    return { row, column: name, problem, detail: say(language, `identity.rowError.${problem}`, { column: name, ...params }) };
  });
  const rest = problems.length - shown.length;
  return rest === 0 ? shown : [...shown, { row: problems[mostErrors]?.row ?? 0, column: '', problem: 'more', detail: say(language, 'identity.rowError.more', { count: rest }) }];
}

function previewOf(cells: readonly (readonly [ImportColumn, string])[], { language }: Actor): ImportReport['preview'][number] {
  return Object.fromEntries(cells.map(([column, text]) => [say(language, `identity.column.${column}`), column === 'password' && text !== '' ? '••••••••' : text]));
}
