import { words } from '../../../platform/core/words.ts';

export const registryDeskWords = words({ registryDesk: { title: '人房地物' } }, { registryDesk: { title: 'Registry' } });
