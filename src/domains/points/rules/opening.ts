import { wholeAmount } from './redeem.ts';

// What a row of a file of opening balances says, before anybody looks into the database.

export const openingHeads = {
  number: ['户号', '户编号', '家庭编号', 'household', 'householdnumber'],
  areaCode: ['网格编码', '网格代码', '所属网格编码', 'gridcode', 'areacode'],
  name: ['户主', '户主姓名', '姓名', 'head', 'name'],
  points: ['积分', '期初积分', '结余积分', '当前积分', '余额', 'points', 'balance'],
} as const;
export type OpeningColumn = keyof typeof openingHeads;
export type OpeningProblem = { readonly row: number; readonly column: OpeningColumn; readonly problem: string; readonly params?: Readonly<Record<string, string | number>> };
type Typed = { readonly text: string; readonly problem?: string | undefined };
export type OpeningRow = { readonly row: number; readonly number: string; readonly areaCode: string | null; readonly name: string; readonly points: number };

/** Points in whole numbers, also written with a comma each three digits or in full-width digits; never a fraction, never less than one. */
export function readOpeningRow(row: number, cells: ReadonlyMap<string, Typed>): { readonly read: OpeningRow | null; readonly problems: readonly OpeningProblem[] } {
  const problems: OpeningProblem[] = [];
  const text = (column: OpeningColumn): string => {
    const cell = cells.get(column);
    if (cell?.problem) problems.push({ row, column, problem: cell.problem });
    return (cell?.text ?? '').normalize('NFKC').trim();
  };
  const [number, name, code, typed] = [text('number'), text('name'), text('areaCode'), text('points')];
  if (number === '') problems.push({ row, column: 'number', problem: 'missing' });
  if (code !== '' && !/^\d{9,20}$/u.test(code)) problems.push({ row, column: 'areaCode', problem: 'area-shape' });
  const plain = /^\d{1,3}(?:,\d{3})+$/u.test(typed) ? typed.replaceAll(',', '') : typed;
  const points = /^[+-]?\d+(?:\.\d+)?$/u.test(plain) ? Number(plain) : Number.NaN;
  if (typed === '') problems.push({ row, column: 'points', problem: 'missing' });
  else if (Number.isNaN(points)) problems.push({ row, column: 'points', problem: 'number' });
  else {
    const wrong = wholeAmount(points);
    if (wrong) problems.push({ row, column: 'points', problem: wrong.refused.slice('points/'.length), params: { ...wrong.params } });
  }
  return { read: problems.length > 0 ? null : { row, number, areaCode: code === '' ? null : code, name, points }, problems };
}
