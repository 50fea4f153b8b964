/** One post of the caller, as far as permission is concerned. Built by `identity`, asked by everybody. */
export type Grant = {
  readonly postId: number;
  readonly role: string;
  readonly title: string;
  readonly areaId: number;
  /** Materialised path of the post's area, `1.4.30.`; the grant holds there and below. */
  readonly areaPath: string;
  readonly unitId: number | null;
  readonly unitName: string | null;
  readonly permissions: ReadonlySet<string>;
  /** Somebody whose post is covered during leave: both actors of a step are on record. */
  readonly inNameOf: { readonly personId: number; readonly name: string } | null;
};

/** Who calls. Anonymous callers have no person and no grants; the command line has grants and no person. */
export type Actor = {
  readonly personId: number | null;
  readonly name: string;
  readonly language: 'zh-CN' | 'en';
  readonly sessionId: string | null;
  /** A connected system, which may be faster than a person. */
  readonly isMachine?: boolean;
  /** Network address, for throttles and the audit. */
  readonly address: string;
  readonly grants: readonly Grant[];
  /** The refusal that he meets everywhere until he has done something, such as choosing a password of his own. */
  readonly held?: string;
};

export function anonymous(address: string, language: Actor['language'] = 'zh-CN'): Actor {
  return { personId: null, name: '', language, sessionId: null, address, grants: [] };
}

/**
 * Who acts at the installation's own command line: nobody with an account, and only what is granted here. Whoever can
 * run it holds the database's password anyway; the audit still says that it was done this way.
 */
export function commandLine(where: { readonly areaId: number; readonly areaPath: string }, permissions: readonly string[], login: string): Actor {
  return {
    ...anonymous(`command line (${login})`), name: '命令行 (command line)',
    grants: [{ postId: 0, role: 'commandLine', title: '命令行', ...where, unitId: null, unitName: null, permissions: new Set(permissions), inNameOf: null }],
  };
}

/** Neither signed in nor the command line. */
export function isAnonymous(actor: Actor): boolean {
  return actor.personId === null && actor.grants.length === 0;
}

/** Does any post permit it, wherever? The door's first question. */
export function permits(actor: Actor, permission: string): boolean {
  return actor.grants.some((grant) => grant.permissions.has(permission));
}

/** The post that permits it at this place, own posts before covered ones; undefined if none does. */
export function grantAt(actor: Actor, permission: string, areaPath: string): Grant | undefined {
  const fitting = actor.grants.filter((grant) => grant.permissions.has(permission) && areaPath.startsWith(grant.areaPath));
  return fitting.find((grant) => grant.inNameOf === null) ?? fitting[0];
}

/** Area paths within which it is permitted; the explicit filter of every list. */
export function pathsFor(actor: Actor, permission: string): string[] {
  const paths = [...new Set(actor.grants.filter((grant) => grant.permissions.has(permission)).map((grant) => grant.areaPath))];
  return paths.filter((path) => !paths.some((other) => other !== path && path.startsWith(other)));
}

/** Units in whose name it is permitted. */
export function unitsFor(actor: Actor, permission: string): number[] {
  return [...new Set(actor.grants.flatMap((grant) => (grant.permissions.has(permission) && grant.unitId !== null ? [grant.unitId] : [])))];
}
