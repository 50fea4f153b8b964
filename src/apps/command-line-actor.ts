import os from 'node:os';
import { commandLine, type Actor } from '../platform/actor.ts';
import type { Db } from '../platform/db.ts';
import { StartError } from '../platform/start-error.ts';
import { areaIndex } from '../domains/geography/actions.ts';

/** Acts at the command line with these permissions in the whole city; the audit names the operating system's user. */
export async function cityCommandLine(db: Db, permissions: readonly string[]): Promise<Actor> {
  const { city } = await areaIndex(db);
  if (!city) throw new StartError('cli/no-city', '数据库里还没有区划：请先运行 npx jingwei setup。 There are no areas yet: run npx jingwei setup first.');
  return commandLine({ areaId: city.id, areaPath: city.path }, permissions, login());
}

/** The same where there is no city yet: it may make one. */
export function firstCommandLine(permissions: readonly string[]): Actor {
  return commandLine({ areaId: 0, areaPath: '' }, permissions, login());
}

function login(): string {
  try {
    return os.userInfo().username;
  } catch {
    return '?';
  }
}
