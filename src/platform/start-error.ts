/**
 * Jingwei cannot start or go on for a reason that its operator can remove.
 * `message` is one whole sentence for that person; it is printed without a stack and the process
 * ends with 1 (2 for wrong usage). `reason` is stable and short, for tests and for scripts.
 */
export class StartError extends Error {
  readonly reason: string;
  readonly exitCode: 1 | 2;

  constructor(reason: string, sentence: string, exitCode: 1 | 2 = 1, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause });
    this.name = 'StartError';
    this.reason = reason;
    this.exitCode = exitCode;
  }
}
