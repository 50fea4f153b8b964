import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { ledgerBreaches, ledgerSize, type BreachKind, type LedgerBreach } from '../../domains/points/store/ledger-invariants.ts';
import { openDb } from '../../platform/db.ts';
import type { Config, Secrets } from '../../platform/config.ts';
import { attachEmbedded } from '../../platform/embedded.ts';
import { createLog } from '../../platform/log.ts';
import { openPostgres } from '../../platform/postgres.ts';
import { StartError } from '../../platform/start-error.ts';
import { line } from './ground.ts';
import { stoppable } from './stopping.ts';

export const usage = `用法 usage: npx jingwei points verify
  核对积分与物资总账：借贷相等、余额与流水一致、不低于下限、每笔预留只了结一次、同一事实只记一次、冲正只有一次、已结时段未变、无人有权改写；
  有一处不符即逐条说明，退出码 1。可在运行中进行，只读。
  Asks the ledger of points and goods whether everything still holds that must: sums, balances, floors, reservations, facts, reversals, closed periods, rights.
  Says each breach in a sentence and ends with 1. Beside a running Jingwei or without one; it only reads.`;

/** `jingwei points verify`: every invariant of the ledger, over all of it. */
export async function points(args: readonly string[], config: Config, secrets: Secrets): Promise<void> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
  if (positionals.length !== 1 || positionals[0] !== 'verify') throw new StartError('points/usage', usage, 2);
  await withOwner(config, secrets, async (url) => {
    const { db, close } = openDb(url, { applicationName: 'jingwei points verify', max: 1 });
    try {
      const { rows: [there] } = await sql<{ is: boolean }>`select to_regclass('points.entry') is not null as is`.execute(db);
      if (there?.is !== true) throw new StartError('points/no-ledger', '这个数据库还没有积分总账，请先用本版本启动一次。 This database has no ledger of points yet; start this version on it once.');
      const began = performance.now();
      // One moment for all questions: what moves meanwhile is not mistaken for a breach.
      const { size, breaches } = await db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(async (inside) => ({ size: await ledgerSize(inside), breaches: await ledgerBreaches(inside) }));
      if (breaches.length > 0) throw new StartError('points/broken', [...breaches.map(breachSentence), `总账不符 ${breaches.length} 处（每类最多列 20 处）。 The ledger is broken in ${breaches.length} places (at most 20 of each kind are listed).`].join('\n'));
      line(`总账完整：账本 ${size.books} 本，账户 ${size.accounts} 个，记录 ${size.transfers} 笔，分录 ${size.entries} 条，用时 ${((performance.now() - began) / 1_000).toFixed(1)} 秒。`);
      line(`The ledger is whole: ${size.books} books, ${size.accounts} accounts, ${size.transfers} transfers, ${size.entries} entries.`);
    } finally {
      await close();
    }
  });
}

/** Nothing is migrated and nothing written: what is verified must not be touched first. */
async function withOwner(config: Config, secrets: Secrets, use: (url: string) => Promise<void>): Promise<void> {
  const running = secrets.databaseUrl === undefined ? await attachEmbedded(config.dataDir) : undefined;
  if (secrets.databaseUrl !== undefined || running !== undefined) return use(secrets.databaseUrl ?? running?.ownerUrl ?? '');
  return stoppable(async (opened) => {
    const postgres = await openPostgres({ databaseUrl: undefined, dataDir: config.dataDir, log: createLog({ level: 'error' }), onProgress: line });
    try {
      await opened(postgres.stop);
      await use(postgres.ownerUrl);
    } finally {
      await postgres.stop();
    }
  });
}

/** What is wrong and where, in Chinese and English. */
export function breachSentence({ invariant, kind, subject, found }: LedgerBreach): string {
  const [zh, en] = sentences[kind](subject, found);
  return `${invariant} ${zh} ${en}`;
}

