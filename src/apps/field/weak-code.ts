/** Six figures at least, and none that a finder tries first: one figure, a run, a date of birth of this or the last century. */
export function isWeakCode(code: string): boolean {
  if (!/^\d{6,12}$/u.test(code)) return true;
  const figures = [...code].map(Number);
  const steps = new Set(figures.slice(1).map((figure, at) => figure - (figures[at] ?? 0)));
  if (steps.size === 1) return true;
  if (new Set(figures).size < 3) return true;
  return /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$/u.test(code);
}
