import type { Actor } from './actor.ts';
import { makeThrottle } from './throttle.ts';

/**
 * How fast somebody who is signed in may ask: nobody at a desk or a phone comes near it, a program that reads out everything soon
 * does. Each session for itself, and all sessions of a person together; a connected system has ten times as much.
 * @returns seconds until the next question may come; 0: it may
 */
export type Pace = (actor: Pick<Actor, 'personId' | 'sessionId' | 'isMachine'>) => number;

export const paceOf: Readonly<Record<'session' | 'person' | 'machine', { readonly burst: number; readonly perSecond: number }>> = {
  session: { burst: 1_200, perSecond: 20 },
  person: { burst: 2_400, perSecond: 40 },
  machine: { burst: 12_000, perSecond: 200 },
};

/** Nobody is told to ask more slowly: for measuring, for a replay, for a test that sends more than people can. */
export const unpaced: Pace = () => 0;

export function makePace(limits: typeof paceOf = paceOf, now: () => number = () => performance.now()): Pace {
  const [session, person, machine] = [makeThrottle(limits.session, now), makeThrottle(limits.person, now), makeThrottle(limits.machine, now)];
  return ({ personId, sessionId, isMachine }) => {
    if (personId === null) return 0;
    if (isMachine) return machine(String(personId));
    const wait = session(sessionId ?? '');
    // What a session may not ask is not asked of its person's other sessions.
    return wait > 0 ? wait : person(String(personId));
  };
}
