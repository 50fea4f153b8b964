import { Problem } from '../../../platform/client/call.ts';
import { hashOf, sendInPieces } from '../../../platform/client/photo-pieces.ts';
import { device, followingOwner, outboxOwner, type KeptPhoto, type Problems } from './device.ts';
import type { Progress } from './photo.ts';

// Photos follow the reports that name them. None leaves this phone before the server has named its hash; one that the server will not
// take stays, with the reason, until the person says what becomes of it.

const firstDelayMs = 8_000;
const longestDelayMs = 5 * 60_000;
let misses = 0;
let notBefore = 0;

/** Sends what this person's reports named and the server has not yet; stops at the first that does not get through. */
export async function followUp(person: number, urgent: boolean, show: (waitingId: string, progress: Progress | null) => void): Promise<void> {
  if (!urgent && Date.now() < notBefore && notBefore - Date.now() <= longestDelayMs) return;
  const owners = [followingOwner(person), ...(await device.waiting.toArray()).filter((item) => item.personId === person && item.inRow).map(({ id }) => outboxOwner(id))];
  const due = (await device.photos.where('owner').anyOf(owners).toArray()).filter((photo) => photo.sha256 === null && photo.sent && !photo.problem).sort((a, b) => a.at - b.at);
  for (const [done, photo] of due.entries()) {
    const waitingId = photo.owner.startsWith('outbox:') ? photo.owner.slice('outbox:'.length) : '';
    const tell = (share: number): void => show(waitingId, { done, of: due.length, share: (done + share) / due.length });
    try {
      await sendInPieces(photo.image, photo.sent ?? '', tell);
      await named(photo.id);
      misses = 0;
    } catch (error) {
      const problem = await problemOf(error, photo);
      if (problem === null) {
        misses += 1;
        const asked = error instanceof Problem ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
        notBefore = Date.now() + Math.min(longestDelayMs, Math.max(asked, firstDelayMs * 2 ** Math.min(misses - 1, 10)));
        return;
      }
      await device.photos.update(photo.id, { problem });
    } finally {
      show(waitingId, null);
    }
  }
}

/** The server has it. What its report still needs of it here is its name. */
async function named(id: string): Promise<void> {
  await device.transaction('rw', device.photos, async () => {
    const photo = await device.photos.get(id);
    if (!photo) return;
    if (photo.owner.startsWith('following:')) await device.photos.delete(id);
    else await device.photos.update(id, { sha256: photo.sent ?? null });
  });
}

/** Null: it is the network, the server or the session, and it is tried again. */
async function problemOf(error: unknown, photo: KeptPhoto): Promise<Problems | null> {
  // What cannot even be read here is no picture any more.
  if (!(error instanceof Problem)) return { status: 400, refused: 'phone/unreadable', detail: '' };
  const { status, refused, detail } = error;
  // Damaged on its way, it is sent once more; damaged on this phone, it cannot become whole again.
  if (status === 460) return await hashOf(photo.image).catch(() => null) === photo.sent ? null : { status, refused, detail };
  return status === 413 || status === 415 ? { status, refused, detail } : null;
}

/** The person wants it tried once more as it is. */
export async function sendAnew(photo: KeptPhoto): Promise<void> {
  // Under the name that its report gave it: as another picture it would be nobody's.
  await device.photos.update(photo.id, { problem: null });
}
