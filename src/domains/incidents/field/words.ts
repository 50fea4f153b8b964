import { words } from '../../../platform/core/words.ts';
import { reportWords } from './words-report.ts';
import { workWords } from './words-work.ts';

/** What the phone says about reports and cases; in two files because there is much of it. */
export const incidentsFieldWords = words({
  incidentsField: { ...reportWords['zh-CN'], ...workWords['zh-CN'] },
}, {
  incidentsField: { ...reportWords.en, ...workWords.en },
});
