import type { House } from '../../platform/action.ts';
import { asksAdministrators, setAsksAdministrators } from './store/factors.ts';

/** Whether administrators are held back until they have a second factor: decided by whoever runs the installation, for all its processes. */
export async function keepPolicy({ db, log }: Pick<House, 'db' | 'log'>, required: boolean): Promise<void> {
  if (await asksAdministrators(db) === required) return;
  await setAsksAdministrators(db, required);
  log.info('second factor of administrators', { required });
}
