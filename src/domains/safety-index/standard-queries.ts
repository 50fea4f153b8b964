import { reading } from '../../platform/action.ts';
import { absent, isRefusal } from '../../platform/core/refusal.ts';
import * as contract from './contract.ts';
import type { StandardContent, StandardNode } from './contract-shapes.ts';
import { cityGrant } from './standard-steps.ts';
import { derivedOf } from './deriving.ts';
import { cityDepartments, findVersion, listVersions, publishedBetween, type VersionRow } from './store/read.ts';

export const versions = reading(contract.versions, async (ctx) => ({ items: (await listVersions(ctx.db)).map(refOf) }));

export const version = reading(contract.version, async (ctx, { versionId }) => {
  const found = await findVersion(ctx.db, versionId);
  if (!found) return absent('safety-index/version-unknown');
  const base = found.basedOn === null ? undefined : await findVersion(ctx.db, found.basedOn);
  const manages = !isRefusal(cityGrant(ctx.actor, 'index.manage'));
  const approves = !isRefusal(cityGrant(ctx.actor, 'index.approve'));
  const me = ctx.actor.personId;
  const isOther = (people: readonly (number | null)[]): boolean => me !== null && !people.includes(me);
  const may: ('change' | 'submit' | 'approve' | 'return' | 'publish')[] = [];
  if (found.state === 'draft' && manages) may.push('change', 'submit');
  if (found.state === 'submitted' && approves) may.push(...(isOther([found.draftedById, found.submittedById]) ? ['approve' as const] : []), 'return');
  if (found.state === 'approved' && manages && isOther([found.draftedById, found.approvedById])) may.push('publish');
  return { ...refOf(found), content: found.content, departments: manages ? await cityDepartments(ctx.db) : [], differences: base ? differencesOf(base.content, found.content) : [], may };
});

export const derive = reading(contract.derive, async (ctx, { versionId, from, to, rule }) => {
  const found = await findVersion(ctx.db, versionId);
  if (!found) return absent('safety-index/version-unknown');
  const months = await publishedBetween(ctx.db, from, to);
  return { months: months.map(({ month }) => month), ...derivedOf(found.content, { months: months.map(({ result }) => result), rule }) };
});

function refOf(row: VersionRow): contract.VersionRef {
  const at = (moment: Date | null): string | null => moment?.toISOString() ?? null;
  const { id, number, state, note, hash, basedOn, inForceFrom, draftedBy, submittedBy, approvedBy, publishedBy } = row;
  return { id, number, state, note, hash, basedOn, inForceFrom, draftedBy, draftedAt: row.draftedAt.toISOString(), submittedBy, submittedAt: at(row.submittedAt), approvedBy, approvedAt: at(row.approvedAt), publishedBy, publishedAt: at(row.publishedAt) };
}

/** What somebody who approves must see: each weight, each scoring, each node that came, went or says something else. */
export function differencesOf(before: StandardContent, after: StandardContent): contract.Difference[] {
  const old = new Map(before.nodes.map((node) => [node.code, node]));
  const now = new Map(after.nodes.map((node) => [node.code, node]));
  const found: contract.Difference[] = [];
  for (const [code, node] of now) {
    const was = old.get(code);
    const add = (field: contract.Difference['field'], from: string, to: string): void => { if (from !== to) found.push({ code, name: node.name, field, before: from, after: to }); };
    if (!was) { add('added', '', node.name); continue; }
    add('weight', String(was.weight), String(node.weight));
    add('scoring', JSON.stringify(was.indicator?.scoring ?? null), JSON.stringify(node.indicator?.scoring ?? null));
    add('text', wording(was), wording(node));
  }
  for (const [code, { name }] of old) if (!now.has(code)) found.push({ code, name, field: 'removed', before: name, after: '' });
  const rules = ({ baseMinimum, availability, bands, smallNumbers = 'minimum' }: StandardContent): string => JSON.stringify({ baseMinimum, availability, bands, smallNumbers });
  if (rules(before) !== rules(after)) found.push({ code: '', name: after.name, field: 'rules', before: rules(before), after: rules(after) });
  return found;
}

function wording({ name, parent, indicator }: StandardNode): string {
  if (!indicator) return `${name} ${parent ?? ''}`;
  const { measure, of, department, layer, direction, unit } = indicator;
  return [name, parent, measure, of, department, layer, direction, unit].join(' · ');
}
