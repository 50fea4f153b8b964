import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import sharp from 'sharp';
import { clearing, configOf, makeTownship, openPlace, tokenOf, type Place } from '../bench/place.ts';
import { median } from '../bench/load.ts';
import { openClients, type Person } from './client.ts';
import { backAfter, exhaustPool, killPostgres, killServer, pushDue, stopPostgres, type Outcome, type Scene } from './faults.ts';
import { clockMissing, diskMissing, failFsync, fillDisk, fsyncMissing, openFalseClock, openSmallDisk, startPostgresWith } from './hard-faults.ts';
import { openJournal, readJournal, type Journal } from './journal.ts';
import { databaseOf, inJingwei, startPatient, type DatabaseOf, type Patient } from './patient.ts';
import { reconcile, type Reconciled } from './reconcile.ts';
import { takeBaseline } from './stored.ts';
import { startWalks, type Crew, type Walks } from './walks.ts';

export const faultNames = ['kill', 'stop', 'pool', 'fsync', 'clock', 'schedulers', 'disk'] as const;
export type FaultName = (typeof faultNames)[number];

export type ChaosOptions = {
  readonly faults: readonly FaultName[];
  /** kill -9, six of ten times of the server and else of PostgreSQL. */
  readonly kills: number;
  /** How long the long faults last. */
  readonly seconds: number;
  /** Commands a second, about. */
  readonly perSecond: number;
  /** Between one kill's end and the next kill, up to so many milliseconds. */
  readonly betweenMs: number;
  readonly say: (line: string) => void;
  /** Told what a signal must stop from now on. */
  readonly opened: (stop: () => Promise<void>) => Promise<void>;
};
export type Row = { readonly what: string; readonly times: number; readonly backMs: readonly number[]; readonly goalMs: number | null; readonly problems: readonly string[]; readonly skipped?: string };
export type ChaosReport = { readonly rows: readonly Row[]; readonly reconciled: readonly Reconciled[]; readonly notes: readonly string[]; readonly faults: readonly string[]; readonly kept: string | null };

const goals = { server: 2_000, database: 5_000 } as const;
/** A machine may be busy: only beyond five times the goal it is a fault. */
const margin = 5;

