import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createZstdDecompress } from 'node:zlib';
import { sql } from 'kysely';
import sharp from 'sharp';
import { parseCheckpoint } from '../../platform/audit-chain.ts';
import { openDb, type Db } from '../../platform/db.ts';
import { attachEmbedded } from '../../platform/embedded.ts';
import { configOf, makeTownship, openPlace, startServed, tokenOf, type Place, type Served, type Spot } from '../bench/place.ts';
import { openClients, type Person } from '../chaos/client.ts';
import { openJournal, readJournal, type Entry } from '../chaos/journal.ts';
import { reconcile, type Reconciled } from '../chaos/reconcile.ts';
import { takeBaseline } from '../chaos/stored.ts';
import { startWalks } from '../chaos/walks.ts';
import type { Manifest } from './manifest.ts';
import { openPhones, type FieldWork } from './phones.ts';

// The restore drill: a township at work is backed up while clients write, its folder is destroyed, the backup is put back
// elsewhere, and what the clients had been told before the backup began is held against what is there. Phones bring back the
// rest of theirs: of field work nothing is lost, however old the backup.

export type Commands = { readonly backup: (folder: string, dataDir: string) => Promise<void>; readonly restore: (folder: string, dataDir: string) => Promise<void> };

export type Drilled = {
  readonly backup: string;
  readonly restoredDir: string;
  readonly manifest: Manifest;
  /** Everything acknowledged before the backup began, against the restored database and its pictures. */
  readonly reconciled: Reconciled;
  /** What was typed on phones, also behind the backup; and everything once more, after they have come back. */
  readonly field: FieldWork;
  readonly reconciledAfter: Reconciled;
  /** Tables whose rows, as text, are not exactly those of the backup. */
  readonly different: readonly string[];
  /** A case acknowledged before the backup, asked for over HTTP with a session from before it; and its picture's hash. */
  readonly served: { readonly status: number; readonly photoMatches: boolean; /** His answer carried a checkpoint that can be read. */ readonly witnessed: boolean; readonly epochBefore: string; readonly epoch: string; readonly newCase: number };
  readonly remove: () => Promise<void>;
};

