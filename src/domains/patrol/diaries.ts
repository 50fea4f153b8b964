import { action, reading } from '../../platform/action.ts';
import { grantAt, pathsFor } from '../../platform/actor.ts';
import { absent, refuse } from '../../platform/core/refusal.ts';
import { areaById, areaIndex } from '../geography/actions.ts';
import { maskContacts } from '../incidents/rules/mask.ts';
import * as contract from './contract.ts';
import { findDiary, insertDiary, listDiary } from './store/diary.ts';
import { visibleCases } from './store/visits.ts';
import { seal, taken, textOf, unknownArea, unseal, whereIs, writer } from './who.ts';

// 民情日记: what people talk about, in the worker's own words.

export const writeDiary = action(contract.writeDiary, async (ctx, input) => {
  const id = input.id ?? ctx.newId();
  ctx.about(`diary:${id}`);
  // Without an area it is that of the first post in which he goes round.
  const areaId = input.areaId ?? ctx.actor.grants.find(({ permissions }) => permissions.has('patrol.visit'))?.areaId;
  const area = areaId === undefined ? undefined : await areaById(ctx.db, areaId);
  const grant = area && grantAt(ctx.actor, 'patrol.visit', area.path);
  if (!area || !grant) return unknownArea();
  const at = input.at === undefined ? ctx.now : new Date(input.at);
  if (at.getTime() > ctx.now.getTime() + 5 * 60_000) return refuse('patrol/happened-in-future');
  if (input.caseId !== undefined && !(await visibleCases(ctx.db, [input.caseId])).has(input.caseId)) return absent('patrol/case-unknown');
  const by = writer(ctx);
  if (input.corrects !== undefined) {
    const before = await findDiary(ctx.db, input.corrects);
    if (!before || before.byPerson !== by.id) return absent('patrol/diary-unknown');
    if (before.correctedBy !== null) return refuse('patrol/diary-corrected');
  }
  const written = await insertDiary(ctx.db, {
    id, areaId: area.id, areaPath: area.path, at, byPerson: by.id, byName: by.name, byVoice: input.byVoice, caseId: input.caseId ?? null, corrects: input.corrects ?? null,
    wordsSealed: seal(ctx.vault, 'patrol.diary', 'words_sealed', id, { text: input.text }),
  });
  if (!written) return taken();
  ctx.about(`diary:${id}`, grant);
  ctx.emit({ kind: 'patrol.diary', subject: id, areaPath: area.path, personIds: [by.id] });
  return { diaryId: id };
});

export const diary = reading(contract.diary, async (ctx, input) => {
  const areas = await areaIndex(ctx.db);
  const area = input.areaId === undefined ? undefined : areas.find(input.areaId);
  if (input.areaId !== undefined && !area) return unknownArea();
  const { rows, next } = await listDiary(ctx.db, {
    within: pathsFor(ctx.actor, 'patrol.manage'), personId: ctx.actor.personId, mine: input.mine, areaPath: area?.path, from: input.from, to: input.to,
  }, { after: input.after, limit: input.limit });
  const others = rows.filter(({ byPerson }) => byPerson !== ctx.actor.personId);
  if (others.length > 0) ctx.saw('diary', ['text'], 'diary');
  return {
    items: rows.map((row) => {
      const mine = row.byPerson === ctx.actor.personId;
      const text = textOf(unseal(ctx.vault, 'patrol.diary', 'words_sealed', row.id, row.wordsSealed), 'text');
      return { id: row.id, area: whereIs(areas, row.areaId), at: row.at.toISOString(), by: row.byName, text: mine ? text : maskContacts(text), byVoice: row.byVoice, caseId: row.caseId, corrects: row.corrects, correctedBy: row.correctedBy, mine };
    }),
    next,
  };
});
