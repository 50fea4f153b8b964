import { describe, expect, it } from 'vitest';
import { inOrder, runTimeline, type Course } from './timeline.ts';

const at = (minutes: number): Date => new Date(Date.UTC(2026, 10, 23) + minutes * 60_000);

/** Courses that note what they do, and a clock whose deadlines are what the steps leave behind. */
function world() {
  const notes: string[] = [];
  const due = new Set<number>();
  const course = (name: string, minutes: readonly number[], deadline?: { after: number; at: number; endedBy: number }): Course => (async function* play(): Course {
    for (const minute of minutes) {
      yield at(minute);
      if (deadline?.endedBy === minute) due.delete(deadline.at);
      if (deadline?.after === minute) due.add(deadline.at);
      notes.push(`${name}${minute}`);
    }
  })();
  const nextDeadline = (): Promise<Date | null> => Promise.resolve(due.size === 0 ? null : at(Math.min(...due)));
  const sweep = (when: Date): Promise<number> => {
    const fired = [...due].filter((minute) => at(minute) <= when);
    for (const minute of fired) {
      due.delete(minute);
      notes.push(`!${minute}`);
    }
    return Promise.resolve(fired.length);
  };
  return { notes, course, nextDeadline, sweep };
}

describe('the timeline', () => {
  it('keeps the order of time across courses that are hours apart', async () => {
    const { notes, course, nextDeadline, sweep } = world();
    await runTimeline({ courses: [course('a', [0, 300, 301, 900]), course('b', [120, 600])], lanes: 3, nextDeadline, sweep });
    expect(notes).toEqual(['a0', 'b120', 'a300', 'a301', 'b600', 'a900']);
  });

  it('fires a deadline at its moment, between the steps around it, and none that a step has ended', async () => {
    const { notes, course, nextDeadline, sweep } = world();
    await runTimeline({
      courses: [course('late', [0, 500], { after: 0, at: 130, endedBy: 500 }), course('kept', [10, 100], { after: 10, at: 200, endedBy: 100 }), course('other', [129, 131])],
      lanes: 2, nextDeadline, sweep,
    });
    expect(notes).toEqual(['late0', 'kept10', 'kept100', 'other129', '!130', 'other131', 'late500']);
  });

  it('lets courses be apart as far as is said, each in its own order and none past a deadline that is running', async () => {
    const apartMs = 86_400_000;
    const loose = world();
    await runTimeline({ ...loose, courses: [loose.course('a', [0, 100, 200]), loose.course('b', [50, 250])], lanes: 1, apartMs });
    expect(loose.notes).toEqual(['a0', 'b50', 'a100', 'b250', 'a200']);
    const held = world();
    await runTimeline({ ...held, courses: [held.course('a', [0, 100, 200], { after: 0, at: 130, endedBy: 200 }), held.course('b', [50, 250])], lanes: 1, apartMs });
    expect(held.notes).toEqual(['a0', 'b50', 'a100', '!130', 'a200', 'b250']);
  });

  it('keeps courses that depend on each other in the order of time, however far others are', async () => {
    const { notes, course, nextDeadline, sweep } = world();
    await runTimeline({ courses: [inOrder([course('a', [0, 300]), course('b', [120, 400])]), course('c', [1, 500])], lanes: 2, apartMs: 86_400_000, nextDeadline, sweep });
    expect(notes.filter((note) => !note.startsWith('c'))).toEqual(['a0', 'b120', 'a300', 'b400']);
    expect(notes).toHaveLength(6);
  });

  it('stops at its end, fires what is due until then, and leaves the rest', async () => {
    const { notes, course, nextDeadline, sweep } = world();
    await runTimeline({ courses: [course('a', [0, 100, 700], { after: 100, at: 400, endedBy: 700 }), course('b', [600])], lanes: 2, until: at(500), nextDeadline, sweep });
    expect(notes).toEqual(['a0', 'a100', '!400']);
  });

  it('says so when a deadline does not fire instead of waiting for ever', async () => {
    const { course, nextDeadline } = world();
    await expect(runTimeline({ courses: [course('a', [0, 400], { after: 0, at: 130, endedBy: 400 })], lanes: 1, nextDeadline, sweep: () => Promise.resolve(0) })).rejects.toThrow('does not fire');
  });

  it('ends with the failure of a course', async () => {
    const { notes, course, nextDeadline, sweep } = world();
    const broken: Course = (async function* play(): Course {
      yield at(50);
      throw new Error('refused');
    })();
    await expect(runTimeline({ courses: [course('a', [0, 100]), broken], lanes: 1, nextDeadline, sweep })).rejects.toThrow('refused');
    expect(notes).toEqual(['a0']);
  });
});
