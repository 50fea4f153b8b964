import i18next from 'i18next';
import { actions } from '../../incidents/rules/steps.ts';
import { refusalKey } from '../../../platform/core/words.ts';
import { sentence } from '../../../platform/client/i18n.ts';
import { auditDeskWords } from './words.ts';

// Codes of the log as words. One that no catalogue knows (an older or newer version wrote it) stays a code.

/** `identity.appoint` → 任命岗位; the steps of a case have their names in the catalogue of the loop. */
export function operationName(operation: string): string {
  const [domain = '', name = ''] = operation.split('.');
  return sentence(`auditDesk.operation.${operation}`) ?? sentence(`${domain}.action.${name}`) ?? operation;
}

/** What a reader was shown, in words: 查看了上报人的姓名和联系方式; null where the entry is of no reading. */
export function sawOf(input: Readonly<Record<string, unknown>>): { readonly text: string; readonly purpose: string; readonly subjects: readonly string[] } | null {
  const saw = Object(input['saw']);
  const list = (name: string): string[] => { const found: unknown = Reflect.get(saw, name); return Array.isArray(found) ? found.map(String) : []; };
  if (list('fields').length === 0) return null;
  const comma = i18next.language === 'en' ? ', ' : '、';
  const what = list('fields').map((field) => sentence(`auditDesk.saw.${field}`) ?? field).join(comma);
  return { text: String(i18next.t('auditDesk.saw.text', { what })), purpose: list('purpose').map((one) => sentence(`auditDesk.purpose.${one}`) ?? one).join(comma), subjects: list('subjects') };
}

/** `person:12` → 人员 12. */
export function subjectName(subject: string): string {
  const [noun = '', ...rest] = subject.split(':');
  const named = noun === '' ? undefined : sentence(`auditDesk.subject.${noun}`);
  return named === undefined ? subject : [named, rest.join(':')].filter(Boolean).join(' ');
}

/** The sentence of a refusal; its values were not kept, so they are left open. */
export function reasonName(refused: string | null): string {
  if (refused === null) return '';
  const key = refusalKey(refused);
  return i18next.exists(key) ? String(i18next.t(key, { skipInterpolation: true })).replace(/\{\{\w+\}\}/gu, '…') : refused;
}

/** Every operation by its domain, for choosing. */
export function knownOperations(): readonly { domain: string; operations: readonly string[] }[] {
  return Object.entries(auditDeskWords['zh-CN'].auditDesk.operation).map(([domain, names]) => ({
    domain, operations: [...(domain === 'incidents' ? actions : []), ...Object.keys(names)].map((name) => `${domain}.${name}`),
  }));
}
