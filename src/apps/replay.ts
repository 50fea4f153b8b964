import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import { asHouse } from '../platform/wall.ts';
import type { House } from '../platform/action.ts';
import { classIndex, currentCalendar } from '../domains/dispatch/actions.ts';
import { classify } from '../domains/dispatch/rules/text.ts';
import { areaIndex } from '../domains/geography/actions.ts';
import { demoTownshipCode } from '../domains/geography/example.ts';
import { nextDeadline, sweepClocks } from '../domains/incidents/jobs.ts';
import { openApi } from './replay/api.ts';
import { courseOf, type Post } from './replay/course.ts';
import { drawEvidence } from './replay/evidence.ts';
import { repetitions, stableNumber, type Message } from './replay/messages.ts';
import { reconcile, type Reconciled } from './replay/reconcile.ts';
import { takeStaff } from './replay/staff.ts';
import { inOrder, runTimeline, type Course } from './timeline.ts';

export type ReplayOptions = {
  /** A server of this process that takes the hour of a request from `X-Jingwei-Clock` and does not sweep by itself. */
  readonly url: string;
  readonly house: House;
  /** In the order of time, each once. */
  readonly messages: readonly Message[];
  /** All of the file, where `messages` are a sample of it. */
  readonly file?: readonly Message[];
  readonly say: (line: string) => void;
};
export type Replayed = Reconciled & {
  /** Cases and steps that were not there before; requests sent. */
  readonly newCases: number; readonly newSteps: number; readonly requests: number; readonly deadlinesFired: number; readonly seconds: number;
};

/**
 * Takes messages through the whole loop over the real interface, each step at its own hour: reported and answered when
 * they really were, everything between at plausible working moments. The same run again adds nothing. Ends by reading
 * every case back and comparing it with its message.
 */
export async function replayMessages({ url, house, messages, file = messages, say }: ReplayOptions): Promise<Replayed> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1_000;
  const api = openApi(url);
  try {
    const staff = await takeStaff(house, api);
    const [places, known, classes, calendar] = [await placesOf(house.db), await knownCases(house.db, messages), await classIndex(house.db), await currentCalendar(house.db)];
    const repeated = repetitions(messages, false);
    const tally = { cases: 0, steps: 0, offered: new Set<string>() };
    const post: Post = { staff, tally, photos: await drawEvidence(staff.handler, Math.max(...classes.classes.map((one) => one.evidencePhotos))) };
    const courseFor = (message: Message): Course => {
      const before = known.get(message.caseId);
      const guessed = (): string => classify(message.description, classes.classes)[0]?.code ?? fallbackClass;
      const code = before?.class ?? guessed();
      return courseOf(message, {
        areaId: before?.areaId ?? placeOf(message, places), class: code, terms: classes.byCode.get(code), twinCaseId: repeated.get(message) ?? null, wasThere: before !== undefined,
      }, post, calendar);
    };
    // The same words again wait for the first: whether it is offered for merging depends on what stands there by then.
    const groups = Map.groupBy(messages, (message) => repeated.get(message) ?? message.caseId);
    const courses = [...groups.values()].map((group) => (group.length === 1 ? group.map(courseFor) : [inOrder(group.map(courseFor))])).flat();

    let fired = 0;
    let told = 0;
    let unread = 0;
    await runTimeline({
      courses, lanes: 8, apartMs: 3 * 86_400_000, nextDeadline: () => nextDeadline(house.db),
      sweep: async (at) => {
        const now = await sweepClocks(house.db, at);
        fired += now;
        unread += now;
        // The staff look at what fell due now and then, as people do: an unread message of nine years would be long.
        if (unread >= 25) {
          unread = 0;
          for (const who of [staff.desk, staff.look, staff.handler]) await who.post('/api/incidents/digestRead', { at: at.toISOString() }, at);
        }
        return now;
      },
      onProgress: (ended, at) => {
        if (seconds() - told < 5) return;
        told = seconds();
        const left = ended === 0 ? '' : ` · 约剩 ${Math.round((told / ended) * (messages.length - ended))} s left`;
        say(`  ${ended}/${messages.length} 件 · ${at.toISOString().slice(0, 10)} · ${Math.round(api.sent() / told)} 请求/s${left}`);
      },
    });
    say('  逐件核对 … (reading every case back)');
    const reconciled = await reconcile(house.db, staff, messages, { offered: tally.offered, file });
    await staff.leave();
    return { ...reconciled, newCases: tally.cases, newSteps: tally.steps, requests: api.sent(), deadlinesFired: fired, seconds: seconds() };
  } finally {
    api.close();
  }
}

/** Where no word of a message speaks for a class: 意见建议. */
const fallbackClass = '150301';

type Place = { readonly areaId: number; readonly number: number };

/** Every living community of the list; the demonstration's own township is no place for real letters. */
async function placesOf(db: Db): Promise<readonly Place[]> {
  const tree = await areaIndex(db);
  const below = (areaId: number): number[] => tree.children(areaId).flatMap(({ id, kind, code }): number[] => {
    if (kind === 'community') return code.startsWith(demoTownshipCode.slice(0, 9)) ? [] : [id];
    return below(id);
  });
  const ids = tree.city ? below(tree.city.id) : [];
  if (ids.length === 0) throw new Error('there is no community to place a message in');
  return ids.map((areaId) => ({ areaId, number: stableNumber(tree.find(areaId)?.code ?? '') }));
}

/** By the highest of all mixed numbers: an area more or less moves only the messages that it takes or gives. */
function placeOf(message: Message, places: readonly Place[]): number {
  const own = stableNumber(message.id);
  let best = { areaId: 0, weight: -1 };
  for (const { areaId, number } of places) {
    const weight = mixed(own, number);
    if (weight > best.weight) best = { areaId, weight };
  }
  return best.areaId;
}

function mixed(a: number, b: number): number {
  let bits = Math.imul(a ^ (b >>> 16), 0x85ebca6b) ^ b;
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** What an earlier run made of these messages: asked again in the same words, it answers the same. */
async function knownCases(db: Db, messages: readonly Message[]): Promise<ReadonlyMap<string, { readonly class: string | null; readonly areaId: number }>> {
  const { rows } = await asHouse(db, 'survey', (inside) => sql<{ id: string; class: string | null; areaId: number }>`
    select id, class, area_id as "areaId" from incidents.case_facts where id = any(${messages.map(({ caseId }) => caseId)}::uuid[])`.execute(inside));
  return new Map(rows.map(({ id, ...rest }) => [id, rest]));
}