/** Faults under load, each followed by the next acknowledgement, and at the end the journals against what is stored. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const rows: Row[] = [];
  const reconciled: Reconciled[] = [];
  const notes: string[] = [];
  const add = (row: Omit<Row, 'problems'> & { problems?: readonly string[] }): void => {
    const late = row.goalMs === null ? [] : row.backMs.filter((ms) => ms > margin * (row.goalMs ?? 0));
    const own = [...row.problems ?? [], ...(late.length > 0 ? [`${late.length} 次超过目标的 ${margin} 倍 (beyond ${margin} × the goal)`] : [])];
    rows.push({ ...row, problems: own });
    const worst = Math.max(0, ...row.backMs);
    options.say(`  ${row.what}：${row.skipped ?? `恢复 ${(worst / 1_000).toFixed(1)} s 以内 (back within)`}${own.length > 0 ? `　✗ ${own.join('；')}` : ''}`);
  };
  const addOutcome = (what: string, outcome: Outcome): void => {
    for (const note of outcome.notes) { notes.push(note); options.say(`  ${note}`); }
    add({ what, times: 1, backMs: outcome.back, goalMs: goals.database, problems: outcome.problems });
  };
  let kept: string | null = null;
  const keep = (place: string, result: Reconciled): boolean => {
    reconciled.push(result);
    if (result.faults.length > 0) kept = place;
    return result.faults.length > 0;
  };

  const inner = options.faults.filter((name) => name !== 'disk');
  if (inner.length > 0) {
    const place = await openPlace();
    const stage = await openStage(place, options);
    let isKept = false;
    try {
      if (inner.includes('kill')) await kills(stage.scene(), options, add);
      if (inner.includes('stop')) addOutcome('PostgreSQL 停住 SIGSTOP', await stopPostgres(stage.scene()));
      if (inner.includes('pool')) addOutcome('连接用尽 connections exhausted', await exhaustPool(stage.scene()));
      if (inner.includes('fsync')) {
        const missing = await fsyncMissing();
        if (missing !== null) add({ what: '落盘失败 fsync EIO', times: 0, backMs: [], goalMs: null, skipped: `跳过：${missing}` });
        else addOutcome('落盘失败 fsync EIO', await failFsync(stage.scene(), place));
      }
      if (inner.includes('schedulers')) add(await twoSchedulers(stage, options));
      if (inner.includes('clock')) {
        const missing = await clockMissing();
        add(missing !== null ? { what: '时钟跳变 clock ±1 h', times: 0, backMs: [], goalMs: null, skipped: `跳过：${missing}` } : await clockJumps(stage, place));
      }
      isKept = keep(`${place.config.dataDir}, ${path.dirname(stage.log)}`, await stage.end());
    } finally {
      await stage.close();
      if (!isKept) await place.remove();
    }
  }
  if (options.faults.includes('disk')) {
    const missing = await diskMissing();
    if (missing !== null) add({ what: '磁盘写满 full disk', times: 0, backMs: [], goalMs: null, skipped: `跳过：${missing}` });
    else {
      const disk = await openSmallDisk();
      const place: Place = { config: configOf(disk.dataDir), remove: disk.remove };
      const stage = await openStage(place, options);
      try {
        await sleep(2_000);
        addOutcome('磁盘写满 full disk', await fillDisk(stage.scene(), disk.dataDir));
        reconciled.push(await stage.end());
      } finally {
        await stage.close();
        await place.remove();
      }
    }
  }
  const faults = [...rows.flatMap(({ what, problems }) => problems.map((one) => `${what}：${one}`)), ...reconciled.flatMap((one) => one.faults)];
  return { rows, reconciled, notes, faults, kept };
}

type Stage = {
  /** What the servers say. */
  readonly log: string;
  readonly scene: () => Scene;
  readonly place: Place;
  /** The first is the one that owns the database. */
  readonly patients: Patient[];
  readonly database: DatabaseOf;
  /** Nothing more is sent; what is stored is compared with what was told. */
  readonly end: () => Promise<Reconciled>;
  readonly close: () => Promise<void>;
};

async function openStage(place: Place, { perSecond, seconds, say, opened }: ChaosOptions): Promise<Stage> {
  const { config: { dataDir } } = place;
  say('准备演示乡镇 … (a township to work in)');
  const spot = await makeTownship(place);
  const journals = await mkdtemp(path.join(os.tmpdir(), 'jingwei-journal-'));
  const log = path.join(journals, 'server.log');
  const patients = [await startPatient(place, log)];
  let isKept = false;
  const stopAll = async (): Promise<void> => {
    for (const patient of patients.splice(0).reverse()) await patient.stop();
    if (!isKept) await rm(journals, { recursive: true, force: true });
  };
  await opened(clearing(place, stopAll));
  const file = path.join(journals, 'journal.jsonl');
  const database = await databaseOf(place);
  const journal = openJournal(file);
  journal.write({ what: 'baseline', ...await database.use(takeBaseline) });
  const clients = openClients(() => patients.map(({ url }) => url), journal);
  const url = patients[0]?.url ?? '';
  const crew: Crew = { ...await crewOf(place, url, database), place: spot, photos: await uploadPhotos(place, url, journal) };
  const [reader] = crew.desk;
  if (!reader) throw new Error('nobody reads');
  let walks: Walks | undefined = startWalks(clients, crew, perSecond);
  const pushing = pushEverySoOften(database);
  await clients.acknowledgedAfter(performance.now(), 30_000);

  const quiet = async (): Promise<void> => {
    await pushing();
    await walks?.stop(15_000);
    walks = undefined;
  };
  return {
    place, patients, database, log,
    scene: () => {
      const [patient] = patients;
      if (!patient) throw new Error('there is no server');
      return { patient, database, clients, reader, say, seconds };
    },
    end: async () => {
      const begun = walks?.begun() ?? 0;
      const passedOver = walks?.passedOver() ?? 0;
      await quiet();
      // What was pushed falls due, and is told of at the next sweep.
      await sleep(4_000);
      journal.close();
      const accidents = patients.reduce((sum, one) => sum + one.accidents(), 0);
      const bytes = (await stat(file)).size;
      say(`核对：${begun} 件起办${passedOver > 0 ? `（另有 ${passedOver} 件因积压未发）` : ''}，日志 ${(bytes / 1_048_576).toFixed(1)} MB … (journals against what is stored)`);
      const result = await database.use(async (db) => reconcile({ db, entries: await readJournal(file), filesFolder: path.join(dataDir, 'files'), graceSeconds: 10, dueMoved: true }));
      isKept = result.faults.length > 0 || accidents > 0;
      return accidents === 0 ? result : { ...result, faults: [...result.faults, `服务器自行退出 ${accidents} 次，原因见 ${log}。 The server ended by itself.`] };
    },
    close: async () => {
      await quiet();
      await stopAll();
    },
  };
}

