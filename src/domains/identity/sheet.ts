import exceljs from 'exceljs';
import type { Actor } from '../../platform/actor.ts';
import { makeSay } from '../../platform/say.ts';
import { importColumns, type ImportColumn } from './rules/import.ts';
import { identityWords } from './words.ts';

const say = makeSay([identityWords]);

/**
 * The workbook for an import of people: a sheet of headings to fill in and a sheet that explains them.
 * All cells are text, so that no code or telephone loses a digit.
 */
export async function peopleTemplate(language: Actor['language'] = 'zh-CN'): Promise<Buffer> {
  const word = (key: string): string => say(language, `identity.${key}`);
  const workbook = new exceljs.Workbook();
  const sheet = workbook.addWorksheet(word('template.sheet'), { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = importColumns.map((column) => ({ header: word(`column.${column}`), width: wide.has(column) ? 20 : 12, style: { numFmt: '@' } }));
  sheet.getRow(1).font = { bold: true };
  const employment = importColumns.indexOf('employment') + 1;
  for (let row = 2; row <= 500; row += 1) {
    sheet.getCell(row, employment).dataValidation = { type: 'list', allowBlank: true, formulae: [`"${word('employment.fullTime')},${word('employment.partTime')}"`] };
  }
  const guide = workbook.addWorksheet(word('template.guide'));
  guide.columns = [{ width: 14 }, { width: 90 }];
  for (const column of importColumns) guide.addRow([word(`column.${column}`), word(`template.${column}`)]);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

const wide: ReadonlySet<ImportColumn> = new Set(['areaCode', 'phone', 'password']);
