import { randomInt, randomUUID } from 'node:crypto';
import type { Clients, How, Person } from './client.ts';

// What the clients do: cases that go a part of their way through the six steps, begun at a fixed rate whatever the
// server answers, with the accidents of a bad network, and now and then something that must be refused.

export type Crew = { readonly workers: readonly Person[]; readonly desk: readonly Person[]; readonly handler: Person; readonly unitId: number; readonly place: object; readonly photos: readonly string[] };
export type Walks = {
  readonly begun: () => number;
  /** Cases that were not begun because too many waited for an answer: a real phone keeps them. */
  readonly passedOver: () => number;
  /** Begins no more, and waits for those under way so long. */
  readonly stop: (patienceMs: number) => Promise<void>;
};

const mostUnderWay = 150;
const lost = '120103';

/** @param perSecond commands a second, about */
export function startWalks(clients: Clients, crew: Crew, perSecond: number): Walks {
  const underWay = new Set<Promise<void>>();
  const began = performance.now();
  let [begun, passedOver, due] = [0, 0, 0];
  const commandsEach = 4.5;
  const timer = setInterval(() => {
    const wanted = Math.floor(((performance.now() - began) / 1_000) * (perSecond / commandsEach));
    for (; due < wanted; due += 1) {
      if (underWay.size >= mostUnderWay) { passedOver += 1; continue; }
      begun += 1;
      const one = walk(clients, crew, begun).finally(() => underWay.delete(one));
      underWay.add(one);
    }
  }, 10);
  return {
    begun: () => begun, passedOver: () => passedOver,
    stop: async (patienceMs) => {
      clearInterval(timer);
      await Promise.race([Promise.all(underWay), new Promise((resolve) => { setTimeout(resolve, patienceMs); })]);
      clients.end();
      await Promise.all(underWay);
    },
  };
}

async function walk(clients: Clients, crew: Crew, number: number): Promise<void> {
  const worker = crew.workers[number % crew.workers.length];
  const desk = crew.desk[number % crew.desk.length];
  if (!worker || !desk) return;
  const { handler, unitId } = crew;
  const photo = crew.photos[number % Math.max(1, crew.photos.length)];
  const reported = await clients.command(worker, 'incidents.report', randomUUID(), {
    description: `步行街路口捡到一串钥匙，第 ${number} 次`, class: lost, place: crew.place,
    ...(number % 2 === 0 ? { id: randomUUID() } : {}), ...(number % 10 === 0 && photo !== undefined ? { photos: [photo] } : {}),
  }, accident());
  if (reported === null) return;
  const caseId = String(reported['caseId']);
  const steps: readonly (readonly [Person, string, object?])[] = [
    [desk, 'accept'], [desk, 'file'], [desk, 'dispatch', { leadUnitId: unitId }], [handler, 'acknowledge'], [handler, 'handle', { note: '已派人' }],
    [handler, 'deliver', { result: '失主已领回' }], [desk, 'check', { result: 'pass' }], [desk, 'feedback', { text: '已处理完毕' }], [desk, 'close'], [desk, 'evaluate'],
  ];
  const far = number % 20 === 0 ? steps.length : randomInt(0, 8);
  for (const [who, step, more] of steps.slice(0, far)) {
    if ((await clients.command(who, `incidents.${step}`, randomUUID(), { caseId, ...more }, accident())) === null) return;
  }
  if (number % 7 === 0) await clients.command(desk, 'incidents.evaluate', randomUUID(), { caseId }, accident()); // too early, or a second time
  if (number % 11 === 0) await clients.command(worker, 'incidents.report', randomUUID(), { description: '没有这个类别', class: '999999', place: crew.place }, accident());
}

/** One in ten is sent three times at once, one in twelve is not heard, one in eighty never asks again. */
function accident(): How {
  const roll = randomInt(0, 240);
  return roll < 24 ? { copies: 3 } : roll < 44 ? { deaf: 'once' } : roll < 47 ? { deaf: 'for ever' } : {};
}
