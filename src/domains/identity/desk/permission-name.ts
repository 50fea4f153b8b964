import { permissions } from '../rules/access.ts';
import type { identityWords } from '../words.ts';
import type { Say } from '../../../platform/client/i18n.ts';

/** One that this version of the page does not know keeps its code. */
export function permissionName(permission: string, words: Say<(typeof identityWords)['zh-CN']>): string {
  const known = permissions.find((one) => one === permission);
  return known ? words(`identity.permission.${known}`) : permission;
}
