import 'fake-indexeddb/auto';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { Dexie } from 'dexie';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { look, perform } from '../src/platform/action.ts';
import { readConfig } from '../src/platform/config.ts';
import { openDb } from '../src/platform/db.ts';
import { rowStore, rowStores, type RowTables } from '../src/platform/client/row-store.ts';
import { freshKeyBytes, keyOf } from '../src/platform/client/safe.ts';
import { begin, enqueue, wake } from '../src/platform/core/sync/phone.ts';
import { createLog } from '../src/platform/log.ts';
import { makeBackup } from '../src/apps/backup/make.ts';
import { openGround } from '../src/apps/server.ts';
import { recordVisit } from '../src/domains/patrol/actions.ts';
import { writeDiary } from '../src/domains/patrol/diaries.ts';
import { changePerson } from '../src/domains/registry/actions.ts';
import { inventedIdNumber } from '../src/domains/registry/example.ts';
import { importRegistry } from '../src/domains/registry/importing.ts';
import { exportPeople, people, reveal } from '../src/domains/registry/queries.ts';
import { actorIn } from './support/acting.ts';
import { sized } from './support/size.ts';
import { done } from './support/world.ts';

// A thousand invented numbers go through a file, a change, a look-up, a reveal, an export, a visit, a diary, a phone's row and a backup.
// Afterwards none of them stands in clear in any byte of the database's files, its log of writes, the backup, our own log or the phone.

const count = sized('JINGWEI_CANARIES', 1_000);
const numbers = Array.from({ length: count }, (_, n) => inventedIdNumber(`19${String(30 + (n % 60)).padStart(2, '0')}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`, 1 + Math.floor(n / 5), `99${String(1_000 + n)}`));
const phones = Array.from({ length: count }, (_, n) => `1399${String(3_000_000 + n * 7)}`);

test('no number that was entered lies in the clear anywhere', { timeout: 180_000 }, async () => {
  const folder = await mkdtemp('/var/tmp/jingwei-canary-');
  // Whoever runs the database must be able to enter.
  await chmod(folder, 0o711);
  const read = readConfig({ PORT: '0', JINGWEI_DATA: path.join(folder, 'data'), JINGWEI_LOG: 'debug' });
  if (!read.ok) throw new Error(read.sentences.join(' '));
  const lines: string[] = [];
  const folders = [folder];
  try {
    const ground = await openGround(read.config, { databaseUrl: undefined }, (line) => { lines.push(line); }, { fsync: 'off' });
    try {
      const { ownerUrl, holder } = ground.postgres;
      if (holder !== undefined && !holder.startsWith(folder)) folders.push(holder);
      const house = { ...ground.house, log: createLog({ level: 'debug', write: (line) => { lines.push(line); } }) };
      await fill(ownerUrl);
      const clerk = actorIn('1.2.', ['registry.read', 'registry.write', 'registry.reveal', 'registry.import', 'registry.export', 'registry.merge', 'patrol.visit', 'patrol.read']);
      const caller = { actor: clerk, clock: null };
      const csv = ['姓名,证件号码,联系电话,户号', ...numbers.map((number, n) => `柳${n},${number},${phones[n]},QL-${Math.floor(n / 3)}`)].join('\n');
      const input = { what: 'people', fileBase64: Buffer.from(csv).toString('base64'), fileName: '柳街.csv', areaId: 2 };
      expect(done<{ created: number }>(await perform(house, importRegistry, { ...input, dryRun: true }, { ...caller, key: 'a preview' })).created).toBe(count);
      expect(done<{ created: number }>(await perform(house, importRegistry, input, { ...caller, key: 'a try' })).created).toBe(count);
      const [first] = done<{ items: { id: string }[] }>(await look(house, people, { idNumber: numbers[0] }, { ...caller, key: null })).items;
      expect(done(await look(house, reveal, { personId: first?.id, field: 'idNumber', reason: '核对登记' }, { ...caller, key: null }))).toEqual({ value: numbers[0] });
      // A number that is refused, one that is changed, and one that is looked for in vain.
      await perform(house, changePerson, { personId: first?.id, idNumber: numbers[1], phone: phones[1] }, { ...caller, key: 'refused: known here' });
      done(await perform(house, changePerson, { personId: first?.id, idNumber: '', phone: phones[2] }, { ...caller, key: 'changed' }));
      done(await look(house, people, { text: numbers[3] }, { ...caller, key: null }));
      expect(done<{ csv: string }>(await look(house, exportPeople, { purpose: '核对登记' }, { ...caller, key: null })).csv).not.toContain(numbers[4]);
      // What a grid worker writes down at a door, refused once and then taken.
      for (const [n, number] of numbers.slice(0, 20).entries()) {
        const found = `看了身份证 ${number}，电话 ${phones[n]}`;
        await perform(house, recordVisit, { at: '2030-01-01T00:00:00Z', areaId: 2, found }, { ...caller, key: `refused visit ${n}` });
        done(await perform(house, recordVisit, { id: randomUUID(), at: new Date().toISOString(), areaId: 2, found }, { ...caller, key: `visit ${n}` }));
        done(await perform(house, writeDiary, { id: randomUUID(), areaId: 2, text: `群众留的证件号 ${number}` }, { ...caller, key: `diary ${n}` }));
      }
      await makeBackup({ config: read.config, url: ownerUrl, folder: path.join(folder, 'backup-with-keys'), kind: 'export', keys: { passphrase: 'mai-dou-mai-dou-4471' }, say: (line) => { lines.push(line); } });
    } finally {
      await ground.stop();
    }
    const found = new Map<string, string[]>();
    let [bytes, files] = [0, 0];
    let named = 0;
    for (const file of await filesIn(folders)) {
      const content = await readFile(file);
      bytes += content.length;
      files += 1;
      if (content.includes('柳777')) named += 1;
      const hits = canariesIn(content.toString('latin1'));
      if (hits.length > 0) found.set(path.relative(folder, file), hits.slice(0, 3));
    }
    expect([...found]).toEqual([]);
    expect(canariesIn(lines.join('\n'))).toEqual([]);
    expect(canariesIn(await phoneBytes())).toEqual([]);
    expect([files > 500, bytes > 20_000_000]).toEqual([true, true]);
    // The search finds what is there: the name beside each number is in the clear, in the tables and in the backup's rows.
    expect(named).toBeGreaterThan(0);
  } finally {
    for (const one of folders) await rm(one, { recursive: true, force: true });
  }
});

