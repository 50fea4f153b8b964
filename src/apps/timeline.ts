/**
 * A course of events: each time it is resumed it does its next step and yields the moment of the one after.
 * The moments of one course never go back.
 */
export type Course = AsyncGenerator<Date, void, void>;

export type Timeline = {
  readonly courses: readonly Course[];
  /** The moment at which the clock has something to do by itself; null: nothing is due. */
  readonly nextDeadline: () => Promise<Date | null>;
  /** Whatever is due at that moment is done. @returns how much it was */
  readonly sweep: (at: Date) => Promise<number>;
  /** Nothing happens after it; what a course still had before it stays undone. */
  readonly until?: Date;
  /** Courses that are served at once. */
  readonly lanes: number;
  /** How far one course may be ahead of another, in ms; nothing passes a deadline that is running. Half an hour if not said. */
  readonly apartMs?: number;
  readonly onProgress?: (ended: number, at: Date) => void;
};

/** No promise is shorter than a working hour: within half of one no step calls a deadline into being that is due in it. */
const windowMs = 30 * 60_000;

/**
 * Lets the courses take place in the order of time: each course is strictly in order, a deadline fires at its very
 * moment between the steps of its own course, and steps of different courses may change places within `apartMs`.
 */
export async function runTimeline({ courses, nextDeadline, sweep, until, lanes, apartMs = windowMs, onProgress }: Timeline): Promise<void> {
  const last = until?.getTime() ?? Number.POSITIVE_INFINITY;
  const waiting: Waiting[] = [];
  let ended = 0;
  let stuck = 0;
  const queue = (at: number, course: Course): void => {
    if (Number.isNaN(at) || at > last) ended += 1;
    else waiting.splice(placeAfter(waiting, at), 0, { at, course });
  };
  const fire = async (due: Date): Promise<void> => {
    // Another process may have been quicker once, but not for ever.
    stuck = (await sweep(due)) > 0 ? 0 : stuck + 1;
    if (stuck > 100) throw new Error('a deadline is due and does not fire');
  };
  for (const course of courses) queue(await resume(course), course);

  for (let first = waiting[0]; first; first = waiting[0]) {
    const due = await nextDeadline();
    if (due && due.getTime() <= first.at) {
      await fire(due);
      continue;
    }
    const horizon = Math.min(first.at + apartMs, due?.getTime() ?? Number.POSITIVE_INFINITY, last + 1);
    const batch = waiting.splice(0, placeAfter(waiting, horizon - 1));
    const lane = async (): Promise<void> => {
      for (let one = batch.shift(); one; one = batch.shift()) {
        let { at } = one;
        const end = Math.min(horizon, at + windowMs);
        while (at < end) at = await resume(one.course);
        queue(at, one.course);
      }
    };
    await Promise.all(Array.from({ length: Math.min(lanes, batch.length) }, lane));
    onProgress?.(ended, new Date(first.at));
  }
  for (let due = await nextDeadline(); due && until && due <= until; due = await nextDeadline()) await fire(due);
}

/** Courses that depend on each other as one: their steps one after the other in the order of time. */
export async function* inOrder(courses: readonly Course[]): Course {
  const waiting = await Promise.all(courses.map(async (course) => ({ course, at: await resume(course) })));
  for (;;) {
    const next = waiting.filter(({ at }) => !Number.isNaN(at)).reduce<{ course: Course; at: number } | undefined>((first, one) => (first && first.at <= one.at ? first : one), undefined);
    if (!next) return;
    yield new Date(next.at);
    next.at = await resume(next.course);
  }
}

type Waiting = { readonly at: number; readonly course: Course };

/** When the course wants to go on; NaN: it has ended. */
async function resume(course: Course): Promise<number> {
  const next = await course.next();
  return next.done === true ? Number.NaN : next.value.getTime();
}

/** Where a new entry belongs: after all that are earlier or of the same moment. */
function placeAfter(waiting: readonly Waiting[], at: number): number {
  let low = 0;
  let high = waiting.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((waiting[middle]?.at ?? Number.POSITIVE_INFINITY) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
