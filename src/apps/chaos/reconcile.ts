import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Db } from '../../platform/db.ts';
import { currentTerms } from '../../domains/dispatch/actions.ts';
import { faultsOfCase, type Effect, type Terms } from './case-faults.ts';
import { canonical, meaningOf, type Baseline, type Entry, type Sent, type Told } from './journal.ts';
import { auditedRefusals, countsOf, storedCases, storedCommands, storedPhotos, toldTwice, touchedSince, type StoredCommand } from './stored.ts';

// The one reconciler: what clients were told, against what is stored. It only reads.

export type Reconciled = {
  /** Commands sent; of them acknowledged, refused, and never answered (of which so many were done all the same). */
  readonly commands: number; readonly acknowledged: number; readonly refused: number; readonly unknown: number; readonly unknownDone: number;
  readonly cases: number; readonly steps: number; readonly fired: number; readonly photos: number;
  /** One sentence each; empty where everything agrees. */
  readonly faults: readonly string[];
};

export type ReconcileOptions = {
  /** Of somebody who sees every row, past row-level security. */
  readonly db: Db;
  readonly entries: readonly Entry[];
  /** Where the pictures are; null leaves their bytes alone. */
  readonly filesFolder: string | null;
  /** How long a deadline may have been due unfired. */
  readonly graceSeconds?: number;
  /** Somebody moved moments of deadlines by hand, so that they fall due during the run: they are not reckoned again. */
  readonly dueMoved?: boolean;
};

type Command = { readonly sent: Sent; readonly told: Told[] };

const chunk = 1_000;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

export async function reconcile({ db, entries, filesFolder, graceSeconds = 15, dueMoved = false }: ReconcileOptions): Promise<Reconciled> {
  const faults: string[] = [];
  const fault = (sentence: string): void => { faults.push(sentence); };
  const baseline = entries.find((entry): entry is Baseline => entry.what === 'baseline') ?? { audit: 0, event: 0, cases: 0, commands: 0 };
  const commands = commandsOf(entries, fault);

  const known = await storedByKey(db, commands);
  const effects = new Map<string, Effect>();
  const refusals = new Map<string, number>();
  const tally = { acknowledged: 0, refused: 0, unknown: 0, unknownDone: 0, rows: 0 };
  for (const command of commands) {
    const { sent } = command;
    const own = known.get(keyOf(sent.scope, sent.key));
    tally.rows += Number(own !== undefined) + Number(sent.id !== null && sent.id !== sent.key && known.has(keyOf(sent.scope, sent.id)));
    const told = finalAnswer(command, fault);
    compareStored(command, told, own, sent.id === null ? undefined : known.get(keyOf(sent.scope, sent.id)), fault);
    const meaning = told === null ? 'unknown' : meaningOf(told);
    if (meaning === 'done') tally.acknowledged += 1;
    else if (meaning === 'refused') tally.refused += 1;
    else tally.unknown += 1;
    if (own?.result?.refusal) {
      const line = [personOf(sent.scope), sent.operation, own.result.refusal.refused].join(' ');
      refusals.set(line, (refusals.get(line) ?? 0) + 1);
    }
    const output = own?.result?.output ?? (meaning === 'done' ? told?.body : undefined);
    if (output === undefined) continue;
    if (meaning === 'unknown') tally.unknownDone += 1;
    if (!sent.operation.startsWith('incidents.')) continue; // it moved no case
    const effect = { caseId: textOf(output, 'caseId'), revision: Number(Reflect.get(Object(output), 'revision')), state: textOf(output, 'state'), number: textOf(output, 'number'), sent };
    const place = keyOf(effect.caseId, String(effect.revision));
    const first = effects.get(place);
    if (first) fault(`案件 ${effect.caseId} 的第 ${effect.revision} 步被确认给两条不同的命令 ${first.sent.key} 与 ${sent.key}。 Two commands were acknowledged for one step.`);
    else effects.set(place, effect);
  }

  const effectsOf = Map.groupBy(effects.values(), ({ caseId }) => caseId);
  const ids = new Set([...effectsOf.keys(), ...await touchedSince(db, baseline)]);
  const terms: Terms = await currentTerms(db);
  const digests = await toldTwice(db);
  const photos = new Set(entries.flatMap((entry) => (entry.what === 'photo' ? [entry.sha256] : [])));
  let [steps, fired, created] = [0, 0, 0];
  for (const part of chunksOf([...ids])) {
    const cases = new Map((await storedCases(db, part.filter((id) => uuid.test(id)), graceSeconds)).map((one) => [one.id, one]));
    for (const id of part) {
      const wanted = effectsOf.get(id) ?? [];
      const stored = cases.get(id);
      const isNew = wanted.some(({ revision }) => revision === 0);
      created += Number(isNew && stored !== undefined);
      if (stored === undefined) { fault(`案件 ${id} 已确认受理 ${wanted.length} 条命令，库中却没有。 A case that was acknowledged is not stored.`); continue; }
      for (const sentence of faultsOfCase(stored, { effects: wanted, isNew, terms, dueMoved, told: digests.told })) fault(sentence);
      steps += stored.steps.length;
      fired += stored.deadlines.filter(({ firedAt }) => firedAt !== null).length;
      for (const hash of stored.steps.flatMap((step) => step.photos)) photos.add(hash);
    }
  }

  const counts = await countsOf(db);
  if (counts.cases !== baseline.cases + created) fault(`库中有 ${counts.cases - baseline.cases} 件新案件，按确认应为 ${created} 件。 There are cases that no client asked for, or too few.`);
  if (counts.commands !== baseline.commands + tally.rows) fault(`库中有 ${counts.commands - baseline.commands} 条新命令，客户端发出并留下的是 ${tally.rows} 条。 Commands are stored that no client sent.`);
  for (const { personId, caseId, kind, times } of digests.repeated) fault(`时限 ${kind}（案件 ${caseId}）向人员 ${personId} 提醒了 ${times} 次。 A deadline was told to one person more than once.`);
  for (const { personId, messages } of digests.unread) fault(`人员 ${personId} 有 ${messages} 条未读汇总，应合为一条。 Somebody has more than one unread digest.`);
  compareRefusals(refusals, commands, await auditedRefusals(db, baseline.audit), fault);
  await checkPhotos(db, photos, filesFolder, fault);
  const { rows: _rows, ...told } = tally;
  return { commands: commands.length, ...told, cases: ids.size, steps, fired, photos: photos.size, faults };
}

