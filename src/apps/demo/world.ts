import path from 'node:path';
import sharp from 'sharp';
import type { House } from '../../platform/action.ts';
import { addWorkingMinutes, workingMinutesBetween, type Calendar } from '../../platform/core/calendar.ts';
import { random } from '../../platform/core/tiling.ts';
import { keepPicture } from '../../platform/files.ts';
import { suggestUnits, type ClassIndex } from '../../domains/dispatch/actions.ts';
import type { AreaRef, Spot } from '../../domains/geography/actions.ts';
import type { DisputeLevel } from '../../domains/incidents/rules/steps.ts';
import type { Cast } from './cast.ts';
import type { Matter } from './matters.ts';
import { draw, type Moment, type SceneName } from './scenes.ts';

export type World = {
  readonly house: House;
  readonly cast: Cast;
  readonly calendar: Calendar;
  readonly classes: ClassIndex;
  /** Units as the desk is offered them, best first; asked once for each class and place. */
  readonly suggested: (classCode: string, areaPath: string, disputeLevel: DisputeLevel | null, at: Date) => Promise<readonly number[]>;
  /** Hash of a kept picture. */
  readonly picture: (scene: SceneName, moment: Moment, variant: number) => Promise<string>;
};

/** Chance of one case: the same for the same number. */
export type Dice = {
  /** 0 ≤ x < 1 */
  readonly next: () => number;
  readonly between: (least: number, most: number) => number;
  readonly happens: (chance: number) => boolean;
  readonly pick: <T>(list: readonly T[]) => T;
};

export function diceOf(seed: number): Dice {
  const next = random(seed);
  return {
    next,
    between: (least, most) => least + (most - least) * next(),
    happens: (chance) => next() < chance,
    pick: (list) => {
      const one = list[Math.floor(next() * list.length)];
      if (one === undefined) throw new Error('nothing to pick from');
      return one;
    },
  };
}

/** What shall become of a case, and of whom it tells. */
export type Plan = {
  readonly reportedAt: Date;
  readonly matter: Matter;
  readonly grid: AreaRef;
  readonly place: string;
  /** Where exactly, when it must be near another. */
  readonly spot?: Spot | undefined;
  /** resident: by phone or web, without an account · jumin: the resident with one · hotline: through the connected system · worker: by the grid's own worker · walkIn: told at the counter */
  readonly by: 'resident' | 'jumin' | 'hotline' | 'worker' | 'walkIn';
  /** 1 is the ordinary pace; below 0.5 everything is done at once, above 2 most promises are broken. */
  readonly pace: number;
  readonly twists: ReadonlySet<Twist>;
  /** Nothing more happens once it is in this state, or has taken this step. */
  readonly stop?: string;
  /** Sent to this unit instead of the one that is suggested first; co-handlers. Codes. */
  readonly lead?: string;
  readonly co?: readonly string[];
};

export const twists = [
  'settle', 'notExists', 'unable', 'decline', 'return', 'triage', 'extension', 'extensionRefused', 'suspension', 'urge', 'urgeByReporter', 'yellow', 'red',
  'rework', 'uncheckable', 'message', 'unsatisfied', 'reopen', 'unrated', 'forceClose', 'refuseConsent', 'escalate', 'failed', 'co',
] as const;
export type Twist = (typeof twists)[number];

export function suggestionsIn(house: House): World['suggested'] {
  const known = new Map<string, Promise<readonly number[]>>();
  return (classCode, areaPath, disputeLevel, at) => {
    const name = `${classCode}/${areaPath}/${disputeLevel ?? ''}`;
    const units = known.get(name) ?? suggestUnits(house.db, { classCode, areaPath, disputeLevel, text: '', at, language: 'zh-CN' }).then((list) => list.map(({ unit }) => unit.id));
    known.set(name, units);
    return units;
  };
}

export function picturesIn(house: House, dataDir: string): World['picture'] {
  const kept = new Map<string, Promise<string>>();
  return (scene, moment, variant) => {
    const name = `${scene}/${moment}/${variant}`;
    const known = kept.get(name) ?? sharp(Buffer.from(draw(scene, moment, variant))).png({ compressionLevel: 1 }).toBuffer()
      .then((png) => keepPicture({ db: house.db, folder: path.join(dataDir, 'files') }, png));
    kept.set(name, known);
    return known;
  };
}

/** So many working minutes later, and some seconds. */
export function workedOn(from: Date, minutes: number, calendar: Calendar, dice: Dice): Date {
  const { at } = addWorkingMinutes(from, Math.max(1, minutes), calendar);
  return new Date(at.getTime() + Math.floor(dice.next() * 50_000));
}

/** The last moment from which so many working minutes have passed until `now`. */
export function workingBack(now: Date, minutes: number, calendar: Calendar): Date {
  let early = now.getTime() - 90 * 86_400_000;
  let late = now.getTime();
  while (late - early > 1_000) {
    const middle = Math.floor((early + late) / 2);
    if (workingMinutesBetween(new Date(middle), now, calendar) >= minutes) early = middle;
    else late = middle;
  }
  return new Date(early);
}

/** When people are awake: a moment between 08:00 and 21:30, not before `from`. */
export function awake(from: Date): Date {
  const minutes = Math.floor((((from.getTime() + 8 * 3_600_000) % 86_400_000) + 86_400_000) % 86_400_000 / 60_000);
  if (minutes < 480) return new Date(from.getTime() + (480 - minutes) * 60_000);
  return minutes > 1_290 ? new Date(from.getTime() + (1_440 - minutes + 480) * 60_000) : from;
}
