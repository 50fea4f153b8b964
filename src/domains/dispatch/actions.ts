import { z } from 'zod';
import type { Kysely } from 'kysely';
import { action, reading, type Ctx } from '../../platform/action.ts';
import { grantAt, pathsFor, permits, unitsFor, type Actor, type Grant } from '../../platform/actor.ts';
import { dayOf, momentAt, type Calendar } from '../../platform/core/calendar.ts';
import type { ImportReport, RowError } from '../../platform/core/fields.ts';
import { absent, isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import type { Database } from '../../platform/db.ts';
import { makeSay } from '../../platform/say.ts';
import * as contract from './contract.ts';
import { planCalendar } from './rules/calendar.ts';
import type { ClassIndex, ResolvedClass } from './rules/classes.ts';
import { readClassRows } from './rules/sheet-rows.ts';
import { planTaxonomy } from './rules/taxonomy-plan.ts';
import { classify, urgentCall } from './rules/text.ts';
import { readSheet } from './sheet.ts';
import * as store from './store.ts';
import { dispatchWords } from './words.ts';

type Db = Kysely<Database>;
const say = makeSay([dispatchWords]);

export { defaultHandling, type ClassIndex, type ResolvedClass } from './rules/classes.ts';
export { suggestUnits, type SuggestedUnit, type SuggestionRequest } from './suggestion.ts';

// What later domains ask for, inside their own transactions.

/** All classes; the same object until a new version of the taxonomy is written. */
export async function classIndex(db: Db): Promise<ClassIndex> {
  return store.readClassIndex(db);
}

/** With its deadline resolved and its path; inactive ones too: look at `active` before a new case gets it. */
export async function classByCode(db: Db, code: string): Promise<ResolvedClass | undefined> {
  return (await store.readClassIndex(db)).byCode.get(code);
}

/** The wording under which a case was filed; undefined where that version did not know the class. */
export async function classAsOf(db: Db, code: string, version: number): Promise<contract.MatterClass | undefined> {
  return store.readClassAsOf(db, code, version);
}

/** The newest working calendar; the same object until a new one is imported. */
export async function currentCalendar(db: Db): Promise<Calendar> {
  return store.readCalendar(db);
}

/** The classes and the calendar that hold now. @throws while no calendar has been seeded */
export async function currentTerms(db: Db): Promise<{ classes: ClassIndex; calendar: Calendar }> {
  return store.readTerms(db);
}

/** A rule that may be cited today; undefined for one that is no longer in force. */
export async function returnRuleByCode(db: Db, code: string): Promise<store.ReturnRule | undefined> {
  const rule = await store.findReturnRule(db, code);
  return rule?.active ? rule : undefined;
}

/** How many people each of these units has on duty at a moment. */
export async function onDuty(db: Db, unitIds: readonly number[], at: Date): Promise<ReadonlyMap<number, number>> {
  return store.countOnDuty(db, unitIds, at);
}

export const classes = reading(contract.classes, async (ctx, input) => {
  const index = await store.readClassIndex(ctx.db);
  const all = input.all && permits(ctx.actor, 'dispatch.manage');
  const text = input.text?.trim().toLowerCase() ?? '';
  const items = index.classes.filter((one) => (all || one.active) && (!input.publicOnly || one.public)
    && (input.parentCode === undefined || one.parentCode === input.parentCode)
    && (text === '' || one.name.toLowerCase().includes(text) || one.code.toLowerCase().startsWith(text) || one.keywords.some((word) => word.includes(text))));
  return { items, version: index.version };
});

export const suggestClass = reading(contract.suggestClass, async (ctx, input) => {
  const index = await store.readClassIndex(ctx.db);
  const isStaff = ctx.actor.grants.some((grant) => grant.permissions.size > 0);
  const items = classify(input.text, index.classes).flatMap((guess) => {
    const one = index.byCode.get(guess.code);
    return one && (isStaff || one.public) ? [{ code: guess.code, name: one.name, score: guess.score, words: [...guess.words] }] : [];
  }).slice(0, 5);
  return { items, urgentCall: urgentCall(input.text) };
});

export const importTaxonomy = action(contract.importTaxonomy, async (ctx, input) => {
  const grant = cityGrant(ctx.actor);
  if (isRefusal(grant)) return grant;
  ctx.about('taxonomy', grant);
  const table = await readSheet(input);
  const read = table && readClassRows(table);
  if (!read) return refuse('dispatch/import-unreadable');
  await store.lockTaxonomy(ctx.db);
  const plan = planTaxonomy(await store.readClasses(ctx.db), read.listed, input.replace, false);
  const errors = [...read.errors, ...plan.errors].sort((a, b) => a.row - b.row);
  const counts = { rows: read.listed.length, created: plan.created, changed: plan.changed, unchanged: plan.unchanged };
  const written = await concludeImport(ctx, grant, input.dryRun, errors, plan.write.length > 0, 'taxonomy', () =>
    store.saveClasses(ctx.db, plan.write, { source: 'import', personId: ctx.actor.personId }));
  return isRefusal(written) ? written : { written, ...counts, errors: told(ctx, errors), preview: plan.preview.slice(0, 100) };
});

export const changeClass = action(contract.changeClass, async (ctx, input) => {
  const grant = cityGrant(ctx.actor);
  if (isRefusal(grant)) return grant;
  ctx.about(`class:${input.code}`, grant);
  await store.lockTaxonomy(ctx.db);
  const before = (await store.readClasses(ctx.db)).find(({ code }) => code === input.code);
  if (!before) return absent('dispatch/class-unknown', { code: input.code });
  if (before.kind === 'dispute' && (input.public === true || input.settleable === true)) return refuse('dispatch/dispute-not-public');
  const { version } = await store.readClassIndex(ctx.db);
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const after: store.ClassRow = { ...before, ...given };
  const differs = Object.keys(given).some((field) => canonical(Reflect.get(before, field)) !== canonical(Reflect.get(after, field)));
  if (!differs) return { code: input.code, version };
  const next = await store.saveClasses(ctx.db, [after], { source: 'change', personId: ctx.actor.personId });
  ctx.emit({ kind: 'dispatch.taxonomyChanged', subject: `class:${input.code}`, areaPath: grant.areaPath, data: { version: next } });
  return { code: input.code, version: next };
});

export const routes = reading(contract.routes, async (ctx, input) => {
  const area = input.areaId === undefined ? undefined : await store.findArea(ctx.db, input.areaId);
  if (input.areaId !== undefined && !area) return absent('dispatch/area-unknown');
  const after = readCursor(input.after);
  const rows = await store.listRoutes(ctx.db, {
    paths: pathsFor(ctx.actor, 'dispatch.read'), classCode: input.classCode, areaPath: area?.path, after, limit: input.limit + 1,
  });
  const items = rows.slice(0, input.limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => ({
      id: row.id, classCode: row.classCode, className: row.className, area: { id: row.areaId, name: row.areaName }, unit: { id: row.unitId, name: row.unitName }, note: row.note,
    })),
    next: rows.length > items.length && last ? `${last.classCode}|${last.areaId}` : null,
  };
});

