import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../../platform/db.ts';
import { asHouse } from '../../platform/wall.ts';
import { NotAnswered } from './api.ts';
import { repetitions, type Message } from './messages.ts';
import type { Staff } from './staff.ts';

export type Reconciled = {
  readonly messages: number;
  readonly cases: number;
  /** Cases with one unbroken history from report to evaluation, at the real hours. */
  readonly histories: number;
  /** Cases whose feedback is the official reply, byte for byte, at its hour. */
  readonly replies: number;
  /** Messages that repeat another's words letter by letter; and those that differ in spaces and punctuation only. */
  readonly repeating: number; readonly nearlyRepeating: number;
  /** Of both: how many the desk was offered for merging, how many are merged. */
  readonly offered: number; readonly merged: number;
  /** Sentences without a word of a message; empty where everything fits. */
  readonly problems: readonly string[];
};

const step = z.object({ seq: z.int(), action: z.string(), at: z.string(), data: z.looseObject({ text: z.string().optional() }) });
const answer = z.object({
  id: z.string(), description: z.string(), source: z.string(), state: z.string(), reportedAt: z.string(), mergedInto: z.unknown(), steps: z.array(step),
});

/** Reads every case back as the desk sees it, and compares it with its message. */
export async function reconcile(db: Db, staff: Staff, messages: readonly Message[], seen: { readonly offered: ReadonlySet<string>; readonly file: readonly Message[] }): Promise<Reconciled> {
  const problems: string[] = [];
  const counted = { cases: 0, histories: 0, replies: 0, merged: 0 };
  const queue = [...messages];
  const lane = async (): Promise<void> => {
    for (let message = queue.shift(); message; message = queue.shift()) {
      const found = await staff.desk.get('/api/incidents/case', { caseId: message.caseId }, null);
      if (found.status !== 200) {
        problems.push(new NotAnswered(message.id, found).message);
        continue;
      }
      const one = answer.parse(found.body);
      counted.cases += 1;
      if (one.mergedInto !== null) counted.merged += 1;
      const wrong = faultsOf(one, message);
      if (!wrong.some((fault) => fault !== 'reply')) counted.histories += 1;
      if (!wrong.includes('reply')) counted.replies += 1;
      if (wrong.length > 0) problems.push(`${message.id}: ${wrong.join(', ')}`);
    }
  };
  await Promise.all([lane(), lane(), lane()]);
  const strangers = await countStrangers(db, seen.file);
  if (strangers > 0) problems.push(`${strangers} 件重放案件不属于这些来信 (cases of a replay that belong to no message)`);
  const exactly = repetitions(messages, true);
  const nearly = repetitions(messages, false);
  const offered = [...nearly.keys()].filter(({ caseId }) => seen.offered.has(caseId)).length;
  if (offered < nearly.size) problems.push(`${nearly.size - offered} 件文字相同而未提示合并 (repeat another's words and were not offered for merging)`);
  return { messages: messages.length, ...counted, repeating: exactly.size, nearlyRepeating: nearly.size - exactly.size, offered, problems };
}

function faultsOf(one: z.output<typeof answer>, message: Message): string[] {
  const faults: string[] = [];
  const taken = (action: string) => one.steps.filter((line) => line.action === action);
  const at = (action: string): number => Date.parse(taken(action)[0]?.at ?? '');
  if (one.state !== 'evaluated') faults.push(`state ${one.state}`);
  if (one.source !== 'import' || !sameBytes(one.description, message.description)) faults.push('description');
  if (Date.parse(one.reportedAt) !== message.reportedAt.getTime() || at('report') !== message.reportedAt.getTime()) faults.push('reported_at');
  if (at('feedback') !== message.repliedAt.getTime()) faults.push('replied_at');
  if (one.steps.some((line, index) => line.seq !== index || line.at < (one.steps[index - 1]?.at ?? ''))) faults.push('history');
  if (['report', 'accept', 'file', 'dispatch', 'acknowledge', 'deliver', 'check', 'feedback', 'close', 'evaluate'].some((action) => taken(action).length !== 1)) faults.push('steps');
  if (taken('rate').length > 0) faults.push('rate');
  if (!sameBytes(taken('feedback')[0]?.data.text ?? '', message.reply)) faults.push('reply');
  return faults;
}

function sameBytes(a: string, b: string): boolean {
  return Buffer.from(a).equals(Buffer.from(b));
}

/** Cases that the replay's own account reported, and that are none of these: each message has one case and no second. */
async function countStrangers(db: Db, messages: readonly Message[]): Promise<number> {
  const { rows } = await asHouse(db, 'survey', (inside) => sql<{ n: number }>`
    select count(*)::int as n from incidents.step_facts s join incidents.case_facts c on c.id = s.case_id
    join identity.person_facts p on p.id = s.person_id and p.name = '来信登记（重放）'
    where s.action = 'report' and c.source = 'import' and s.at between ${messages[0]?.reportedAt ?? null} and ${messages.at(-1)?.reportedAt ?? null}
      and c.id <> all(${messages.map(({ caseId }) => caseId)}::uuid[])`.execute(inside));
  return rows[0]?.n ?? 0;
}
