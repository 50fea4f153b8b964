import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { officialCalendar } from '../../domains/dispatch/calendar-data.ts';
import { readMessages, repetitions, sampleOf } from './messages.ts';
import { momentsAfter, momentsBetween } from './moments.ts';
import { runs } from '../../../test/support/size.ts';

const head = 'id,reported_at,replied_at,subject,detail,reply';
const row = (id: string, more: Partial<Record<'reported' | 'replied' | 'subject' | 'detail' | 'reply', string>> = {}): string =>
  [id, more.reported ?? '2019-04-25T09:32:09+08:00', more.replied ?? '2019-05-10T14:56:53+08:00', more.subject ?? '路灯', more.detail ?? '不亮了', more.reply ?? '已修好'].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');

describe('a file of messages', () => {
  it('is read to the byte, in the order of time, with a case that depends on the id alone', () => {
    const text = ` 说“坏了”,\r\n第二行\u200b 𠮷 `;
    const { messages, problems } = readMessages(`\ufeff${head}\n${row('8', { reported: '2019-05-01T00:00:00+08:00', detail: text })}\n${row('7')}\n`);
    expect(problems).toEqual([]);
    expect(messages.map(({ id }) => id)).toEqual(['7', '8']);
    expect(messages[1]?.description).toBe(`路灯\n${text}`);
    expect(messages[0]?.caseId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
    expect(readMessages(`${head}\n${row('7', { reply: '改了' })}`).messages[0]?.caseId).toBe(messages[0]?.caseId);
  });

  it.each([
    ['no columns', 'a,b\n1,2', /reported_at/u],
    ['an id twice', `${head}\n${row('1')}\n${row('1')}`, /3.*id/u],
    ['an answer before the report', `${head}\n${row('1', { replied: '2019-04-25T09:32:09+08:00' })}`, /2.*replied_at/u],
    ['a moment without a zone', `${head}\n${row('1', { reported: '2019-04-25 09:32' })}`, /2.*reported_at/u],
    ['no answer', `${head}\n${row('1', { reply: '' })}`, /2.*reply/u],
    ['too long a report', `${head}\n${row('1', { detail: '长'.repeat(4_000) })}`, /2.*4000/u],
    ['too long an answer', `${head}\n${row('1', { reply: '长'.repeat(8_001) })}`, /2.*8000/u],
    ['an open quote', `${head}\n"1,2`, /CSV/u],
  ])('with %s says in which row, and no word of it', (_what, csv, sentence) => {
    const { problems } = readMessages(csv);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(sentence);
    expect(problems[0]).not.toMatch(/路灯|不亮|长长/u);
  });

  it('knows who repeats whom, letter by letter and but for spaces', () => {
    const { messages } = readMessages([head, row('1'), row('2', { reported: '2019-04-26T09:00:00+08:00' }), row('3', { reported: '2019-04-27T09:00:00+08:00', detail: '不亮 了。' })].join('\n'));
    expect([...repetitions(messages, true).keys()].map(({ id }) => id)).toEqual(['2']);
    expect([...repetitions(messages, false).entries()].map(([{ id }, twin]) => [id, twin === messages[0]?.caseId])).toEqual([['2', true], ['3', true]]);
  });

  it('gives samples that are spread evenly', () => {
    const { messages } = readMessages([head, ...Array.from({ length: 10 }, (_, index) => row(String(index), { reported: `2019-0${(index % 9) + 1}-01T09:00:00+08:00`, replied: '2020-01-01T09:00:00+08:00' }))].join('\n'));
    expect(sampleOf(messages, 5).map((one) => messages.indexOf(one))).toEqual([0, 2, 4, 6, 8]);
    expect(sampleOf(messages, 99)).toEqual(messages);
  });
});

describe('the moments between a report and its answer', () => {
  const steps = ['accept', 'verify', 'file', 'consent', 'escalate', 'escalateAgain', 'dispatch', 'acknowledge', 'handle', 'deliver', 'check'];
  const calendar = officialCalendar();

  it('never go back, lie between the two, and are the same again', () => {
    fc.assert(fc.property(fc.integer({ min: Date.UTC(2011, 0, 1), max: Date.UTC(2026, 0, 1) }), fc.oneof(fc.integer({ min: 60_000, max: 86_400_000 }), fc.integer({ min: 60_000, max: 200 * 86_400_000 })), fc.string(), (from, span, id) => {
      const [report, reply] = [new Date(from), new Date(from + span)];
      const moments = momentsBetween(id, report, reply, steps, calendar);
      const all = [report, ...moments, reply].map((one) => one.getTime());
      expect(moments).toHaveLength(steps.length);
      expect(all).toEqual([...all].sort((a, b) => a - b));
      expect(momentsBetween(id, report, reply, steps, calendar)).toEqual(moments);
      const { close, evaluate } = momentsAfter(id, reply, calendar);
      expect(close.getTime()).toBeGreaterThan(reply.getTime() + 6 * 86_400_000);
      expect(evaluate.getTime()).toBeGreaterThan(close.getTime());
    }), { seed: 20_261_122, numRuns: runs(300) });
  });
});
