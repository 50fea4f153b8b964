import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { instant } from '../../platform/core/fields.ts';

/** A citizen's message with the official answer to it, as a city published it. */
export type Message = {
  readonly id: string;
  /** The case that it becomes: the same for the same message, wherever it is replayed. */
  readonly caseId: string;
  readonly reportedAt: Date;
  readonly repliedAt: Date;
  readonly description: string;
  readonly reply: string;
};

const columns = ['id', 'reported_at', 'replied_at', 'subject', 'detail', 'reply'] as const;
const row = z.object({
  id: z.string().min(1).max(100), reported_at: instant, replied_at: instant, subject: z.string(), detail: z.string(), reply: z.string().min(1),
});

/** Limits of `report` and of `feedback`, in characters. */
const longest = { description: 4_000, reply: 8_000 } as const;

/**
 * In the order of time. Texts stay as they are, to the byte; the subject is the first line of the description.
 * @returns problems as sentences with row numbers, counted as a spreadsheet shows them; never a word of a message
 */
export function readMessages(csv: string): { readonly messages: readonly Message[]; readonly problems: readonly string[] } {
  let rows: string[][];
  try {
    rows = parse(csv, { bom: true, skip_empty_lines: true });
  } catch {
    return { messages: [], problems: ['这不是 CSV 文件 (this is not a CSV file)'] };
  }
  const heads = (rows[0] ?? []).map((head) => head.trim());
  const missing = columns.filter((column) => !heads.includes(column));
  if (missing.length > 0) return { messages: [], problems: [`缺少列 (columns missing): ${missing.join(', ')}`] };
  const problems: string[] = [];
  const byId = new Map<string, Message>();
  for (const [index, cells] of rows.slice(1).entries()) {
    const told = (what: string): void => { problems.push(`第 ${index + 2} 行 (row ${index + 2}): ${what}`); };
    const parsed = row.safeParse(Object.fromEntries(heads.map((head, at) => [head, cells[at] ?? ''])));
    if (!parsed.success) {
      told(parsed.error.issues.map((issue) => issue.path.join('.')).join(', '));
      continue;
    }
    const { id, reported_at, replied_at, subject, detail, reply } = parsed.data;
    const message = { id, caseId: caseIdOf(id), reportedAt: new Date(reported_at), repliedAt: new Date(replied_at), description: `${subject}\n${detail}`, reply };
    if (byId.has(id)) told('id');
    else if (message.repliedAt <= message.reportedAt) told('replied_at ≤ reported_at');
    else if (message.description.trim() === '' || [...message.description].length > longest.description) told(`subject + detail > ${longest.description}`);
    else if ([...reply].length > longest.reply) told(`reply > ${longest.reply}`);
    else byId.set(id, message);
  }
  return { messages: [...byId.values()].sort(byTime), problems };
}

/** So many of them, evenly over time. */
export function sampleOf(messages: readonly Message[], count: number): readonly Message[] {
  if (count >= messages.length) return messages;
  return Array.from({ length: count }, (_, index) => messages[Math.floor((index * messages.length) / count)]).filter((one) => one !== undefined);
}

/**
 * Messages that repeat the words of an earlier one → the earlier one's case. `exactly`: letter by letter; otherwise
 * spaces and punctuation do not count.
 */
export function repetitions(messages: readonly Message[], exactly: boolean): ReadonlyMap<Message, string> {
  const first = new Map<string, Message>();
  const repeated = new Map<Message, string>();
  for (const message of messages) {
    const key = exactly ? message.description : message.description.normalize('NFKC').replace(/[\s\p{P}\p{S}]+/gu, '');
    const earlier = first.get(key);
    if (earlier) repeated.set(message, earlier.caseId);
    else first.set(key, message);
  }
  return repeated;
}

/** A whole number below 2³² that depends on nothing but the text. */
export function stableNumber(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}

function byTime(a: Message, b: Message): number {
  return a.reportedAt.getTime() - b.reportedAt.getTime() || (a.id < b.id ? -1 : 1);
}

const namespace = Buffer.from('8c0d3a52e5b94c0f9d5b6a1f27e4c611', 'hex');

/** RFC 9562, version 5: a name in a namespace. */
function caseIdOf(id: string): string {
  const hash = createHash('sha1').update(namespace).update(`message:${id}`).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
