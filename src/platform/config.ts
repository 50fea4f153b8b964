import path from 'node:path';
import { z } from 'zod';

/** What the operator decides. Folders are absolute. Holds nothing secret, so it may be printed. */
export type Config = {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly dataDir: string;
  /** Reference material beside the checkout; need not exist. */
  readonly sharedDir: string;
  /** Whether an absent tool or folder is a failure instead of a skipped test. */
  readonly ci: boolean;
  readonly logLevel: 'error' | 'info' | 'debug';
  /** Where the audit's signed checkpoints are added; another host's mount is best. In the data folder where not said. */
  readonly auditCheckpoints?: string;
};

export type Secrets = {
  /** Undefined: the embedded database. It carries a password, hence not in `Config`. */
  readonly databaseUrl: string | undefined;
};

export type ReadConfig =
  | { readonly ok: true; readonly config: Config; readonly secrets: Secrets }
  | { readonly ok: false; readonly sentences: readonly string[] };

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Pure but for the working folder, against which relative folders are resolved. An empty variable
 * counts as absent. Wrong values come back as sentences, one for each variable.
 */
export function readConfig(env: Environment, workingFolder: string = process.cwd()): ReadConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) return { ok: false, sentences: parsed.error.issues.map((issue) => issue.message) };
  const { HOST, PORT, JINGWEI_DATA, JINGWEI_SHARED, JINGWEI_LOG, JINGWEI_CHECKPOINTS, CI, DATABASE_URL } = parsed.data;
  return {
    ok: true,
    config: Object.freeze({
      host: HOST,
      port: PORT,
      dataDir: path.resolve(workingFolder, JINGWEI_DATA),
      sharedDir: path.resolve(workingFolder, JINGWEI_SHARED),
      ci: CI,
      logLevel: JINGWEI_LOG,
      ...(JINGWEI_CHECKPOINTS === undefined ? {} : { auditCheckpoints: path.resolve(workingFolder, JINGWEI_CHECKPOINTS) }),
    }),
    secrets: Object.freeze({ databaseUrl: DATABASE_URL }),
  };
}

/** The only place that looks at the environment of the process. */
export function readProcessConfig(): ReadConfig {
  return readConfig(process.env);
}

const portSentence = 'PORT must be a whole number from 0 to 65535.';
const databaseSentence = 'DATABASE_URL must look like postgres://user:password@host:5432/database; leave it empty for the embedded database.';

const environment = z.object({
  PORT: z
    .string()
    .trim()
    .regex(/^\d{1,5}$/u, portSentence)
    .transform(Number)
    .refine((port) => port <= 65_535, portSentence)
    .default(8080),
  HOST: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9_.:-]+$/u, 'HOST must be a host name or an address, such as 127.0.0.1 or 0.0.0.0.')
    .default('127.0.0.1'),
  JINGWEI_DATA: z.string().default('./var'),
  JINGWEI_SHARED: z.string().default('../shared'),
  JINGWEI_LOG: z.enum(['error', 'info', 'debug'], 'JINGWEI_LOG must be error, info or debug.').default('info'),
  JINGWEI_CHECKPOINTS: z.string().optional(),
  CI: z
    .string()
    .transform((value) => value === 'true' || value === '1')
    .default(false),
  // Never repeats the value: it may carry a password.
  DATABASE_URL: z
    .string()
    .trim()
    .refine((text) => /^postgres(?:ql)?:\/\/.+/u.test(text) && URL.canParse(text), databaseSentence)
    .optional(),
});
