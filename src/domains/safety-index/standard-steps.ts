import { action, type Ctx } from '../../platform/action.ts';
import type { Actor, Grant } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { absent, isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import { areaIndex } from '../geography/actions.ts';
import * as contract from './contract.ts';
import type { StandardContent } from './contract-shapes.ts';
import { standardProblems } from './rules/standards.ts';
import { isTree, treeOf } from './rules/tree.ts';
import { derivedContent } from './deriving.ts';
import { editedContent, expertContent } from './drafting.ts';
import { hashOf, treeInputs } from './standard.ts';
import { departmentsByCodes, findVersion, publishedBetween, publishedRun, type WholeVersion } from './store/read.ts';
import * as write from './store/write.ts';

// A version of the standard: draft → submitted → approved → published, by three people. Published ones never change.

/** The standard is the city's: only a post at the root of the areas drafts, approves and publishes. */
export function cityGrant(actor: Actor, permission: 'index.manage' | 'index.approve'): Grant | Refusal {
  const grants = actor.grants.filter((grant) => grant.permissions.has(permission) && /^\d+\.$/.test(grant.areaPath));
  return grants.find((grant) => grant.inNameOf === null) ?? grants[0] ?? refuse('safety-index/not-city-wide', {}, 'forbidden');
}

export const draftVersion = action(contract.draftVersion, async (ctx, input) => {
  const grant = cityGrant(ctx.actor, 'index.manage');
  if (isRefusal(grant)) return grant;
  ctx.about('standard', grant);
  const base = input.basedOn === undefined ? undefined : await findVersion(ctx.db, input.basedOn);
  if (input.basedOn !== undefined && !base) return absent('safety-index/version-unknown');
  const content = input.content ?? base?.content;
  if (!content) return refuse('safety-index/standard-missing');
  const wrong = problemOf(content);
  if (wrong) return wrong;
  const { city } = await areaIndex(ctx.db);
  if (!city) return refuse('safety-index/not-city-wide', {}, 'forbidden');
  await write.holdIndex(ctx.db, 'versions');
  const made = await write.insertVersion(ctx.db, { areaId: city.id, areaPath: city.path, content, hash: hashOf(content), note: input.note, basedOn: base?.id ?? null, personId: ctx.actor.personId });
  told(ctx, made.id, grant);
  return { versionId: made.id, number: made.number };
});

export const changeDraft = action(contract.changeDraft, async (ctx, input) => {
  const found = await openDraft(ctx, input);
  if (isRefusal(found)) return found;
  const content = editedContent(found.version.content, input);
  if (isRefusal(content)) return content;
  const departments = [...new Set([...input.added, ...input.changes].flatMap(({ indicator }) => (indicator ? [indicator.department] : [])))];
  const known = new Set((await departmentsByCodes(ctx.db, departments)).map(({ code }) => code));
  const unknown = departments.find((code) => !known.has(code));
  if (unknown !== undefined) return refuse('safety-index/department-unknown', { code: unknown });
  return keepDraft(ctx, found, content, input.note);
});

export const weighByExperts = action(contract.weighByExperts, async (ctx, input) => {
  const found = await openDraft(ctx, input);
  if (isRefusal(found)) return found;
  const made = expertContent(found.version.content, input.parent, input.experts, input.table);
  if (isRefusal(made)) return made;
  const kept = await keepDraft(ctx, found, made.content);
  return isRefusal(kept) ? kept : { ...kept, consistencyRatio: made.result.consistencyRatio, weights: made.weights };
});

export const takeDerived = action(contract.takeDerived, async (ctx, input) => {
  const found = await openDraft(ctx, input);
  if (isRefusal(found)) return found;
  const months = await publishedBetween(ctx.db, input.from, input.to);
  const content = derivedContent(found.version.content, { months: months.map(({ result }) => result), rule: input.rule }, { from: input.from, to: input.to }, input);
  if ('missing' in content) return refuse('safety-index/not-derived', { code: content.missing });
  const kept = await keepDraft(ctx, found, content);
  return isRefusal(kept) ? kept : { ...kept, changed: input.limits.length + input.entropy.length };
});

/** A draft as it was on the screen; refused where it is none, or somebody has changed it since. */
async function openDraft(ctx: Ctx, { versionId, hash }: { readonly versionId: number; readonly hash: string }): Promise<Held | Refusal> {
  const found = await held(ctx, versionId, 'index.manage');
  if (isRefusal(found)) return found;
  if (found.version.state !== 'draft') return refuse('safety-index/not-a-draft');
  return found.version.hash === hash ? found : refuse('safety-index/overtaken', {}, 'overtaken');
}

async function keepDraft(ctx: Ctx, { version, grant }: Held, content: StandardContent, note?: string): Promise<{ versionId: number; hash: string } | Refusal> {
  const wrong = problemOf(content);
  if (wrong) return wrong;
  const hash = hashOf(content);
  await write.changeDraftContent(ctx.db, version.id, content, hash, note);
  told(ctx, version.id, grant);
  return { versionId: version.id, hash };
}

export const submitVersion = action(contract.submitVersion, async (ctx, input) => {
  const found = await held(ctx, input.versionId, 'index.manage');
  if (isRefusal(found)) return found;
  if (found.version.state !== 'draft') return refuse('safety-index/step-not-now', { state: `@safety-index.versionState.${found.version.state}` });
  await write.submit(ctx.db, found.version.id, ctx.actor.personId, ctx.now);
  told(ctx, found.version.id, found.grant);
  return { versionId: found.version.id, state: 'submitted' as const };
});

export const approveVersion = action(contract.approveVersion, async (ctx, input) => {
  const found = await held(ctx, input.versionId, 'index.approve');
  if (isRefusal(found)) return found;
  const { version } = found;
  if (version.state !== 'submitted') return refuse('safety-index/step-not-now', { state: `@safety-index.versionState.${version.state}` });
  if (isOneOf(ctx.actor, [version.draftedById, version.submittedById])) return refuse('safety-index/same-person');
  await write.approve(ctx.db, version.id, ctx.actor.personId, ctx.now);
  told(ctx, version.id, found.grant);
  return { versionId: version.id, state: 'approved' as const };
});

export const returnVersion = action(contract.returnVersion, async (ctx, input) => {
  const found = await held(ctx, input.versionId, 'index.approve');
  if (isRefusal(found)) return found;
  const { version } = found;
  if (version.state !== 'submitted') return refuse('safety-index/step-not-now', { state: `@safety-index.versionState.${version.state}` });
  await write.sendBack(ctx.db, version.id, input.note);
  told(ctx, version.id, found.grant);
  return { versionId: version.id, state: 'draft' as const };
});

export const publishVersion = action(contract.publishVersion, async (ctx, input) => {
  const found = await held(ctx, input.versionId, 'index.manage');
  if (isRefusal(found)) return found;
  const { version } = found;
  if (version.state !== 'approved') return refuse('safety-index/step-not-now', { state: `@safety-index.versionState.${version.state}` });
  if (isOneOf(ctx.actor, [version.draftedById, version.approvedById])) return refuse('safety-index/same-person');
  const latest = await publishedRun(ctx.db, undefined);
  if (latest && input.inForceFrom <= latest.month) return refuse('safety-index/month-published', { month: latest.month });
  await write.publish(ctx.db, version.id, input.inForceFrom, ctx.actor.personId, ctx.now);
  told(ctx, version.id, found.grant);
  return { versionId: version.id, state: 'published' as const };
});

/** What keeps content from being a standard: the tree, or how an indicator is scored. */
export function problemOf(content: StandardContent): Refusal | undefined {
  const tree = treeOf(treeInputs(content));
  if (!isTree(tree)) return refuse('safety-index/standard-wrong', { detail: tree[0]?.message ?? '', n: tree.length });
  for (const { name, indicator } of content.nodes) {
    const [problem] = indicator === null ? [] : standardProblems(indicator.scoring);
    if (problem) return refuse('safety-index/standard-wrong', { detail: `“${name}”：${problem.message}`, n: 1 });
  }
  const { bands } = content;
  return bands.every(({ from }, at) => at === 0 || from < (bands[at - 1]?.from ?? 0)) ? undefined : refuse('safety-index/standard-wrong', { detail: '等次要从高到低。', n: 1 });
}

type Held = { readonly version: WholeVersion; readonly grant: Grant };

async function held(ctx: Ctx, versionId: number, permission: 'index.manage' | 'index.approve'): Promise<Held | Refusal> {
  const grant = cityGrant(ctx.actor, permission);
  if (isRefusal(grant)) return grant;
  ctx.about(`indexVersion:${versionId}`, grant);
  const version = await findVersion(ctx.db, versionId, true);
  return version ? { version, grant } : absent('safety-index/version-unknown');
}

function isOneOf(actor: Actor, people: readonly (number | null)[]): boolean {
  return actor.personId === null || people.includes(actor.personId);
}

function told(ctx: Ctx, versionId: number, grant: Grant): void {
  ctx.emit({ kind: 'safety-index.versionMoved', subject: `version:${versionId}`, areaPath: grant.areaPath });
}

/** The month that goes on, in Shanghai. */
export function currentMonth(now: Date): string {
  return dayOf(now).slice(0, 7);
}
