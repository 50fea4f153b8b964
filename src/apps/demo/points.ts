import { randomUUID } from 'node:crypto';
import path from 'node:path';
import sharp from 'sharp';
import { look, perform, type BoundCommand, type BoundQuery, type House } from '../../platform/action.ts';
import { dayOf, momentAt } from '../../platform/core/calendar.ts';
import type { Command, Query } from '../../platform/core/contract.ts';
import { keepPicture } from '../../platform/files.ts';
import { areas } from '../../domains/geography/actions.ts';
import { addDays } from '../../domains/patrol/rules/days.ts';
import { issueCard, linkHousehold } from '../../domains/points/accounts.ts';
import { depositPoints, redeem, requestVoucher } from '../../domains/points/counter.ts';
import { settleDue } from '../../domains/points/jobs.ts';
import { grantBase, openPeriod } from '../../domains/points/periods.ts';
import { confirm, propose, tell } from '../../domains/points/proposing.ts';
import { fileVersion, openBook, publishVersion, recordMeeting, saveDraft } from '../../domains/points/rule-books.ts';
import { templateOf } from '../../domains/points/rules/template.ts';
import { receiveGoods, saveGood, saveWarehouse, setPrice } from '../../domains/points/warehouse.ts';
import { registerPerson, saveHousehold } from '../../domains/registry/actions.ts';
import { households } from '../../domains/registry/queries.ts';
import type { Cast } from './cast.ts';
import { diceOf, picturesIn } from './world.ts';

