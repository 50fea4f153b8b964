import type { z } from 'zod';
import type { unitProfile, version } from '../contract.ts';

/** What the server answers, as several pieces of a screen hand it on. */
export type Profile = z.output<typeof unitProfile.output>;
export type Version = z.output<typeof version.output>;
