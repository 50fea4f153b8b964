import type { Kysely } from 'kysely';
import { dayOf, momentAt } from '../../platform/core/calendar.ts';
import type { Database } from '../../platform/db.ts';
import { officialCalendar } from './calendar-data.ts';
import { planTaxonomy } from './rules/taxonomy-plan.ts';
import * as store from './store.ts';
import { shippedClasses, shippedReturnRules } from './taxonomy.ts';

type Db = Kysely<Database>;

/**
 * What a new installation cannot do without: classes, return rules, the working calendar. Routes and rosters are the
 * operator's own. Run again, it adds what is missing and changes nothing that is there.
 */
export async function seedDefaults(db: Db): Promise<{ taxonomy: boolean; calendar: boolean }> {
  return inTransaction(db, async (inside) => {
    await store.lockTaxonomy(inside);
    await store.lockCalendar(inside);
    const there = await store.isSeeded(inside);
    if (!there.taxonomy) {
      const plan = planTaxonomy([], shippedClasses(), false, true);
      if (plan.errors.length > 0) throw new Error(`The shipped classes are wrong: ${JSON.stringify(plan.errors[0])}`);
      await store.saveClasses(inside, plan.write, { source: 'shipped', personId: null });
    }
    if (!there.calendar) await store.saveCalendar(inside, officialCalendar(), { source: '国务院办公厅历年部分节假日安排的通知', personId: null });
    const rules = new Set((await store.listReturnRules(inside)).map(({ code }) => code));
    for (const rule of shippedReturnRules) if (!rules.has(rule.code)) await store.saveReturnRule(inside, rule);
    return { taxonomy: !there.taxonomy, calendar: !there.calendar };
  });
}

/** Days ahead for which the demo has somebody at its checkpoints. */
const rosterDays = 30;

/**
 * The demo's routing table, each line in the area of its own unit, and turns of duty at checkpoints and in teams.
 * Units that the demo has not made are passed over.
 * @param demo.offices for each township, or for the city, its units by their code in the demo, as `identity` made them
 */
export async function seedDispatch(db: Db, demo: { readonly offices: readonly Readonly<Record<string, number>>[]; readonly now: Date }): Promise<{ routes: number; turns: number }> {
  await seedDefaults(db);
  return inTransaction(db, async (inside) => {
    const units = new Map((await store.findUnits(inside, demo.offices.flatMap((unitsByCode) => Object.values(unitsByCode)), [])).map((unit) => [unit.id, unit]));
    const routes = demo.offices.flatMap((unitsByCode) => lines.flatMap(([unitCode, classCodes]) => {
      const unit = units.get(unitsByCode[unitCode] ?? 0);
      return unit === undefined ? [] : classCodes.split(' ').map((classCode) => ({ classCode, areaId: unit.areaId, unitId: unit.id, note: '' }));
    }));
    await store.saveRoutes(inside, routes);
    const guarding = [...units.values()].filter(({ kind }) => kind === 'checkpoint' || kind === 'team');
    const members = await store.findMembers(inside, guarding.map(({ id }) => id));
    const turns = guarding.flatMap(({ id }) => turnsOf(id, members.get(id) ?? [], demo.now));
    return { routes: routes.length, turns: await store.saveDuties(inside, turns) };
  });
}

/** Day from 08:00 to 20:00 and night, two people in turn. */
function turnsOf(unitId: number, people: readonly number[], now: Date): { unitId: number; personId: number; from: Date; to: Date }[] {
  const start = momentAt(dayOf(now), '08:00').getTime();
  return people.length === 0 ? [] : Array.from({ length: rosterDays * 2 }, (_, index) => ({
    unitId, personId: people[index % people.length] ?? 0, from: new Date(start + index * halfDayMs), to: new Date(start + (index + 1) * halfDayMs),
  }));
}
const halfDayMs = 12 * 3_600_000;

/** Unit of the demo → classes that go to it. Where the city has a more exact line than the township, it is meant. */
const lines: readonly (readonly [unit: string, classes: string])[] = [
  ['SFS', '01'], ['TJW', '01'], ['DJY', '01'],
  ['YJB', '02 04 09 0902'], ['PCS', '03 0205 10 1001'], ['HWS', '05 06 1002 100303'], ['ZFD', '07 0703 0201 08 0801 0803'],
  ['NFZ', '0804 0805 080501 14'], ['SJS', '1105 020202'], ['WSY', '110302 110303'], ['GDS', '020201 020402 110102'], ['ZLS', '110101'],
  ['MZB', '11 1102 12 13 130302 1402 15 1503'],
  ['S-SFJ', '01'], ['S-YJJ', '02 09'], ['S-GAJ', '03 1001'], ['S-XFZ', '04'], ['S-CGJ', '05 07'], ['S-ZJJ', '06 0201 1104'], ['S-ZRJ', '0703 080501'],
  ['S-STJ', '08'], ['S-SLJ', '0902'], ['S-JTJ', '10 1003'], ['S-RQG', '0204 110103'], ['S-GDG', '110102'], ['S-RSJ', '1102'], ['S-YBJ', '110201'],
  ['S-JYJ', '1103 130202'], ['S-WJW', '110302 110303'], ['S-SCJ', '1105 020202'], ['S-MZJ', '13'], ['S-CLH', '130302'], ['S-NYJ', '14'], ['S-XFJ', '15'],
  ['SZX', '11 12 1503'],
];

function inTransaction<T>(db: Db, run: (inside: Db) => Promise<T>): Promise<T> {
  return db.isTransaction ? run(db) : db.transaction().execute(run);
}