async function filesIn(folders: readonly string[]): Promise<string[]> {
  const all = await Promise.all(folders.map((one) => readdir(one, { recursive: true, withFileTypes: true })));
  return all.flat().filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

/** Whatever has the shape of one of them, looked up: one pass over the bytes instead of a thousand. */
function canariesIn(text: string): string[] {
  const all = new Set([...numbers, ...numbers.map((number) => number.slice(0, 17)), ...phones]);
  return [...text.matchAll(/99\d{15}|1399\d{7}/gu)].map(([one]) => one).filter((one) => all.has(one));
}

async function fill(ownerUrl: string): Promise<void> {
  const { db, close } = openDb(ownerUrl, { applicationName: 'canary' });
  try {
    await sql`insert into identity.person (id, account, name) overriding system value values (1, 'cehui', '林知微')`.execute(db);
    await sql`insert into geography.area (id, kind, code, name, parent_id, path, valid_from) overriding system value
      values (1, 'city', '990100000000', '锦绣市', null, '1.', '2011-01-01'), (2, 'county', '990101000000', '锦绣县', 1, '1.2.', '2011-01-01')`.execute(db);
  } finally {
    await close();
  }
}

/** All that both stores of a phone hold, every number once written there and once pulled. */
async function phoneBytes(): Promise<string> {
  const db = new Dexie('canary-phone') as Dexie & RowTables; // as the app does it
  db.version(1).stores(rowStores);
  const store = rowStore(db, 1, [], 'canary-unsent', { queue: await keyOf(freshKeyBytes()), docs: await keyOf(freshKeyBytes()), envelope: { kid: 'k', point: 'p' } });
  const { write } = enqueue(wake(begin(randomUUID(), 1)), { id: randomUUID(), name: 'patrol.recordVisit', input: { found: numbers.join('，'), guests: phones } }, { now: 0 });
  if (!write) throw new Error('nothing was put into the row');
  await store.commit({ ...write, parts: [{ scope: 'rounds:1', part: 0, docs: numbers.map((number, n) => ({ id: `${n}`, version: '1', data: { number, phone: phones[n] } })) }] });
  const second = await new Dexie('canary-unsent').open();
  const tables = [...await db.rowItems.toArray(), ...await db.rowDocs.toArray(), ...await db.rowMeta.toArray(), ...await second.table('items').toArray(), ...await second.table('meta').toArray()] as unknown[];
  second.close();
  expect(tables).toHaveLength(numbers.length + 4);
  const text = (value: unknown): string => {
    if (value instanceof ArrayBuffer) return Buffer.from(value).toString('latin1');
    if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer).toString('latin1');
    return typeof value === 'object' && value !== null ? Object.entries(value).map(([name, one]) => `${name} ${text(one)}`).join(' ') : String(value);
  };
  return tables.map(text).join('\n');
}
