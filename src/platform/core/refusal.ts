/** A "no" that a rule gives: a value with a name, never an exception. */
export type Refusal = {
  /** `<domain>/<reason>`; the key of its sentence in the word catalogues. */
  readonly refused: string;
  /** Values for the placeholders of the sentence, `@key` for a word of the catalogue; no personal data. */
  readonly params: RefusalParams;
  readonly nature: Nature;
};

export type RefusalParams = Readonly<Record<string, string | number>>;

/**
 * rule: 409 · absent: 404, also for what is not yours to see · forbidden: 403, seen but not yours to do ·
 * overtaken: 412, somebody else took the step meanwhile · clash: 422, the same id or key with another body ·
 * unproven: 401 · busy: 429 · guess: 403, a secret that was wrong; such tries are counted
 */
export type Nature = 'rule' | 'absent' | 'forbidden' | 'overtaken' | 'clash' | 'unproven' | 'busy' | 'guess';

export function refuse(refused: string, params: RefusalParams = {}, nature: Nature = 'rule'): Refusal {
  return { refused, params, nature };
}

export function absent(refused: string, params: RefusalParams = {}): Refusal {
  return refuse(refused, params, 'absent');
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value && 'nature' in value;
}