function commandsOf(entries: readonly Entry[], fault: (sentence: string) => void): Command[] {
  const commands = new Map<string, Command>();
  for (const entry of entries) {
    if (entry.what === 'sent') {
      const place = keyOf(entry.scope, entry.key);
      const before = commands.get(place);
      if (!before) commands.set(place, { sent: entry, told: [] });
      else if (before.sent.bodyHash !== entry.bodyHash) fault(`日志有误：键 ${entry.key} 先后用于两个内容。 The journal uses one key for two bodies.`);
    }
    if (entry.what !== 'answered') continue;
    const command = commands.get(keyOf(entry.scope, entry.key));
    if (command) command.told.push(entry.answer);
    else fault(`日志有误：对键 ${entry.key} 有回答而无请求。 The journal has an answer to nothing.`);
  }
  return [...commands.values()];
}

async function storedByKey(db: Db, commands: readonly Command[]): Promise<Map<string, StoredCommand>> {
  const pairs = commands.flatMap(({ sent: { scope, key, id } }) => [{ scope, key }, ...(id === null || id === key ? [] : [{ scope, key: id }])]);
  const known = new Map<string, StoredCommand>();
  for (const part of chunksOf(pairs)) for (const row of await storedCommands(db, part)) known.set(keyOf(row.scope, row.key), row);
  return known;
}

/** Every answer that says what became of a command says the same. */
function finalAnswer({ sent, told }: Command, fault: (sentence: string) => void): Told | null {
  const final = told.filter((one) => meaningOf(one) !== 'unknown');
  const [first] = final;
  if (first === undefined) return null;
  const other = final.find((one) => one.status !== first.status || canonical(one.body) !== canonical(first.body));
  if (other) fault(`键 ${sent.key} 得到两个不同的回答：${first.status} ${canonical(first.body)} 与 ${other.status} ${canonical(other.body)}。 One command was answered in two ways.`);
  return first;
}

/** Turned away before anything was kept: who may not knock, what cannot be read, a key that was used for something else. */
const unkept = new Set(['platform/not-signed-in', 'platform/not-permitted', 'platform/input-wrong', 'platform/key-reused', 'platform/key-wrong', 'platform/body-not-json']);