async function crewOf(place: Place, url: string, database: DatabaseOf): Promise<Pick<Crew, 'workers' | 'desk' | 'handler' | 'unitId'>> {
  const accounts = ['wangge01', 'wangge02', 'wangge03', 'wangge04', 'diaodu01', 'diaodu02', 'huanwei01'] as const;
  const { ids, unitId } = await database.use(async (db) => {
    const people = await sql<{ account: string; id: number }>`select account, id from identity.person where account = any(${[...accounts]}::text[])`.execute(db);
    const unit = await sql<{ id: number }>`select id from identity.unit where code = 'HWS'`.execute(db);
    return { ids: new Map(people.rows.map(({ account, id }) => [account, id])), unitId: unit.rows[0]?.id ?? 0 };
  });
  const people: Person[] = [];
  for (const account of accounts) people.push({ account, personId: ids.get(account) ?? 0, token: await tokenOf(place, url, account) });
  const [first, second, third, fourth, desk, otherDesk, handler] = people;
  if (!first || !second || !third || !fourth || !desk || !otherDesk || !handler) throw new Error('the demo township has no such people');
  return { workers: [first, second, third, fourth], desk: [desk, otherDesk], handler, unitId };
}

async function uploadPhotos(place: Place, url: string, journal: Journal): Promise<string[]> {
  const token = await tokenOf(place, url, 'wangge01');
  const hashes: string[] = [];
  for (const red of [40, 120, 200]) {
    const picture = await sharp({ create: { width: 320, height: 240, channels: 3, background: { r: red, g: 90, b: 60 } } }).jpeg().toBuffer();
    const answer = await fetch(`${url}/api/files`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' }, body: new Uint8Array(picture) });
    const sha256 = String(Reflect.get(Object(await answer.json()), 'sha256'));
    if (!answer.ok) throw new Error(`a picture was answered with ${answer.status}`);
    journal.write({ what: 'photo', sha256 });
    hashes.push(sha256);
  }
  return hashes;
}

/** A few deadlines fall due all the time, so that some are being told of whenever something is killed. */
function pushEverySoOften(database: DatabaseOf): () => Promise<void> {
  let going = true;
  const pushing = (async () => {
    while (going) {
      await pushDue(database, 6, 2).catch(() => 0); // while the database is away nothing falls due
      await sleep(500);
    }
  })();
  return async () => { going = false; await pushing; };
}

async function kills(scene: Scene, { kills: count, betweenMs, say }: ChaosOptions, add: (row: Omit<Row, 'problems'>) => void): Promise<void> {
  const back: Record<'server' | 'all' | 'postmaster' | 'backend', number[]> = { server: [], all: [], postmaster: [], backend: [] };
  const turn = ['server', 'all', 'server', 'postmaster', 'server', 'server', 'all', 'server', 'backend', 'server'] as const;
  let told = performance.now();
  for (let index = 0; index < count; index += 1) {
    const what = turn[index % turn.length] ?? 'server';
    back[what].push(what === 'server' ? await killServer(scene) : await killPostgres(scene, what));
    if (performance.now() - told > 10_000 || index + 1 === count) {
      told = performance.now();
      say(`  ${index + 1}/${count} 次强杀，已确认 ${scene.clients.acknowledged()} 条 (kills, acknowledged)`);
    }
    await sleep(Math.random() * betweenMs);
  }
  add({ what: '服务器 kill -9 of the server', times: back.server.length, backMs: back.server, goalMs: goals.server });
  add({ what: 'PostgreSQL kill -9，全部进程 all of it', times: back.all.length, backMs: back.all, goalMs: goals.database });
  add({ what: 'PostgreSQL kill -9，主进程 its first process', times: back.postmaster.length, backMs: back.postmaster, goalMs: goals.database });
  add({ what: 'PostgreSQL kill -9，一个连接 one that serves', times: back.backend.length, backMs: back.backend, goalMs: goals.database });
}

/** Two servers on one database, both sweeping, each killed now and then while hundreds of deadlines fall due. */
async function twoSchedulers(stage: Stage, { seconds }: ChaosOptions): Promise<Omit<Row, 'problems'> & { problems: string[] }> {
  const { patients, database, place } = stage;
  const second = await openPlaceBeside(place);
  const other = await startPatient(second, stage.log, inJingwei((await database.urls()).superUrl));
  patients.push(other);
  const scene = stage.scene();
  const [began, back] = [performance.now(), [] as number[]];
  let pushed = 0;
  while (performance.now() - began < Math.max(5, Math.min(20, seconds)) * 1_000) {
    pushed += await pushDue(database, 60, 1.5);
    const victim = back.length % 2 === 0 ? scene.patient : other;
    const at = performance.now();
    victim.kill();
    back.push(await backAfter(scene, at));
    await sleep(300 + Math.random() * 900);
  }
  await sleep(1_500);
  patients.pop();
  await other.stop();
  await second.remove();
  const problems = pushed === 0 ? ['没有时限到期 (nothing fell due)'] : [];
  return { what: `两个进程同时处理 ${pushed} 项到期 two schedulers`, times: back.length, backMs: back, goalMs: goals.server, problems };
}

/** For a second server: its own folder within the first one's. */
async function openPlaceBeside({ config: { dataDir } }: Place): Promise<Place> {
  const folder = path.join(dataDir, 'second');
  await mkdir(folder, { recursive: true });
  return { config: configOf(folder), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Server and database live by a clock that goes an hour forward, two hours back and an hour forward again. */
async function clockJumps(stage: Stage, place: Place): Promise<Omit<Row, 'problems'>> {
  const { patients } = stage;
  const clock = await openFalseClock();
  try {
    await patients[0]?.stop();
    await startPostgresWith(place, clock.env);
    patients[0] = await startPatient(place, stage.log, undefined, clock.env);
    const back: number[] = [];
    for (const offset of [3_600, -3_600, 0]) {
      await clock.jump(offset);
      // The library looks at its file once a second.
      await sleep(1_200);
      back.push(await backAfter(stage.scene(), performance.now()));
      await sleep(3_000);
    }
    // On with the real clock: what was done under the other one is there, and nothing is told again.
    await patients[0].stop();
    patients[0] = await startPatient(place, stage.log);
    return { what: '时钟跳变 clock ±1 h', times: 3, backMs: back, goalMs: goals.database };
  } finally {
    await clock.remove();
  }
}

export function shownBack(backMs: readonly number[]): { median: string; worst: string } {
  const seconds = (ms: number): string => (Number.isFinite(ms) ? `${(ms / 1_000).toFixed(2)} s` : '未恢复');
  return backMs.length === 0 ? { median: '', worst: '' } : { median: seconds(median(backMs)), worst: seconds(Math.max(...backMs)) };
}