export const setRoute = action(contract.setRoute, async (ctx, input) => {
  const area = await store.findArea(ctx.db, input.areaId);
  if (!area) return absent('dispatch/area-unknown');
  const grant = grantAt(ctx.actor, 'dispatch.manage', area.path);
  ctx.about(`route:${input.classCode}:${area.id}`, grant);
  if (!grant) return refuse('dispatch/not-your-area', { area: area.name }, 'forbidden');
  const one = await classByCode(ctx.db, input.classCode);
  if (!one) return absent('dispatch/class-unknown', { code: input.classCode });
  if (input.unitId === null) {
    await store.removeRoute(ctx.db, input.classCode, area.id);
    return { id: null };
  }
  const unit = await store.findUnit(ctx.db, input.unitId);
  if (!unit) return absent('dispatch/unit-unknown');
  return { id: await store.saveRoute(ctx.db, { classCode: input.classCode, areaId: area.id, unitId: unit.id, note: input.note }) };
});

export const returnRules = reading(contract.returnRules, async (ctx, input) => {
  const rules = await store.listReturnRules(ctx.db);
  const all = input.all && permits(ctx.actor, 'dispatch.manage');
  return { items: rules.filter((rule) => all || rule.active) };
});

export const setReturnRule = action(contract.setReturnRule, async (ctx, input) => {
  const grant = cityGrant(ctx.actor);
  if (isRefusal(grant)) return grant;
  ctx.about(`returnRule:${input.code}`, grant);
  await store.saveReturnRule(ctx.db, input);
  return { code: input.code };
});

export const workingCalendar = reading(contract.workingCalendar, async (ctx, input) => {
  const { version, lastOfficialDay, shifts, days } = await store.readCalendar(ctx.db);
  return {
    version: Number(version), lastOfficialDay, shifts,
    days: Object.entries(days).filter(([day]) => input.year === undefined || day.startsWith(`${input.year}-`)).map(([day, { kind, name }]) => ({ day, kind, name })),
  };
});

export const importCalendar = action(contract.importCalendar, async (ctx, input) => {
  const grant = cityGrant(ctx.actor);
  if (isRefusal(grant)) return grant;
  ctx.about(`calendar:${input.year}`, grant);
  await store.lockCalendar(ctx.db);
  const plan = planCalendar(await store.readCalendar(ctx.db), input);
  if (isRefusal(plan)) return plan;
  const written = await concludeImport(ctx, grant, input.dryRun, plan.errors, !plan.same, 'calendar', () =>
    store.saveCalendar(ctx.db, plan, { source: input.source, personId: ctx.actor.personId }));
  if (isRefusal(written)) return written;
  const { created, changed, unchanged } = plan;
  return { written, rows: input.days.length, created, changed, unchanged, errors: told(ctx, plan.errors), preview: input.days.slice(0, 100) };
});

