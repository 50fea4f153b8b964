// How large a check is where: small in `npm test`, a hundred times that in `npm run nightly` (docs/nightly.md).

const factor = Number(process.env['JINGWEI_RUNS'] ?? '1');

/** Runs of a property: as many as said, or that times what the night allows. */
export function runs(usual: number): number {
  return Math.round(usual * factor);
}

/** A size that is given whole: `usual`, or what the environment names for the night. */
export function sized(name: string, usual: number): number {
  return Number(process.env[name] ?? String(usual));
}
