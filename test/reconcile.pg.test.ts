import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sql, type Transaction } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openClients, type Person } from '../src/apps/chaos/client.ts';
import { openJournal, readJournal, type Entry } from '../src/apps/chaos/journal.ts';
import { reconcile } from '../src/apps/chaos/reconcile.ts';
import { takeBaseline } from '../src/apps/chaos/stored.ts';
import { openDb, type Database, type OpenDb } from '../src/platform/db.ts';
import { sweepClocks } from '../src/domains/incidents/jobs.ts';
import { inDatabase } from './support/pg-url.ts';
import { webOfFile } from './support/web.ts';
import { classes, points, type Name } from './support/world.ts';

// The reconciler itself: a sound database has no fault, and each kind of fault that is planted in it is named.

const web = webOfFile();
let all: OpenDb;
let entries: Entry[] = [];
const cases: string[] = [];
let picture = '';
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'jingwei-reconcile-'));
  const { url, world, call } = web();
  all = openDb(inDatabase(inject('testServer').adminUrl, world.name), { applicationName: 'the test, looking on', max: 2 });
  const file = path.join(folder, 'journal.jsonl');
  const journal = openJournal(file);
  journal.write({ what: 'baseline', ...await takeBaseline(all.db) });
  const clients = openClients(() => [url], journal);
  const person = async (name: Name): Promise<Person> => ({ account: name, personId: world.id(name), token: await world.token(name) });
  const [worker, desk, handler] = [await person('worker'), await person('desk'), await person('handler')];
  const jpeg = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#446688' } }).jpeg().toBuffer();
  picture = String((await call('worker', 'POST', '/api/files', jpeg, { 'content-type': 'image/jpeg' })).body['sha256']);
  journal.write({ what: 'photo', sha256: picture });
  for (let number = 0; number < 4; number += 1) {
    const body = { description: `柳街路口捡到一串钥匙，第 ${number} 次`, class: classes.lost, place: points.street, ...(number === 1 ? { id: randomUUID() } : {}), ...(number === 2 ? { photos: [picture] } : {}) };
    const reported = await clients.command(worker, 'incidents.report', randomUUID(), body, number === 3 ? { copies: 3 } : {});
    const caseId = String(reported?.['caseId']);
    cases.push(caseId);
    if (number === 0) continue;
    for (const [who, step, more] of [[desk, 'accept'], [desk, 'file'], [desk, 'dispatch', { leadUnitId: world.unit('HWS') }], [handler, 'acknowledge']] as const) {
      expect(await clients.command(who, `incidents.${step}`, randomUUID(), { caseId, ...more })).not.toBeNull();
    }
    expect(await clients.command(desk, 'incidents.evaluate', randomUUID(), { caseId })).toBeNull();
  }
  await clients.command(worker, 'incidents.report', randomUUID(), { description: '没人听见回答', class: classes.lost, place: points.street }, { deaf: 'for ever' });
  await sql`update incidents.deadline set due_at = now() - interval '1 hour' where case_id = ${cases[0]}::uuid and kind = 'accept'`.execute(all.db);
  expect(await sweepClocks(world.db)).toBe(1);
  clients.end();
  journal.close();
  entries = await readJournal(file);
});

afterAll(async () => {
  await all.close();
  await rm(folder, { recursive: true });
});

const faultsOf = async (db: OpenDb['db'], of: readonly Entry[] = entries): Promise<string[]> => [...(await reconcile({ db, entries: of, filesFolder: path.join(web().dataDir, 'files'), dueMoved: true })).faults];

test('a sound database has no fault, and what nobody heard of may be there once or not at all', async () => {
  expect(await faultsOf(all.db)).toEqual([]);
  const told = await reconcile({ db: all.db, entries, filesFolder: null, dueMoved: true });
  expect(told).toMatchObject({ commands: 20, acknowledged: 16, refused: 3, unknown: 1, fired: 1, photos: 1 });
});

