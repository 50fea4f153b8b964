import { signOut } from '../../domains/identity/contract.ts';
import { Problem, send } from '../../platform/client/call.ts';
import { closeRow, keyring } from '../../platform/client/phone-row.ts';
import { wipePulled } from '../../platform/client/row-store.ts';
import { device } from '../../domains/incidents/field/device.ts';
import { remember, rememberedSession } from './remembered.ts';

// What goes when somebody goes. What is unsent stays, closed, until he signs in again.

/** The server knows nobody here any more. */
export async function forgetHere(): Promise<void> {
  const before = rememberedSession();
  remember(null);
  if (before) await leave(before.personId);
}

export async function leave(person: number): Promise<void> {
  remember(null);
  closeRow(person);
  await keyring().forget(person).catch(() => wipePulled(device, person));
  await device.transaction('rw', device.sent, device.codes, async () => {
    const mine = await device.sent.filter((one) => one.personId === person).toArray();
    await device.sent.bulkDelete(mine.map(({ id }) => id));
    await device.codes.bulkDelete(mine.map(({ number }) => number));
  });
}

const due = 'jingwei.leaving';

/** He signed out without a network: his cookie, which no script can take away, is given back at the next contact, before anything is asked in his name. */
export function isLeaving(): boolean {
  return localStorage.getItem(due) !== null;
}

export async function leaveWithoutRoad(person: number): Promise<void> {
  localStorage.setItem(due, '1');
  await leave(person);
}

/** @returns whether it is done */
export async function finishLeaving(): Promise<boolean> {
  try {
    await send(signOut, {});
  } catch (error) {
    if (!(error instanceof Problem && error.status === 401)) return false;
  }
  localStorage.removeItem(due);
  return true;
}