function compareStored({ sent }: Command, told: Told | null, own: StoredCommand | undefined, byId: StoredCommand | undefined, fault: (sentence: string) => void): void {
  const what = `${sent.operation}（键 ${sent.key}）`;
  if (own?.result === null) fault(`${what} 占了键却没有结果。 A key is claimed and has no result.`);
  if (own && sent.id !== null) {
    if (!byId && own.result?.output !== undefined) fault(`${what} 已办理，编号 ${sent.id} 却没有占用。 The id of a command that was done is not claimed.`);
    if (byId && byId.hash !== own.hash) fault(`${what} 的键与编号记着不同的内容。 Key and id of one command stand for two bodies.`);
  }
  if (told === null) return;
  const refused = textOf(told.body, 'refused');
  if (meaningOf(told) === 'done') {
    if (!own) fault(`${what} 已确认，命令却没有保存。 An acknowledged command is not stored.`);
    else if (own.result?.output === undefined) fault(`${what} 已确认，库中却记为未办理。 An acknowledged command is stored as not done.`);
    else if (canonical(own.result.output) !== canonical(told.body)) fault(`${what} 的回答与保存的结果不同：${canonical(told.body)}，库中 ${canonical(own.result.output)}。 The stored result is not the answer.`);
    return;
  }
  if (own?.result?.output !== undefined) fault(`${what} 被拒绝（${refused}），库中却已办理。 A refused command was done.`);
  else if (!own && !unkept.has(refused)) fault(`${what} 被拒绝（${refused}），拒绝没有保存。 A refusal is not stored.`);
  else if (own?.result?.refusal && own.result.refusal.refused !== refused) fault(`${what} 被拒绝（${refused}），库中是 ${own.result.refusal.refused}。 The stored refusal is not the answer.`);
}

/** A kept refusal has one line in the audit. */
function compareRefusals(stored: ReadonlyMap<string, number>, commands: readonly Command[], audited: Awaited<ReturnType<typeof auditedRefusals>>, fault: (sentence: string) => void): void {
  const operations = new Set(commands.map(({ sent }) => sent.operation));
  const lines = new Map(audited.filter(({ operation, refused }) => operations.has(operation) && !unkept.has(refused)).map(({ personId, operation, refused, n }) => [`${personId ?? ''} ${operation} ${refused}`, n]));
  for (const line of new Set([...stored.keys(), ...lines.keys()])) {
    const [wanted, found] = [stored.get(line) ?? 0, lines.get(line) ?? 0];
    if (wanted !== found) fault(`拒绝（${line}）保存了 ${wanted} 次，审计中有 ${found} 行。 Refusals and their audit lines differ.`);
  }
}

async function checkPhotos(db: Db, hashes: ReadonlySet<string>, folder: string | null, fault: (sentence: string) => void): Promise<void> {
  for (const part of chunksOf([...hashes])) {
    const stored = await storedPhotos(db, part);
    for (const hash of part) {
      if (!stored.has(hash)) fault(`照片 ${hash} 已确认或被引用，库中却没有。 A picture that was acknowledged or is cited is not stored.`);
      if (folder === null) continue;
      const file = path.join(folder, hash.slice(0, 2), `${hash}.photo.jpg`);
      const bytes = await readFile(file).catch(() => null);
      if (bytes === null) fault(`照片文件 ${hash} 不存在。 The file of a picture is missing.`);
      else if (createHash('sha256').update(bytes).digest('hex') !== hash) fault(`照片文件 ${hash} 的内容变了。 The bytes of a picture are not those of its hash.`);
      if (!(await access(file.replace('.photo.jpg', '.thumbnail.jpg')).then(() => true, () => false))) fault(`照片 ${hash} 的缩略图不存在。 The small picture is missing.`);
    }
  }
}

const keyOf = (...parts: readonly string[]): string => parts.join('\n');
const personOf = (scope: string): string => (scope.startsWith('person:') ? scope.slice('person:'.length) : '');

function textOf(value: unknown, field: string): string {
  const found: unknown = Reflect.get(Object(value), field);
  return typeof found === 'string' ? found : '';
}

function chunksOf<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / chunk) }, (_none, index) => all.slice(index * chunk, (index + 1) * chunk));
}
