import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { webOfFile } from '../../../test/support/web.ts';
import { classes, points } from '../../../test/support/world.ts';

// The board's search box: words of the text or the address, or the beginning of a number.

const web = webOfFile();
const texts = {
  lid: '柳街路口井盖缺失，夜里危险', rare: '𠮷家𪚥店门口 积水', latin: 'LED屏不亮 100%黑屏', under: 'a_b\\c 三个怪字符', one: '水',
} as const;
const numbers: Record<string, string> = {};

beforeAll(async () => {
  for (const [name, description] of Object.entries(texts)) {
    const made = await web().call('worker', 'POST', '/api/incidents/report', { description, class: classes.lid, place: points.street });
    numbers[name] = String(made.body['number']);
  }
});

async function found(text: string): Promise<string[]> {
  const answer = await web().call('desk', 'POST', '/api/incidents/board', { text });
  expect(answer.status).toBe(200);
  const { items }: { items?: { number: string }[] } = answer.body;
  return (items ?? []).map(({ number }) => Object.keys(numbers).find((name) => numbers[name] === number) ?? number).sort();
}

describe('the search', () => {
  test.each([
    ['井盖', ['lid']], ['口井盖缺', ['lid']], ['井 盖', []], ['盖井', []], ['水', ['one', 'rare']], ['𠮷', ['rare']], ['𪚥店', ['rare']], ['门口 积水', ['rare']],
    ['led', ['latin']], ['100%', ['latin']], ['%', ['latin']], ['_', ['under']], ['b\\c', ['under']], ['没有这样的词', []],
  ])('%s', async (text, names) => {
    expect(await found(text)).toEqual(names);
  });

  test('a number by its beginning, also in small letters', async () => {
    const number = numbers['rare'] ?? '';
    expect(await found(number)).toEqual(['rare']);
    expect(await found(number.slice(0, 11).toLowerCase())).toContain('rare');
    expect(await found(`${number}0`)).toEqual([]);
  });

  test('is answered by its indexes once there is something to search in', async () => {
    await web().world.ownerDb.transaction().execute(async (db) => {
      await sql`set local enable_seqscan = off`.execute(db);
      const { rows } = await sql<{ 'QUERY PLAN': string }>`explain select w.case_id from incidents.wording w where incidents.bigrams(w.words) @> incidents.bigrams('井盖') and w.words ilike '%井盖%'
        union all select n.id from incidents.incident n where n.number collate "C" >= '2611' and n.number collate "C" < '2612'`.execute(db);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toContain('wording_bigrams');
      expect(plan).toContain('incident_number');
    });
  });
});
