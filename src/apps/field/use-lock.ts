import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { flush, workingHere } from '../../domains/incidents/field/outbox.ts';
import { closeRow, keyring } from '../../platform/client/phone-row.ts';
import { keepStores } from '../../platform/client/room.ts';
import type { Session } from '../../platform/client/session.tsx';
import type { Standing } from '../../platform/client/keyring.ts';
import { takeSecret } from './typed-secret.ts';

export type Lock = { readonly standing: Standing | null; /** He says it is open now. */ readonly look: () => void };

const lookEveryMs = 30_000;

/**
 * Whether this person's part of the phone is open; null while that is found out. `known`: the server has just said who he is.
 * It locks itself after a while in which nobody touched it.
 */
export function useLock(session: Session | null, known: boolean): Lock {
  const client = useQueryClient();
  const person = session === null || session.mustChangePassword || session.mustEnrol ? null : session.personId;
  const [standing, setStanding] = useState<Standing | null>(null);
  const [of, setOf] = useState<number | null>(null);
  const [turn, setTurn] = useState(0);
  const look = useCallback(() => setTurn((n) => n + 1), []);

  useEffect(() => {
    let gone = false;
    workingHere(person);
    if (person === null) { setStanding('open'); setOf(null); return undefined; }
    void (async () => {
      const ring = keyring();
      const secret = known ? takeSecret() : null;
      if (secret !== null) {
        await ring.signedIn(person, secret).catch(() => undefined);
        // Under other keys, it may be: opened anew.
        closeRow(person);
      }
      const now = await ring.begin(person).catch((): Standing => 'open');
      if (gone) return;
      if (now !== 'open') closeRow(person);
      setOf(person);
      setStanding(now);
      if (now !== 'open') return;
      void keepStores().catch(() => null);
      await flush('now');
    })();
    return () => { gone = true; };
  }, [person, known, turn]);

  useEffect(() => {
    if (person === null || standing !== 'open') return undefined;
    let touchedAt = Date.now();
    const shut = (): void => {
      closeRow(person);
      client.clear();
      setStanding('locked');
    };
    const touch = (): void => {
      if (Date.now() - touchedAt < lookEveryMs) return;
      touchedAt = Date.now();
      void keyring().touch(person).then((isLocked) => { if (isLocked) shut(); });
    };
    const see = (): void => {
      if (document.visibilityState !== 'visible') return;
      void keyring().safeOf(person).catch(shut);
    };
    const timer = window.setInterval(see, lookEveryMs);
    document.addEventListener('visibilitychange', see);
    window.addEventListener('pointerdown', touch, { passive: true });
    window.addEventListener('keydown', touch);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', see);
      window.removeEventListener('pointerdown', touch);
      window.removeEventListener('keydown', touch);
    };
  }, [person, standing, client]);

  return { standing: person === null ? 'open' : of === person ? standing : null, look };
}
