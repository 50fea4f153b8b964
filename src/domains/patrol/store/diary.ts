import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { before, insideOf, type Page } from './within.ts';

export type DiaryRow = { id: string; areaId: number; areaPath: string; at: Date; byPerson: number; byName: string; wordsSealed: Buffer; byVoice: boolean; caseId: string | null; corrects: string | null; correctedBy: string | null };
const columns = sql`d.id, d.area_id as "areaId", d.area_path as "areaPath", d.at, d.by_person as "byPerson", d.by_name as "byName", d.words_sealed as "wordsSealed", d.by_voice as "byVoice", d.case_id as "caseId", d.corrects, later.id as "correctedBy"`;

export async function findDiary(db: Db, id: string): Promise<DiaryRow | undefined> {
  const { rows } = await sql<DiaryRow>`select ${columns} from patrol.diary d left join patrol.diary later on later.corrects = d.id where d.id = ${id}`.execute(db);
  return rows[0];
}

export async function insertDiary(db: Db, row: Omit<DiaryRow, 'correctedBy'>): Promise<boolean> {
  const { rows } = await sql`insert into patrol.diary (id, area_id, area_path, at, by_person, by_name, words_sealed, by_voice, case_id, corrects)
    values (${row.id}, ${row.areaId}, ${row.areaPath}, ${row.at}, ${row.byPerson}, ${row.byName}, ${row.wordsSealed}::bytea, ${row.byVoice}, ${row.caseId}, ${row.corrects}) on conflict do nothing returning 1`.execute(db);
  return rows.length > 0;
}

export type DiaryFilter = { readonly within: readonly string[]; readonly personId: number | null; readonly mine: boolean; readonly areaPath: string | undefined; readonly from: string | undefined; readonly to: string | undefined };

export async function listDiary(db: Db, filter: DiaryFilter, page: Page): Promise<{ rows: DiaryRow[]; next: string | null }> {
  const mine = sql<boolean>`d.by_person = ${filter.personId ?? 0}`;
  const all: RawBuilder<boolean>[] = [filter.mine ? mine : sql<boolean>`(${mine} or ${insideOf(filter.within, sql`d.area_path`)})`, before(page, sql`d.at`, sql`d.id`)];
  if (filter.areaPath !== undefined) all.push(insideOf([filter.areaPath], sql`d.area_path`));
  if (filter.from !== undefined) all.push(sql<boolean>`d.at >= ${filter.from}::date::timestamp at time zone 'Asia/Shanghai'`);
  if (filter.to !== undefined) all.push(sql<boolean>`d.at < (${filter.to}::date + 1)::timestamp at time zone 'Asia/Shanghai'`);
  const { rows } = await sql<DiaryRow>`select ${columns} from patrol.diary d left join patrol.diary later on later.corrects = d.id where ${sql.join(all, sql` and `)} order by d.at desc, d.id desc limit ${page.limit + 1}`.execute(db);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > page.limit && last ? `${last.at.toISOString()}|${last.id}` : null };
}