const sentences: Readonly<Record<BreachKind, (subject: string, found: string) => readonly [string, string]>> = {
  'book-sum': (s, f) => [`账本 ${s} 的分录合计不为零，差 ${f}。`, `The entries of book ${s} sum up to ${f}, not to zero.`],
  'transfer-sum': (s, f) => [`记录 ${s} 两方不相等（${f}）。`, `The sides of transfer ${s} are not equal (${f}).`],
  'foreign-entry': (s, f) => [`记录 ${s} 的分录（账户 ${f}）没有对应的记录或账户，或不属于同一账本。`, `An entry of transfer ${s} (account ${f}) has no transfer or account, or belongs to another book.`],
  'no-entries': (s, f) => [`记录 ${s}（${f}）没有分录。`, `Transfer ${s} (${f}) has no entries.`],
  balance: (s, f) => [`账户 ${s} 的余额或版本与分录不符（余额 / 合计 / 版本 / 条数：${f}）。`, `The balance or version of account ${s} is not that of its entries (${f}).`],
  running: (s, f) => [`账户 ${s} 第 ${f} 条分录的逐笔余额或版本不连续。`, `The running balance or the version of account ${s} breaks at entry ${f}.`],
  floor: (s, f) => [`账户 ${s} 低于下限（${f}）。`, `Account ${s} lies below its floor (${f}).`],
  'floor-of-kind': (s, f) => [`账户 ${s} 的下限与其种类不符（${f}）。`, `The floor of account ${s} is not one of its kind (${f}).`],
  minor: (s, f) => [`未成年人账户 ${s} 被扣分（记录 ${f}）。`, `Points were taken off a child, account ${s} (transfer ${f}).`],
  'id-twice': (s, f) => [`记录编号 ${s} 出现 ${f} 次。`, `The transfer id ${s} is there ${f} times.`],
  reserved: (s, f) => [`账户 ${s} 的预留数与未了结的预留不符（${f}）。`, `What account ${s} holds back is not what is reserved (${f}).`],
  'ended-twice': (s, f) => [`预留 ${s} 了结了 ${f} 次。`, `Reservation ${s} ended ${f} times.`],
  'ends-nothing': (s, f) => [`记录 ${s} 了结的 ${f} 不是本账本的预留。`, `Transfer ${s} ends ${f}, which is no reservation of its book.`],
  'post-too-much': (s, f) => [`记录 ${s} 超出了预留（账户 入账 / 预留：${f}）。`, `Transfer ${s} posts more than was reserved (${f}).`],
  'hold-sum': (s, f) => [`预留 ${s} 两方不相等（${f}）。`, `The sides of reservation ${s} are not equal (${f}).`],
  pending: (s, f) => [`待了结清单与预留 ${s} 不符（${f === '+' ? '缺' : '多'}）。`, `The list of open reservations does not fit reservation ${s} (${f}).`],
  'fact-twice': (s, f) => [`同一办法版本下的事实 ${s} 重复记分（账户 ${f}）。`, `The fact ${s} was counted more than once (account ${f}).`],
  'fact-unkept': (s, f) => [`记录 ${s} 的事实没有登记（账户 ${f}），可能被重复记分。`, `The fact of transfer ${s} is not kept (account ${f}) and could be counted again.`],
  'reversed-twice': (s, f) => [`记录 ${s} 被冲正 ${f} 次。`, `Transfer ${s} was reversed ${f} times.`],
  'not-opposite': (s, f) => [`冲正 ${s} 与原记录 ${f} 不相反。`, `Reversal ${s} is not the opposite of ${f}.`],
  rights: (s, f) => [`应用账号对 ${s} 有 ${f} 权限，总账可被改写。`, `The application's role has ${f} on ${s}: the ledger could be rewritten.`],
  'guard-missing': (s, f) => [`${s} 缺少约束 ${f}。`, `${s} lacks the constraint ${f}.`],
  'closed-changed': (s, f) => [`已结时段 ${s} 的分录变了（结账时 / 现在：${f}）。`, `The closed period ${s} has changed (then / now: ${f}).`],
  'closed-to': (s, f) => [`账本 ${s} 的结账日与结账记录不符（${f}）。`, `The day to which book ${s} is closed is not that of its closings (${f}).`],
};
