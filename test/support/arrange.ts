import { z } from 'zod';
import type { Cast } from './journey.ts';

// What a journey finds when it begins, made through the interface as other systems would: the walk itself is for screens.

export type Arranged = { readonly caseId: string; readonly number: string };
type Report = {
  readonly words: string;
  readonly class?: string;
  /** Whose report; null: somebody without an account. */
  readonly by?: string | null;
  readonly address?: string;
  readonly reporter?: { readonly name: string; readonly phone: string };
};

const moved = z.object({ caseId: z.string(), number: z.string() });
const listed = z.object({ items: z.array(z.object({ id: z.number(), name: z.string(), code: z.string() })) });

/** In 云桥社区, the first community of the demo township. */
export async function reported(cast: Cast, { words, by = 'jumin', address = '', reporter, ...more }: Report): Promise<Arranged> {
  const areaId = await areaNamed(cast, '云桥社区');
  const code = more.class === undefined ? {} : { class: more.class };
  const person = reporter === undefined ? {} : { reporter };
  return moved.parse(await (await cast.api(by)).post('incidents/report', { description: words, place: { areaId, address }, ...code, ...person }));
}

/** Takes steps one after the other: who, which, with what. */
export async function steps(cast: Cast, { caseId }: Arranged, list: readonly (readonly [account: string, verb: string, input?: object])[]): Promise<void> {
  for (const [account, verb, input] of list) await (await cast.api(account)).post(`incidents/${verb}`, { caseId, ...input });
}

/** As far as filed: a worker's own report needs no verification. */
export async function filed(cast: Cast, report: Omit<Report, 'by'> & { readonly class: string }): Promise<Arranged> {
  const found = await reported(cast, { ...report, by: 'wangge01' });
  await steps(cast, found, [['diaodu01', 'accept'], ['diaodu01', 'file']]);
  return found;
}

export async function dispatched(cast: Cast, report: Omit<Report, 'by'> & { readonly class: string; readonly unit: string }): Promise<Arranged> {
  const found = await filed(cast, report);
  await steps(cast, found, [['diaodu01', 'dispatch', { leadUnitId: await unitOf(cast, report.unit) }]]);
  return found;
}

export async function unitOf(cast: Cast, code: string): Promise<number> {
  const { items } = listed.parse(await (await cast.api('diaodu01')).get('identity/units'));
  return idOf(items.find((one) => one.code === code), code);
}

export async function areaNamed(cast: Cast, name: string): Promise<number> {
  const { items } = listed.parse(await (await cast.api('diaodu01')).get('geography/areas', { text: name }));
  return idOf(items.find((one) => one.name === name), name);
}

export async function personOf(cast: Cast, account: string): Promise<number> {
  const { items } = z.object({ items: z.array(z.object({ id: z.number(), account: z.string() })) }).parse(await (await cast.api('diaodu01')).post('identity/people', { text: cast.nameOf(account), limit: 50 }));
  return idOf(items.find((one) => one.account === account), account);
}

function idOf(found: { readonly id: number } | undefined, wanted: string): number {
  if (!found) throw new Error(`The demo has no ${wanted}.`);
  return found.id;
}
