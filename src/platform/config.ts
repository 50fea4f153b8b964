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
  /** The address that people type (`https://grid.example.org`): passkeys and the identity provider are bound to it. */
  readonly publicUrl?: string;
  /** Whether administrators must have a second factor; where not said, as the installation was made. */
  readonly secondFactor?: 'required' | 'optional';
  readonly provider?: ProviderConfig;
  /** The operator's word that a proxy in front does TLS and that nobody else reaches the port. */
  readonly plainHttp?: 'behind-a-proxy';
};

/** An identity provider (OpenID Connect) beside passwords. */
export type ProviderConfig = {
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined: a public client, which has PKCE alone. */
  readonly secretFile?: string;
  readonly label: string;
  /** The claim that is the account here. */
  readonly claim: string;
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
  const { HOST, PORT, JINGWEI_DATA, JINGWEI_SHARED, JINGWEI_LOG, JINGWEI_CHECKPOINTS, JINGWEI_PUBLIC_URL, JINGWEI_SECOND_FACTOR, JINGWEI_PLAIN_HTTP, JINGWEI_PLAIN_DATABASE, CI, DATABASE_URL } = parsed.data;
  const provider = providerOf(parsed.data, workingFolder);
  if (typeof provider === 'string') return { ok: false, sentences: [provider] };
  if (DATABASE_URL !== undefined && isInTheClear(DATABASE_URL) && JINGWEI_PLAIN_DATABASE === undefined) return { ok: false, sentences: [clearDatabaseSentence] };
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
      ...(JINGWEI_PUBLIC_URL === undefined ? {} : { publicUrl: new URL(JINGWEI_PUBLIC_URL).origin }),
      ...(JINGWEI_SECOND_FACTOR === undefined ? {} : { secondFactor: JINGWEI_SECOND_FACTOR }),
      ...(provider === undefined ? {} : { provider }),
      ...(JINGWEI_PLAIN_HTTP === undefined ? {} : { plainHttp: JINGWEI_PLAIN_HTTP }),
    }),
    secrets: Object.freeze({ databaseUrl: DATABASE_URL }),
  };
}

/** Why this server must not begin to listen; null: it may. Passwords and people's data do not leave the machine in the clear by an oversight. */
export function plainHttpFault({ host, plainHttp }: Config, hasCertificate: boolean): string | null {
  return hasCertificate || plainHttp !== undefined || isLoopback(host) ? null : `HOST=${host} 可从别的机器访问，却没有证书，口令与数据会以明文传输，因此没有启动。请加 --tls；若前面有代理做 TLS 且外人到不了本端口，请写明 JINGWEI_PLAIN_HTTP=behind-a-proxy。 HOST=${host} is reached from other machines without a certificate, and passwords would travel in the clear: not started. Use --tls; where a proxy in front does TLS and nobody else reaches this port, say so with JINGWEI_PLAIN_HTTP=behind-a-proxy.`;
}

/** What the operator has said that he wants so, said back to him at each start. None of the sentences has a secret. */
export function warningsOf({ host }: Config, { databaseUrl }: Secrets, hasCertificate: boolean): readonly string[] {
  return [
    ...(!isLoopback(host) && !hasCertificate ? [`【注意】HOST=${host} 不加密：按 JINGWEI_PLAIN_HTTP，前面的代理做 TLS，外人到不了本端口。 NOTE: HOST=${host} speaks plain HTTP: by JINGWEI_PLAIN_HTTP a proxy in front does TLS, and nobody else reaches this port.`] : []),
    ...(databaseUrl !== undefined && isInTheClear(databaseUrl) ? ['【注意】到数据库的连接不核对证书：按 JINGWEI_PLAIN_DATABASE，这条线路是专用的。 NOTE: the line to the database is not verified: by JINGWEI_PLAIN_DATABASE it is a private one.'] : []),
  ];
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/iu.test(host);
}