type Planted = readonly [what: string, plant: (db: Transaction<Database>, caseId: string) => Promise<unknown>, sentence: RegExp];
const planted: readonly Planted[] = [
  ['a case is gone', async (db, id) => {
    for (const table of ['step', 'deadline', 'wording', 'reporter']) await sql`delete from ${sql.table(`incidents.${table}`)} where case_id = ${id}::uuid`.execute(db);
    await sql`delete from incidents.incident where id = ${id}::uuid`.execute(db);
  }, /A case that was acknowledged is not stored/u],
  ['a case that nobody reported', (db, id) => sql`
    insert into incidents.incident (id, number, state, description, source, area_id, area_path, reported_at, has_reporter, folded, text_key)
    select gen_random_uuid(), 'X-1', state, description, source, area_id, area_path, reported_at, has_reporter, folded, text_key from incidents.incident where id = ${id}::uuid`.execute(db), /cases that no client asked for/u],
  ['the last step is gone', (db, id) => sql`delete from incidents.step where case_id = ${id}::uuid and seq = 4`.execute(db), /An acknowledged step is not stored/u],
  ['a step is there twice', (db, id) => sql`
    insert into incidents.step (case_id, seq, action, from_state, to_state, at, happened_at, person_id, person_name, post, note, data, photos)
    select case_id, 5, action, from_state, to_state, at, happened_at, person_id, person_name, post, note, data, photos from incidents.step where case_id = ${id}::uuid and seq = 4`.execute(db), /a step that nobody asked for/u],
  ['a step is somebody else\'s', (db, id) => sql`update incidents.step set person_id = person_id + 1 where case_id = ${id}::uuid and seq = 1`.execute(db), /A step is not the one that was acknowledged/u],
  ['a gap in the history', (db, id) => sql`update incidents.step set seq = 9 where case_id = ${id}::uuid and seq = 3`.execute(db), /The history has a gap/u],
  ['the revision runs ahead', (db, id) => sql`update incidents.incident set revision = revision + 1 where id = ${id}::uuid`.execute(db), /The history has a gap/u],
  ['the row says another state', (db, id) => sql`update incidents.incident set state = 'filed' where id = ${id}::uuid`.execute(db), /not what its steps add up to/u],
  ['other words', (db, id) => sql`update incidents.incident set description = '别的话' where id = ${id}::uuid`.execute(db), /The words are not those that were sent/u],
  ['no words for the search', (db, id) => sql`delete from incidents.wording where case_id = ${id}::uuid`.execute(db), /words for the search/u],
  ['a line of the audit is gone', (db, id) => sql`delete from platform.audit where subject = ${`case:${id}`} and operation = 'incidents.file'`.execute(db), /Steps and lines of the audit differ/u],
  ['a refusal is not in the audit', (db) => sql`delete from platform.audit where id = (select max(id) from platform.audit where operation = 'incidents.evaluate')`.execute(db), /Refusals and their audit lines differ/u],
  ['an event is gone', (db, id) => sql`delete from platform.event where subject = ${id} and kind = 'incidents.accept'`.execute(db), /Steps and events differ/u],
  ['an event is told twice', (db, id) => sql`
    insert into platform.event (at, kind, subject, area_path) select at, kind, subject, area_path from platform.event where subject = ${id} and kind = 'incidents.dispatch'`.execute(db), /Steps and events differ/u],
  ['a stored result is changed', (db, id) => sql`update platform.command set result = jsonb_set(result, '{output,number}', '"0000"') where result -> 'output' ->> 'caseId' = ${id} and result -> 'output' ->> 'revision' = '2'`.execute(db), /The stored result is not the answer/u],
  ['a stored command is gone', (db, id) => sql`delete from platform.command where result -> 'output' ->> 'caseId' = ${id} and result -> 'output' ->> 'revision' = '2'`.execute(db), /An acknowledged command is not stored/u],
  ['a stored refusal is gone', (db) => sql`delete from platform.command where key = (select key from platform.command where result ? 'refusal' limit 1)`.execute(db), /A refusal is not stored/u],
  ['a command that nobody sent', (db) => sql`insert into platform.command (scope, key, body_hash, result) select scope, 'stranger', body_hash, result from platform.command limit 1`.execute(db), /Commands are stored that no client sent/u],
  ['a key without a result', (db, id) => sql`update platform.command set result = null where result -> 'output' ->> 'caseId' = ${id} and result -> 'output' ->> 'revision' = '3'`.execute(db), /A key is claimed and has no result/u],
  ['a refused step is done', (db) => sql`update platform.command set result = '{"output": {"caseId": "x", "revision": 7}}' where key = (select key from platform.command where result ? 'refusal' limit 1)`.execute(db), /A refused command was done/u],
  ['a deadline is gone', (db, id) => sql`delete from incidents.deadline where case_id = ${id}::uuid and kind = 'handle'`.execute(db), /The deadlines are not those of its steps/u],
  ['a deadline is due and was not told', (db, id) => sql`update incidents.deadline set due_at = now() - interval '1 hour' where case_id = ${id}::uuid and ended_at is null`.execute(db), /A deadline is due and has not fired/u],
  ['a deadline fired and was told to nobody', (db, id) => sql`update incidents.deadline set fired_at = now() where case_id = ${id}::uuid and kind = 'handle'`.execute(db), /A deadline fired and nobody was told/u],
  ['a deadline is told twice', (db) => sql`insert into platform.event (at, kind, subject, area_path, data) select at, kind, subject, area_path, data from platform.event where kind = 'incidents.late'`.execute(db), /told a different number of times/u],
  ['one person is told twice', (db) => sql`update incidents.digest set cases = cases || cases`.execute(db), /told to one person more than once/u],
  ['a picture is not stored', (db) => sql`delete from platform.file`.execute(db), /A picture that was acknowledged or is cited is not stored/u],
  ['a step without its picture', (db) => sql`update incidents.step set photos = '{}' where photos <> '{}'`.execute(db), /The pictures are not those that were sent/u],
];

