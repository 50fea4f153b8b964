/** A "no" that a rule gives: a value with a name, never an exception. */
export type Refusal = {
  /** `<domain>/<reason>`; the key of its sentence in the word catalogues. */
  readonly refused: string;
  /** Values for the placeholders of the sentence; no personal data. */
  readonly params: RefusalParams;
};

export type RefusalParams = Readonly<Record<string, string | number>>;

export function refuse(refused: string, params: RefusalParams = {}): Refusal {
  return { refused, params };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value && 'params' in value;
}