const clearDatabaseSentence = 'DATABASE_URL 指向另一台机器，须加密并核对证书：请加 sslmode=verify-full（自签的另加 sslrootcert=文件）；若线路是专用的或已有隧道，请写明 JINGWEI_PLAIN_DATABASE=private-line。 DATABASE_URL names another machine: add sslmode=verify-full (and sslrootcert=file for an authority of your own); where the line is private or a tunnel, say so with JINGWEI_PLAIN_DATABASE=private-line.';

/** Encrypted and not verified is open to whoever stands in between. Without a host, or with a folder for one, it is a socket of this machine. */
function isInTheClear(databaseUrl: string): boolean {
  const { hostname, searchParams } = new URL(databaseUrl);
  const host = searchParams.get('host') ?? decodeURIComponent(hostname);
  const isHere = host === '' || host.startsWith('/') || isLoopback(host);
  return !isHere && searchParams.get('sslmode') !== 'verify-full';
}

/** The only place that looks at the environment of the process. */
export function readProcessConfig(): ReadConfig {
  return readConfig(process.env);
}

/** A sentence where only half of it is given. */
function providerOf(given: z.output<typeof environment>, workingFolder: string): ProviderConfig | string | undefined {
  const { JINGWEI_OIDC_ISSUER: issuer, JINGWEI_OIDC_CLIENT: clientId, JINGWEI_OIDC_SECRET_FILE: secretFile, JINGWEI_OIDC_LABEL: label, JINGWEI_OIDC_CLAIM: claim } = given;
  if (issuer === undefined && clientId === undefined) return undefined;
  if (issuer === undefined || clientId === undefined) return 'JINGWEI_OIDC_ISSUER and JINGWEI_OIDC_CLIENT go together.';
  if (given.JINGWEI_PUBLIC_URL === undefined) return 'JINGWEI_OIDC_ISSUER needs JINGWEI_PUBLIC_URL: the identity provider sends people back to that address.';
  return { issuer, clientId, label, claim, ...(secretFile === undefined ? {} : { secretFile: path.resolve(workingFolder, secretFile) }) };
}

const publicSentence = 'JINGWEI_PUBLIC_URL must be an address like https://grid.example.org, without a path; http is for this machine alone.';
const issuerSentence = 'JINGWEI_OIDC_ISSUER must be the https address of the identity provider, as its discovery document says it; http is for this machine alone.';

/** Over HTTPS, or on the machine itself. */
function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username } = new URL(text);
  return username === '' && (protocol === 'https:' || (protocol === 'http:' && /^(?:localhost|127\.0\.0\.1|\[::1\])$/u.test(hostname)));
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
  JINGWEI_PUBLIC_URL: z.string().trim().refine((text) => isSafeAddress(text) && new URL(text).pathname === '/' && new URL(text).search === '', publicSentence).optional(),
  JINGWEI_SECOND_FACTOR: z.enum(['required', 'optional'], 'JINGWEI_SECOND_FACTOR must be required or optional.').optional(),
  JINGWEI_PLAIN_HTTP: z.literal('behind-a-proxy', 'JINGWEI_PLAIN_HTTP must be behind-a-proxy, or be left out.').optional(),
  JINGWEI_PLAIN_DATABASE: z.literal('private-line', 'JINGWEI_PLAIN_DATABASE must be private-line, or be left out.').optional(),
  JINGWEI_OIDC_ISSUER: z.string().trim().refine(isSafeAddress, issuerSentence).optional(),
  JINGWEI_OIDC_CLIENT: z.string().trim().max(200).optional(),
  JINGWEI_OIDC_SECRET_FILE: z.string().optional(),
  JINGWEI_OIDC_LABEL: z.string().trim().max(30, 'JINGWEI_OIDC_LABEL may have 30 characters.').default('统一身份认证登录'),
  JINGWEI_OIDC_CLAIM: z.string().trim().regex(/^[\w:./-]{1,100}$/u, 'JINGWEI_OIDC_CLAIM must be the name of a claim, such as preferred_username.').default('preferred_username'),
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

/** The environment of a program that is started from here: this one, and what is added. */
export function environmentWith(more: Readonly<Record<string, string>>): Readonly<Record<string, string | undefined>> {
  return { ...process.env, ...more };
}
