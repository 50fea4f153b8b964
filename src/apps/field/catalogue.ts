import { incidentsFieldWords } from '../../domains/incidents/field/words.ts';
import { incidentsWords } from '../../domains/incidents/words.ts';
import { patrolFieldWords } from '../../domains/patrol/field/words.ts';
import { patrolWords } from '../../domains/patrol/words.ts';
import { pointsFieldWords } from '../../domains/points/field/words-rules.ts';
import { warehouseFieldWords } from '../../domains/points/field/words-warehouse.ts';
import { ledgerWords } from '../../domains/points/words-ledger.ts';
import { pointsRulesWords } from '../../domains/points/words-rules.ts';
import { warehouseWords } from '../../domains/points/words-warehouse.ts';
import { syncWords } from '../../platform/core/sync/words.ts';
import { joinWords, type Languages } from '../../platform/core/words.ts';
import { phoneWords } from '../../platform/ui/phone/words.ts';
import { uiWords } from '../../platform/ui/words.ts';
import { accountWords } from '../account/words.ts';
import { fieldAppWords } from './words.ts';

const catalogues: readonly Languages[] = [accountWords, fieldAppWords, incidentsFieldWords, incidentsWords, patrolFieldWords, patrolWords, phoneWords, ledgerWords, pointsFieldWords, pointsRulesWords, warehouseFieldWords, warehouseWords, syncWords, uiWords];

/** What the phone's own screens say; the desk's sentences stay away from slow networks. Refusals come in words from the server. */
export const fieldCatalogue: Languages = { 'zh-CN': joinWords(catalogues.map((one) => one['zh-CN'])), en: joinWords(catalogues.map(({ en }) => en)) };
