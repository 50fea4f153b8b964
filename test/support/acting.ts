import type { House } from '../../src/platform/action.ts';
import type { Actor } from '../../src/platform/actor.ts';
import type { Db } from '../../src/platform/db.ts';
import { followCodes } from '../../src/platform/follow-code.ts';
import { silentLog } from '../../src/platform/log.ts';
import { photoSigner } from '../../src/platform/photo-signer.ts';
import { makeVault } from '../../src/platform/vault.ts';

/** One key for all, so that what one house sealed another opens. */
const testKeys = new Map([[1, Buffer.alloc(32, 7)]]);
export const testVault = makeVault({ document: testKeys, contact: testKeys, care: testKeys }, 'a test');

/** The door's surroundings for a test; `heard` counts the commits that published something. */
export function houseOn(db: Db): House & { readonly heard: () => number } {
  let heard = 0;
  return { db, log: silentLog, signPhoto: photoSigner('a test'), followCodes: followCodes('a test'), vault: testVault, published: () => { heard += 1; }, heard: () => heard };
}

/** A person with one post that grants these permissions in one place. */
export function actorIn(areaPath: string, permissions: readonly string[], more: Partial<Pick<Actor, 'personId' | 'name' | 'language'>> = {}): Actor {
  const areaId = Number(areaPath.split('.').at(-2) ?? 0);
  return {
    personId: 1, name: '林知微', language: 'zh-CN', sessionId: null, address: '127.0.0.1', ...more,
    grants: [{ postId: 1, role: 'test', title: '系统管理员', areaId, areaPath, unitId: null, unitName: null, permissions: new Set(permissions), inNameOf: null }],
  };
}

/** A moment in Asia/Shanghai for the clock that a command carries. */
export function noonOf(day: string): Date {
  return new Date(`${day}T12:00:00+08:00`);
}
