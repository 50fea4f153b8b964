/** What was asked of the engine and could not be done, or carries no information. Never dropped silently. */
export type Finding = {
  /** The step that says it: denominate, impute, treat, normalise, aggregate, rank, strengths, correlations … */
  readonly step: string;
  /** Stable and short, for programs: `constant`, `no-limits`, `left-missing` … */
  readonly code: string;
  readonly indicators?: readonly string[];
  readonly units?: readonly string[];
  /** One whole sentence in Chinese. */
  readonly message: string;
};