export const rosters = reading(contract.rosters, async (ctx, input) => {
  const from = momentAt(input.on ?? dayOf(ctx.now), '00:00');
  const rows = await store.listDuty(ctx.db, {
    from, to: new Date(from.getTime() + 86_400_000), unitId: input.unitId,
    paths: pathsFor(ctx.actor, 'dispatch.read'), ownUnitIds: unitsFor(ctx.actor, 'dispatch.read'),
  });
  return {
    items: rows.map((row) => ({
      id: row.id, unit: { id: row.unitId, name: row.unitName }, person: { id: row.personId, name: row.personName },
      from: row.from.toISOString(), to: row.to.toISOString(),
    })),
  };
});

export const setDuty = action(contract.setDuty, async (ctx, input) => {
  const unit = await store.findUnit(ctx.db, input.unitId);
  if (!unit) return absent('dispatch/unit-unknown');
  const grant = grantAt(ctx.actor, 'dispatch.roster', unit.areaPath);
  ctx.about(`unit:${unit.id}`, grant);
  if (!grant) return refuse('dispatch/not-your-area', { area: unit.name }, 'forbidden');
  if (!(await store.isActivePerson(ctx.db, input.personId))) return absent('dispatch/person-unknown');
  const turn = { unitId: unit.id, personId: input.personId, from: new Date(input.from), to: new Date(input.to) };
  if (turn.from >= turn.to) return refuse('dispatch/times-reversed');
  const id = await store.saveDuty(ctx.db, turn);
  if (id === undefined) return refuse('dispatch/already-on-duty');
  ctx.emit({ kind: 'dispatch.rosterChanged', subject: `duty:${id}`, areaPath: unit.areaPath, unitIds: [unit.id], personIds: [input.personId] });
  return { id };
});

export const endDuty = action(contract.endDuty, async (ctx, input) => {
  const turn = await store.findDuty(ctx.db, input.id);
  if (!turn) return absent('dispatch/duty-unknown');
  const grant = grantAt(ctx.actor, 'dispatch.roster', turn.areaPath);
  ctx.about(`duty:${turn.id}`, grant);
  if (!grant) return refuse('dispatch/not-your-area', { area: turn.unitName }, 'forbidden');
  if (turn.to <= ctx.now) return refuse('dispatch/duty-over');
  await store.cutDuty(ctx.db, turn.id, ctx.now);
  ctx.emit({ kind: 'dispatch.rosterChanged', subject: `duty:${turn.id}`, areaPath: turn.areaPath, unitIds: [turn.unitId], personIds: [turn.personId] });
  return { id: turn.id };
});

/** Classes, return rules and the calendar hold everywhere: only a post at the root of the areas may change them. */
function cityGrant(actor: Actor): Grant | Refusal {
  const grants = actor.grants.filter((grant) => grant.permissions.has('dispatch.manage') && /^\d+\.$/.test(grant.areaPath));
  return grants.find((grant) => grant.inNameOf === null) ?? grants[0] ?? refuse('dispatch/not-city-wide', {}, 'forbidden');
}

/** All or nothing, and nothing for a preview. The event tells later domains to reckon again. */
async function concludeImport(
  ctx: Ctx, grant: Grant, dryRun: boolean, errors: readonly RowError[], differs: boolean, what: 'taxonomy' | 'calendar', save: () => Promise<number>,
): Promise<ImportReport['written'] | Refusal> {
  if (dryRun) return false;
  const [first] = told(ctx, errors.slice(0, 1));
  if (first) {
    const column = say(ctx.actor.language, `dispatch.column.${first.column}`);
    return refuse('dispatch/import-has-errors', { errors: errors.length, row: first.row, column, detail: first.detail });
  }
  if (differs) {
    const version = await save();
    ctx.emit({ kind: `dispatch.${what}Changed`, subject: `${what}:${version}`, areaPath: grant.areaPath, data: { version } });
  }
  return true;
}

/** The rules name what is wrong and the value; the reader gets a sentence. */
function told(ctx: Ctx, errors: readonly RowError[]): RowError[] {
  return errors.map((error) => ({ ...error, detail: say(ctx.actor.language, `dispatch.rowError.${error.problem}`, { value: error.detail }) }));
}

const cursor = z.string().regex(/^[A-Za-z0-9-]{1,32}\|\d{1,9}$/);

/** A cursor that nobody here has given is read as the beginning. */
function readCursor(after: string | undefined): { classCode: string; areaId: number } | null {
  const [classCode = '', areaId = ''] = (cursor.safeParse(after).data ?? '').split('|');
  return classCode === '' ? null : { classCode, areaId: Number(areaId) };
}

/** jsonb gives its keys back in another order than they came. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'object' && one !== null && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one));
}