test.each(planted)('names it when %s', async (_what, plant, sentence) => {
  const transaction = await all.db.startTransaction().execute();
  try {
    // Past the rules that the database itself holds: they are a wall of their own.
    await sql`set local session_replication_role = replica`.execute(transaction);
    await plant(transaction, cases[3] ?? '');
    expect(await faultsOf(transaction)).toEqual(expect.arrayContaining([expect.stringMatching(sentence)]));
  } finally {
    await transaction.rollback().execute();
  }
  expect(await faultsOf(all.db)).toEqual([]);
});

test('names a picture whose bytes are gone or are others', async () => {
  const place = path.join(web().dataDir, 'files', picture.slice(0, 2));
  const photo = path.join(place, `${picture}.photo.jpg`);
  expect(await readdir(place)).toHaveLength(2);
  await writeFile(photo, 'x');
  expect(await faultsOf(all.db)).toEqual([expect.stringMatching(/The bytes of a picture are not those of its hash/u)]);
  await rm(photo);
  await rm(path.join(place, `${picture}.thumbnail.jpg`));
  expect(await faultsOf(all.db)).toEqual([expect.stringMatching(/The file of a picture is missing/u), expect.stringMatching(/The small picture is missing/u)]);
});

test('names clients that were told two different things', async () => {
  const answered = entries.findLast((entry) => entry.what === 'answered' && entry.answer.status === 200);
  if (answered?.what !== 'answered') throw new Error('nothing was acknowledged');
  const twice: Entry = { ...answered, answer: { status: 200, body: { ...Object(answered.answer.body), number: '0000' } } };
  expect((await faultsOf(all.db, [...entries, twice])).some((one) => /One command was answered in two ways/u.test(one))).toBe(true);
  expect((await faultsOf(all.db, [...entries, { ...answered, key: 'nobody' }])).some((one) => /The journal has an answer to nothing/u.test(one))).toBe(true);
});

test('names an acknowledgement that another command got too', async () => {
  const done = entries.filter((entry) => entry.what === 'answered' && entry.answer.status === 200);
  const [first] = done;
  const sent = entries.find((entry) => entry.what === 'sent' && first?.what === 'answered' && entry.key === first.key);
  if (first?.what !== 'answered' || sent?.what !== 'sent') throw new Error('nothing was acknowledged');
  const faults = await faultsOf(all.db, [...entries, { ...sent, key: 'second', id: null }, { ...first, key: 'second' }]);
  expect(faults.some((one) => /Two commands were acknowledged for one step/u.test(one))).toBe(true);
});
