import type { Kysely } from 'kysely';
import type { Language } from '../../platform/core/words.ts';
import type { Database } from '../../platform/db.ts';
import { makeSay } from '../../platform/say.ts';
import type { ResolvedClass } from './rules/classes.ts';
import { areaIds, chooseRoute, rankUnits, type Asked, type RankedUnit, type Reason, type RouteCandidate } from './rules/routing.ts';
import { classify } from './rules/text.ts';
import { countOnDuty, findLines, findUnits, readClassIndex } from './store.ts';
import { dispatchWords } from './words.ts';

const say = makeSay([dispatchWords]);

export type SuggestionRequest = {
  /** The class of the case; null lets the text speak. */
  readonly classCode: string | null;
  /** Materialised path of the place, `1.4.30.`. */
  readonly areaPath: string;
  readonly text: string;
  /** Who is on duty at this moment. */
  readonly at: Date;
  /** For disputes: nobody above this level is offered. */
  readonly disputeLevel?: 'courtyard' | 'village' | 'township' | null;
  /** Units that returned this case, with the name of the rule they cited: they come last, and it is said why. */
  readonly returnedBy?: readonly { readonly unitId: number; readonly ruleName: string }[];
  /** Open cases of each unit, as the caller counts them. */
  readonly loadByUnit?: ReadonlyMap<number, number>;
  readonly language: Language;
};
export type SuggestedUnit = Omit<RankedUnit, 'reasons'> & { readonly reasons: readonly (Reason & { readonly text: string })[] };

/**
 * Units for a matter, best first, each with its reasons as sentences; the score is the sum of their points. It knows
 * no case: what it needs of one is told.
 */
export async function suggestUnits(db: Kysely<Database>, request: SuggestionRequest): Promise<SuggestedUnit[]> {
  const index = await readClassIndex(db);
  const areas = areaIds(request.areaPath);
  const guesses = request.text.trim() === '' ? [] : classify(request.text, index.classes);
  const known = request.classCode === null ? undefined : index.byCode.get(request.classCode);
  const first = known ? undefined : guesses[0];
  const guessed = first && index.byCode.get(first.code);
  const lines = await linesFor(db, known ?? guessed, areas, request.areaPath);
  const units = await findUnits(db, lines.map(({ unitId }) => unitId), areas);
  const asked: Asked = {
    areaPath: request.areaPath,
    lines: known ? lines : [],
    guess: first && guessed ? { className: guessed.name, words: first.words, lines } : null,
    words: known ? guesses.find(({ code }) => code === known.code)?.words ?? [] : [],
    units,
    disputeLevel: request.disputeLevel ?? null,
    onDuty: await countOnDuty(db, units.map(({ id }) => id), request.at),
    load: request.loadByUnit ?? new Map(),
    returnedBy: request.returnedBy ?? [],
  };
  return rankUnits(asked).map((unit) => ({
    ...unit, reasons: unit.reasons.map((reason) => ({ ...reason, text: say(request.language, `dispatch.reason.${reason.code}`, reason.params) })),
  }));
}

async function linesFor(db: Kysely<Database>, one: ResolvedClass | undefined, areas: readonly number[], areaPath: string): Promise<RouteCandidate[]> {
  return one ? chooseRoute(await findLines(db, one.path, areas), one.path, areaPath) : [];
}