/** The paper minutes of a meeting, as a camera sees them from far: lines, two stamps, no word and no name. */
const paper = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1200"><rect width="900" height="1200" fill="#8d7b66"/><rect x="70" y="60" width="760" height="1080" fill="#f6f2e7"/><rect x="250" y="130" width="400" height="34" fill="#444"/>${
  Array.from({ length: 17 }, (_, n) => `<rect x="150" y="${230 + n * 42}" width="${n % 4 === 3 ? 380 : 600}" height="10" fill="#777"/>`).join('')}<circle cx="610" cy="1010" r="74" fill="none" stroke="#b3322b" stroke-width="9"/></svg>`;

export type PointsMade = { readonly households: number; readonly entries: number; readonly redemptions: number };

type Village = { readonly clerk: string; readonly leader: string; readonly homes: readonly Home[]; readonly bookId: number };
type Home = { readonly id: string; readonly label: string };
/** What people of the invented villages did, by the items of the template; `note` where the item asks for somebody who saw it. */
const deeds = [
  { item: 'F1', amount: 3, note: '', photo: 'rubbish' }, { item: 'C1', amount: 3, note: '', photo: 'rubbish' }, { item: 'C2', amount: 2, note: '', photo: 'bins' }, { item: 'A1', amount: 3, note: '', photo: 'lamp' },
  { item: 'G1', amount: 4, note: '每天给隔壁老人送一顿热饭，组长和邻居都看见', photo: null }, { item: 'B1', amount: 5, note: '嫁女只摆了八桌，理事会登记在册', photo: null }, { item: 'E1', amount: 5, note: '捡到钱包交到村委会，失主已领回', photo: null }, { item: 'D1', amount: 4, note: '教三户人家嫁接果树，三户都来说过', photo: null },
] as const;
const shelf = [['洗衣粉', '袋', 'goods', 12, 40, 650], ['肥皂', '块', 'goods', 5, 80, 300], ['香油', '瓶', 'goods', 18, 30, 1_600], ['大米', '袋', 'goods', 40, 25, 3_800], ['五好家庭奖牌', '面', 'medal', 60, 6, 4_500]] as const;

/** Two villages that keep points: a year of entries through the real door, each by whom it would be and at its hour; the first has a warehouse. */
export async function seedPoints(house: House, cast: Cast, dataDir: string, now: Date): Promise<PointsMade> {
  const dice = diceOf(20_261_123);
  const picture = picturesIn(house, dataDir);
  const today = dayOf(now);
  const run = async <T>(account: string, at: Date, bound: BoundCommand<Command>, input: object): Promise<T> => {
    const answer = await perform(house, bound, input, { actor: cast.called(account, at), key: null, clock: at });
    if (answer.kind !== 'done') throw new Error(`${bound.operation.name}: ${JSON.stringify(answer)}`);
    return answer.output as T; // what the operation promises, which the door has parsed
  };
  const ask = async <T>(account: string, bound: BoundQuery<Query>, input: object): Promise<T> => {
    const answer = await look(house, bound, input, { actor: cast.called(account, now), key: null, clock: now });
    if (answer.kind !== 'done') throw new Error(`${bound.operation.name}: ${JSON.stringify(answer)}`);
    return answer.output as T; // the same
  };
  const from = firstOfMonth(today, -11);
  const on = (day: string, clock: string): Date => { const at = momentAt(day, clock); return at < now ? at : new Date(now.getTime() - 60_000); };
  const minutes = await keepPicture({ db: house.db, folder: path.join(dataDir, 'files') }, await sharp(Buffer.from(paper)).png().toBuffer());

  const village = async (clerk: string, leader: string, no: number): Promise<Village> => {
    const areaId = cast.called(clerk, now).grants[0]?.areaId;
    if (areaId === undefined) throw new Error(`${clerk} has no village`);
    const draftOn = addDays(from, -20);
    const { bookId } = await run<{ bookId: number }>(clerk, on(draftOn, '09:00'), openBook, { areaId, kind: 'household' });
    const versionId = randomUUID();
    await run(clerk, on(draftOn, '10:00'), saveDraft, { id: versionId, bookId, content: templateOf('household'), validFrom: from, validTo: addDays(from, 730) });
    await run(clerk, on(addDays(from, -6), '20:30'), recordMeeting, { versionId, kind: 'households', heldOn: addDays(from, -6), noticeOn: addDays(from, -19), figures: { households: 312, presentHouseholds: 236, inFavour: 221, against: 15 }, photos: [minutes], note: '村文化广场坝坝会' });
    await run('zhenling', on(addDays(from, -4), '15:00'), fileVersion, { versionId, documentNo: `镇积备〔${from.slice(0, 4)}〕${no}号` });
    await run(clerk, on(addDays(from, -3), '09:30'), publishVersion, { versionId });
    return { clerk, leader, bookId, homes: await homesOf(clerk, areaId, no) };
  };
  const homesOf = async (clerk: string, areaId: number, no: number): Promise<Home[]> => {
    type Listed = { id: string; area: { id: number }; number: string; address: string; headName: string | null };
    const listed = (await ask<{ items: Listed[] }>(clerk, households, { areaId, limit: 100 })).items;
    if (listed.length > 0) return listed.map(({ id, headName, address }) => ({ id, label: `${familyOf(headName ?? '某')}家 ${address}` }));
    // The register of the second village is only begun: its first eight households.
    const grid = (await ask<{ items: { id: number }[] }>(clerk, areas, { withinId: areaId, kind: 'grid', limit: 1 })).items[0]?.id;
    if (grid === undefined) return [];
    const made: Home[] = [];
    for (const [index, name] of ['桑立夏', '桑知远', '林谷雨', '沈冬青', '顾白露', '陆守成', '江望舒', '叶采薇'].entries()) {
      const is = { areaId: grid, number: `SY-${no}${String(index + 1).padStart(2, '0')}`, address: `${1 + (index % 3)}组${index + 1}号` };
      const { householdId } = await run<{ householdId: string }>(clerk, now, saveHousehold, is);
      const { personId } = await run<{ personId: string }>(clerk, now, registerPerson, { areaId: grid, name, birthDate: `${1958 + index * 4}-0${1 + (index % 9)}-15`, householdId, relation: 'head' });
      await run(clerk, now, saveHousehold, { ...is, householdId, headId: personId });
      made.push({ id: householdId, label: `${familyOf(name)}家 ${is.address}` });
    }
    return made;
  };

  const villages = [await village('shequ01', 'wangzhang01', 7), await village('shequ02', 'wangzhang02', 8)];
  let entries = 0;
  for (let month = 0; month < 12; month += 1) {
    const first = firstOfMonth(from, month);
    if (first > today) break;
    for (const one of villages) {
      if (month === 0 || first.endsWith('-01-01')) await run(one.clerk, on(first, '08:30'), grantBase, { bookId: one.bookId });
      const judge = one.clerk === 'shequ01' ? 'kaoping01' : 'shequ02';
      for (let n = 0; n < (one.clerk === 'shequ01' ? 5 : 2); n += 1) {
        const day = addDays(first, 1 + Math.floor(dice.next() * 17));
        const [home, deed] = [dice.pick(one.homes), dice.pick(deeds)];
        if (addDays(day, 3) > today) continue;
        const photos = deed.photo === null ? [] : [await picture(deed.photo, 'done', entries % 3)];
        const proposed = await perform(house, propose, { bookId: one.bookId, householdId: home.id, item: deed.item, amount: deed.amount, happenedOn: day, note: deed.note, photos }, { actor: cast.called(one.leader, on(day, '17:00')), key: null, clock: on(day, '17:00') });
        // Chance may give one household the same deed twice on a day, or more than the year's most: the door says no, as it should.
        if (proposed.kind !== 'done') continue;
        entries += 1;
        // Of the last days some still wait for somebody else's word.
        if (addDays(day, 8) > today && n % 2 === 0) continue;
        const { proposalId } = proposed.output;
        await run(judge, on(addDays(day, 1), '10:00'), confirm, { proposalId });
        await run(one.leader, on(addDays(day, 2), '16:00'), tell, { proposalId, how: 'inPerson' });
      }
    }
    await settleDue(house.db, on(addDays(first, 27), '23:30'));
  }

  const [front] = villages;
  const redemptions = front ? await seedWarehouse(front) : 0;
  return { households: villages.reduce((sum, { homes }) => sum + homes.length, 0), entries, redemptions };

  async function seedWarehouse(one: Village): Promise<number> {
    const areaId = cast.called(one.clerk, now).grants[0]?.areaId ?? 0;
    const half = lastHalf(today);
    const begun = addDays(half.ends, -10);
    const warehouseId = randomUUID();
    await run(one.clerk, on(begun, '09:00'), saveWarehouse, { id: warehouseId, areaId, name: '文明义仓（村委会）', address: '村党群服务中心一楼', hours: '逢三、六、九赶场天 9:00–12:00', keeperId: cast.personId('yicang01') });
    const goods = new Map<string, string>();
    for (const [name, unit, kind, points, pieces, fen] of shelf) {
      const id = randomUUID();
      goods.set(name, id);
      await run('yicang01', on(begun, '09:20'), saveGood, { id, warehouseId, name, unit, kind });
      await run(one.clerk, on(begun, '09:40'), setPrice, { goodId: id, points, from: begun });
      await run('yicang01', on(begun, '10:30'), receiveGoods, { id: randomUUID(), goodId: id, kind: kind === 'medal' ? 'purchase' : name === '大米' ? 'donation' : 'purchase', quantity: pieces, costFen: name === '大米' ? 0 : fen * pieces, source: name === '大米' ? '谷雨合作社' : '镇供销社' });
    }
    await run(one.clerk, on(begun, '11:00'), openPeriod, { bookId: one.bookId, kind: 'redemption', code: half.code });
    const codes: string[] = [];
    for (const home of one.homes.slice(0, 16)) codes.push((await run<{ code: string }>(one.clerk, on(begun, '14:00'), issueCard, { id: randomUUID(), householdId: home.id, label: home.label })).code);
    let done = 0;
    for (const [index, code] of codes.entries()) {
      const at = on(addDays(begun, 4 + index * 3), index % 2 ? '09:40' : '10:50');
      if (index === 5) { await run('yicang01', at, depositPoints, { id: randomUUID(), warehouseId, code, points: 20 }); continue; }
      if (index % 3 === 2) continue;
      const lines = [{ goodId: goods.get(index % 2 ? '洗衣粉' : '肥皂') ?? '', quantity: 1 + (index % 2 ? 0 : index % 3) }];
      await run('yicang01', at, redeem, { id: randomUUID(), warehouseId, code, purse: 'balance', lines });
      done += 1;
    }
    // The resident of the demo has shown the card of the first household, and keeps a voucher for a day without a network.
    const [mine, code] = [one.homes[0], codes[0]];
    if (mine && code !== undefined) {
      await run('jumin', on(addDays(today, -2), '19:10'), linkHousehold, { code });
      await run('jumin', on(addDays(today, -1), '19:30'), requestVoucher, { id: randomUUID(), householdId: mine.id, warehouseId, points: 12, days: 7 });
    }
    return done;
  }
}

function familyOf(name: string): string {
  return ['欧阳', '诸葛'].find((one) => name.startsWith(one)) ?? [...name][0] ?? '';
}

function firstOfMonth(day: string, months: number): string {
  const at = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 + months, 1));
  return at.toISOString().slice(0, 10);
}

/** The half-year that ended last: its redemption is still open. */
function lastHalf(today: string): { readonly code: string; readonly ends: string } {
  const year = Number(today.slice(0, 4));
  return Number(today.slice(5, 7)) > 6 ? { code: `${year}H1`, ends: `${year}-06-30` } : { code: `${year - 1}H2`, ends: `${year - 1}-12-31` };
}
