import type { State } from './steps.ts';

// Which deadline runs in which state. A deadline is a row; the database's clock fires it (reliability.md, Timers).

export const clockKinds = ['accept', 'verify', 'file', 'dispatch', 'acknowledge', 'handle', 'check', 'feedback', 'answer', 'resume', 'close'] as const;
export type ClockKind = (typeof clockKinds)[number];

/** The deadline that waits for the next step in each state; `handle` and `close` come from the class. */
export const stageClock: Record<State, ClockKind | null> = {
  reported: 'accept', accepted: 'file', verifying: 'verify', filed: 'dispatch', returned: 'dispatch',
  dispatched: 'acknowledge', acknowledged: 'handle', handling: 'handle', rework: 'handle', suspended: 'resume',
  handled: 'check', checking: 'check', feedback: 'feedback', declined: null, merged: null, closed: null, evaluated: null,
};