export async function drill(commands: Commands, size: { readonly perSecond: number; readonly commands: number }): Promise<Drilled> {
  const place = await openPlace();
  const beside = await mkdtemp(path.join(path.dirname(place.config.dataDir), 'jingwei-drill-'));
  // The database's own account passes through it.
  await chmod(beside, 0o711);
  const remove = async (): Promise<void> => {
    await place.remove();
    await rm(beside, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  const up: Served[] = [];
  try {
    const spot = await makeTownship(place);
    const before = await startServed(place);
    up.push(before);
    const file = path.join(beside, 'journal.jsonl');
    const people = await crew(place, before.url);
    const [reporter] = people.workers;
    if (!reporter) throw new Error('nobody reports');
    const { token } = reporter;
    const epochBefore = await epochAt(before.url);
    const journal = openJournal(file);
    journal.write({ what: 'baseline', ...await onDatabase(place.config.dataDir, takeBaseline) });
    const photo = await upload(before.url, token);
    journal.write({ what: 'photo', sha256: photo });
    const clients = openClients(() => [before.url], journal);
    const kept = await clients.command(reporter, 'incidents.report', 'the-case-of-the-drill', { description: '恢复演练：路口井盖松动', class: '060201', place: spot, photos: [photo] });
    const walks = startWalks(clients, { ...people, place: spot, photos: [photo] }, size.perSecond);
    const phones = await openPhones(before.url, people.workers.map((one) => one.token) as [string, string], spot); // `crew` makes two
    await phones.work('备份之前');
    await until(() => clients.acknowledged() >= size.commands);

    const stopWorking = phones.keepWorking();
    const began = new Date().toISOString();
    const folder = path.join(beside, 'backup');
    await commands.backup(folder, place.config.dataDir);
    const then = clients.acknowledged();
    await until(() => clients.acknowledged() >= then + size.commands / 4);
    await walks.stop(15_000);
    await stopWorking();
    await phones.work('备份之后');
    journal.close();
    await before.stop();
    up.pop();
    await place.remove();
    await phones.workInVain();

    const restoredDir = path.join(beside, 'restored');
    await commands.restore(folder, restoredDir);
    const manifest: Manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
    const again = path.join(beside, 'again');
    await commands.backup(again, restoredDir);
    const different = await differences(folder, manifest, again);
    const after = await startServed({ config: configOf(restoredDir), remove: () => Promise.resolve() });
    up.push(after);
    const told = (await readJournal(file)).filter((entry) => isOwed(entry, began));
    const filesFolder = path.join(restoredDir, 'files');
    const against = (entries: readonly Entry[]): Promise<Reconciled> => onDatabase(restoredDir, (db) => reconcile({ db, entries, filesFolder, graceSeconds: 30 }));
    // Of the phones nobody was told anything yet: what the backup has of theirs was done unheard.
    const reconciled = await against([...told, ...phones.entries().filter(({ what }) => what === 'sent')]);
    const field = await phones.comeBack(after.url, (ids) => onDatabase(restoredDir, (db) => knownOf(db, ids)));
    const reconciledAfter = await against([...told, ...phones.entries()]);
    const served = await ask(after.url, token, String(kept?.['caseId']), photo, spot);
    return { backup: folder, restoredDir, manifest, reconciled, field, reconciledAfter, different, served: { ...served, epochBefore, epoch: await epochAt(after.url) }, remove };
  } catch (error) {
    for (const one of up) await one.stop().catch(() => undefined);
    await remove();
    throw error;
  } finally {
    for (const one of up) await one.stop().catch(() => undefined);
  }
}

async function until(reached: () => boolean): Promise<void> {
  for (const end = performance.now() + 300_000; !reached(); await sleep(50)) if (performance.now() > end) throw new Error('the clients of the drill came to nothing');
}

async function knownOf(db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`select mutation_id::text as id from platform.mutation where mutation_id = any(${[...ids]}::uuid[])`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** What was answered after the backup began may be in it or not: to the reconciler nobody was told. */
function isOwed(entry: Entry, began: string): boolean {
  return entry.what !== 'answered' || entry.at < began;
}

async function ask(url: string, token: string, caseId: string, photo: string, spot: Spot): Promise<{ status: number; photoMatches: boolean; witnessed: boolean; newCase: number }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/incidents/case?caseId=${caseId}`, { headers });
  const body = Object(await answer.json()) as { photoList?: { url: string }[] }; // what the contract promises of a case
  const picture = await fetch(new URL(body.photoList?.[0]?.url ?? '/nothing', url));
  const bytes = Buffer.from(await picture.arrayBuffer());
  const again = await fetch(`${url}/api/incidents/report`, { method: 'POST', headers, body: JSON.stringify({ description: '恢复之后的第一件', class: '120103', place: spot }) });
  await again.arrayBuffer();
  return { status: answer.status, witnessed: parseCheckpoint(answer.headers.get('jingwei-audit') ?? '') !== null, photoMatches: createHash('sha256').update(bytes).digest('hex') === photo, newCase: again.status };
}

/** Logs that the restore itself adds to: what was there stands unchanged before it. */
const added = ['platform.audit', 'platform.audit_link', 'platform.audit_checkpoint'];

/** The rows of a backup against those of one made of what was restored from it: byte for byte, in whatever order. */
async function differences(folder: string, manifest: Manifest, again: string): Promise<string[]> {
  const different: string[] = [];
  for (const { schema, name, part } of manifest.tables) {
    const table = `${schema}.${name}`;
    if (!part || table === 'platform.installation') continue; // its epoch is a new one
    const [before, now] = [await linesOf(path.join(folder, part.file)), await linesOf(path.join(again, part.file))];
    const isSame = added.includes(table) ? before.every((line) => new Set(now).has(line)) && now.length > before.length : before.join('\n') === now.join('\n');
    if (!isSame) different.push(table);
  }
  return different;
}

async function linesOf(file: string): Promise<string[]> {
  const parts: Buffer[] = [];
  await pipeline(createReadStream(file), createZstdDecompress(), async (source: AsyncIterable<Buffer>) => { for await (const chunk of source) parts.push(chunk); });
  return Buffer.concat(parts).toString('utf8').split('\n').filter((line) => line !== '').sort();
}

async function epochAt(url: string): Promise<string> {
  const body: unknown = await (await fetch(`${url}/api/health`)).json();
  return String(Reflect.get(Object(body), 'epoch'));
}

type Crew = { readonly workers: readonly Person[]; readonly desk: readonly Person[]; readonly handler: Person; readonly unitId: number };

async function crew(place: Place, url: string): Promise<Crew> {
  const accounts = ['wangge01', 'wangge02', 'diaodu01', 'huanwei01'];
  const { ids, unitId } = await onDatabase(place.config.dataDir, async (db) => {
    const people = await sql<{ account: string; id: number }>`select account, id from identity.person where account = any(${accounts}::text[])`.execute(db);
    const unit = await sql<{ id: number }>`select id from identity.unit where code = 'HWS'`.execute(db);
    return { ids: new Map(people.rows.map(({ account, id }) => [account, id])), unitId: unit.rows[0]?.id ?? 0 };
  });
  const people: Person[] = [];
  for (const account of accounts) people.push({ account, personId: ids.get(account) ?? 0, token: await tokenOf(place, url, account) });
  const [one, two, desk, handler] = people;
  if (!one || !two || !desk || !handler) throw new Error('the demo township has no such people');
  return { workers: [one, two], desk: [desk], handler, unitId };
}

async function upload(url: string, token: string): Promise<string> {
  const picture = await sharp({ create: { width: 320, height: 240, channels: 3, background: { r: 40, g: 90, b: 60 } } }).jpeg().toBuffer();
  const answer = await fetch(`${url}/api/files`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' }, body: new Uint8Array(picture) });
  if (!answer.ok) throw new Error(`a picture was answered with ${answer.status}`);
  return String(Reflect.get(Object(await answer.json()), 'sha256'));
}

async function onDatabase<T>(dataDir: string, use: (db: Db) => Promise<T>): Promise<T> {
  const urls = await attachEmbedded(dataDir);
  const { db, close } = openDb(urls?.ownerUrl ?? '', { applicationName: 'jingwei drill', max: 2 });
  try {
    return await use(db);
  } finally {
    await close();
  }
}
