import { phoneWords } from '../platform/ui/phone/words.ts';
import { uiFormWords } from '../platform/ui/form-words.ts';
import { uiWords } from '../platform/ui/words.ts';
import { syncWords } from '../platform/core/sync/words.ts';
import { joinWords, type Languages } from '../platform/core/words.ts';
import { platformWords } from '../platform/words.ts';
import { auditDeskWords } from '../domains/audit/desk/words.ts';
import { auditWords } from '../domains/audit/words.ts';
import { dispatchDeskWords } from '../domains/dispatch/desk/words.ts';
import { dispatchWords } from '../domains/dispatch/words.ts';
import { geographyDeskWords } from '../domains/geography/desk/words.ts';
import { geographyWords } from '../domains/geography/words.ts';
import { identityDeskWords } from '../domains/identity/desk/words.ts';
import { identityWords } from '../domains/identity/words.ts';
import { incidentsFormWords } from '../domains/incidents/desk/form-words.ts';
import { incidentsDeskWords } from '../domains/incidents/desk/words.ts';
import { incidentsFieldWords } from '../domains/incidents/field/words.ts';
import { incidentsWords } from '../domains/incidents/words.ts';
import { patrolDeskWords } from '../domains/patrol/desk/words.ts';
import { patrolFieldWords } from '../domains/patrol/field/words.ts';
import { patrolWords } from '../domains/patrol/words.ts';
import { pointsDeskWords } from '../domains/points/desk/words-rules.ts';
import { pointsFieldWords } from '../domains/points/field/words-rules.ts';
import { pointsRulesWords } from '../domains/points/words-rules.ts';
import { warehouseDeskWords } from '../domains/points/desk/words-warehouse.ts';
import { warehouseFieldWords } from '../domains/points/field/words-warehouse.ts';
import { ledgerWords } from '../domains/points/words-ledger.ts';
import { warehouseWords } from '../domains/points/words-warehouse.ts';
import { registryDeskWords } from '../domains/registry/desk/words.ts';
import { registryWords } from '../domains/registry/words.ts';
import { indexDeskWords } from '../domains/safety-index/desk/words.ts';
import { safetyIndexWords } from '../domains/safety-index/words.ts';
import { accountWords } from './account/words.ts';
import { deskAppWords } from './desk/words.ts';
import { fieldAppWords } from './field/words.ts';

/** Every sentence of the product. A catalogue that is missing here shows its keys. */
const catalogues: readonly Languages[] = [
  accountWords,
  auditDeskWords,
  auditWords,
  deskAppWords,
  dispatchDeskWords,
  dispatchWords,
  fieldAppWords,
  geographyDeskWords,
  geographyWords,
  identityDeskWords,
  identityWords,
  incidentsDeskWords,
  incidentsFieldWords,
  incidentsFormWords,
  incidentsWords,
  patrolDeskWords,
  patrolFieldWords,
  patrolWords,
  phoneWords,
  pointsDeskWords,
  pointsFieldWords,
  pointsRulesWords,
  warehouseDeskWords,
  warehouseFieldWords,
  ledgerWords,
  warehouseWords,
  registryDeskWords,
  registryWords,
  indexDeskWords,
  safetyIndexWords,
  platformWords,
  syncWords,
  uiFormWords,
  uiWords,
];

export const allWords: Languages = { 'zh-CN': joinWords(catalogues.map((one) => one['zh-CN'])), en: joinWords(catalogues.map(({ en }) => en)) };
