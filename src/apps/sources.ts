import type { Source } from '../platform/sync/pull.ts';
import { casesOnPhones } from '../domains/incidents/phones.ts';
import { roundsOnPhones } from '../domains/patrol/today.ts';

/** What phones hold, domain by domain. */
export const sources: readonly Source[] = [casesOnPhones, roundsOnPhones];
