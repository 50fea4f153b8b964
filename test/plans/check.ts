import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { expect, inject } from 'vitest';
import { large } from '../../src/apps/bench/plans.ts';
import { fillTrail } from '../../src/apps/bench/trail.ts';
import { addCases } from '../../src/apps/demo/city/city.ts';
import { quiet } from '../../src/apps/demo/city/progress.ts';
import type { Pictures } from '../../src/apps/demo/city/world.ts';
import type { House } from '../../src/platform/action.ts';
import { openDb } from '../../src/platform/db.ts';
import type { TestDatabase } from '../support/pg.ts';
import { allTitles, filesOf, plansOfQuestions, tellPlansIn } from './of-questions.ts';

/**
 * Tens of thousands of cases more in a city that has its people, and every question once: none reads what grows from end to
 * end. The plans themselves are kept beside this for whoever changes one (kept.test.ts); which of two indexes serves may differ from day to day.
 */
export async function checkPlans({ name, ownerUrl, appUrl, ownerDb }: TestDatabase, house: House, until: Date, pictures: Pictures): Promise<void> {
  const admin = openDb(inject('testServer').adminUrl, { applicationName: 'the plans, as superuser', max: 1 });
  try {
    if (!(await tellPlansIn(admin.db, name, new URL(appUrl).username))) {
      process.stdout.write('The plans are not compared: that needs a superuser and the extension auto_explain, which this PostgreSQL does not offer.\n');
      return;
    }
    // Whoever writes the plans down wants twice as many rows and all of them looked at, so that the planner knows the same every time.
    const isWritten = process.env['PLANS'] === 'write';
    await addCases(ownerUrl, { seed: 6, cases: isWritten ? 60_000 : 30_000, written: 2_000, until, historyDays: 100, threads: 0, pictures }, quiet);
    await fillTrail(ownerDb, 30_000);
    await ownerDb.connection().execute(async (one) => {
      if (isWritten) await sql`set default_statistics_target = 500`.execute(one);
      await sql`analyze`.execute(one);
      await sql`set default_statistics_target to default`.execute(one);
    });
    const { texts, scans } = await plansOfQuestions(appUrl, house, large);
    expect(scans).toEqual([]);
    expect([...texts.keys()]).toEqual(allTitles());
    if (isWritten) for (const [file, text] of filesOf(texts)) await writeFile(path.join(import.meta.dirname, file), text);
    // What is seen when an index goes: of a list, and of what a function of the database does inside.
    await sql`drop index incidents.incident_reporter, incidents.wording_bigrams`.execute(ownerDb);
    const without = await plansOfQuestions(appUrl, house, large, ['incidents.mine', 'incidents.board']);
    expect(without.scans).toEqual(expect.arrayContaining(['incidents.mine @ city: Seq Scan on incident', 'incidents.board: rare words @ city: Seq Scan on wording']));
  } finally {
    await admin.close();
  }
}
