import { makeSay } from '../../platform/say.ts';
import { incidentsWords } from './words.ts';

/** Sentences that the server itself writes for the reader: the reporter's story, the reason on a disabled button. */
export const say = makeSay([incidentsWords]);
