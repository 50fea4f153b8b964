/** `error`: someone should go and look. `info`: a change of state. `debug`: the rest. */
export type LogLevel = 'error' | 'info' | 'debug';

/** Ids, counts, durations and names of steps. Never a person's name, telephone, address or text. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export type Log = {
  readonly error: (message: string, fields?: LogFields) => void;
  readonly info: (message: string, fields?: LogFields) => void;
  readonly debug: (message: string, fields?: LogFields) => void;
  /** The same log with these fields on every line. */
  readonly with: (fields: LogFields) => Log;
};

export type LogOptions = {
  readonly level?: LogLevel;
  /** `json` for machines, `text` for a person at a terminal. */
  readonly format?: 'json' | 'text';
  readonly write?: (line: string) => void;
  readonly now?: () => Date;
};

export function createLog(options: LogOptions = {}): Log {
  const level = options.level ?? 'info';
  const format = options.format ?? (process.stderr.isTTY ? 'text' : 'json');
  const write = options.write ?? ((line: string) => void process.stderr.write(line));
  const now = options.now ?? (() => new Date());
  const render = format === 'json' ? asJson : asText;

  const withFields = (common: LogFields): Log => {
    const at = (lineLevel: LogLevel) => (message: string, fields: LogFields = {}) => {
      if (weight[lineLevel] > weight[level]) return;
      write(`${render(now(), lineLevel, message, { ...common, ...fields })}\n`);
    };
    return { error: at('error'), info: at('info'), debug: at('debug'), with: (fields) => withFields({ ...common, ...fields }) };
  };
  return withFields({});
}

export const silentLog: Log = createLog({ write: () => undefined });

/**
 * What may be logged of an error. The messages of a database or of a parser quote the value they
 * could not take, and that may be a person's, so they stay out; name, code, constraint and the
 * place in the code say enough. Messages of the engine and of system calls are kept.
 */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const text = (key: string): string | undefined => {
    const value: unknown = Reflect.get(error, key);
    return typeof value === 'string' ? value : undefined;
  };
  const harmless = error instanceof TypeError || error instanceof ReferenceError || text('syscall') !== undefined;
  return {
    error: error.name,
    code: text('code'),
    table: text('table'),
    constraint: text('constraint'),
    // Not `message` and `at`: those are the line's own.
    reason: harmless ? error.message : undefined,
    where: error.stack
      ?.split('\n')
      .filter((line) => line.startsWith('    at '))
      .slice(0, 5)
      .map((line) => line.trim())
      .join(' | '),
  };
}

const weight: Readonly<Record<LogLevel, number>> = { error: 0, info: 1, debug: 2 };

function asJson(at: Date, level: LogLevel, message: string, fields: LogFields): string {
  return JSON.stringify({ at: at.toISOString(), level, message, ...fields });
}

function asText(at: Date, level: LogLevel, message: string, fields: LogFields): string {
  const rest = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}=${typeof value === 'string' ? JSON.stringify(value) : String(value)}`)
    .join('');
  return `${at.toISOString().slice(11, 19)} ${level.padEnd(5)} ${message}${rest}`;
}
