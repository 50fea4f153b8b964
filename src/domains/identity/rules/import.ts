import type { employments } from '../contract.ts';
import { cleanPhone } from './people.ts';

// What a row of an import of people says, before anybody looks into the database.

export const importColumns = ['name', 'account', 'phone', 'role', 'areaCode', 'unitCode', 'title', 'employment', 'share', 'validFrom', 'validTo', 'password'] as const;
export type ImportColumn = (typeof importColumns)[number];

/** Headings as people write them. */
const heads: Record<ImportColumn, readonly string[]> = {
  name: ['姓名', '名字', '人员姓名', 'name', 'fullname'],
  account: ['账号', '帐号', '用户名', '登录名', '登录账号', 'account', 'username', 'login'],
  phone: ['手机', '手机号', '手机号码', '电话', '联系电话', '联系方式', 'phone', 'mobile', 'telephone'],
  role: ['角色', '岗位', '角色/岗位', '岗位角色', 'role', 'post'],
  areaCode: ['区域编码', '网格编码', '行政区划代码', '区划代码', '区域代码', '所属区域编码', 'areacode', 'gridcode', 'area'],
  unitCode: ['单位编码', '单位代码', '部门编码', '部门代码', 'unitcode', 'unit'],
  title: ['职务', '职位', '称谓', 'title'],
  employment: ['专兼职', '专职/兼职', '用工方式', 'employment'],
  share: ['工作占比', '占比', '工作量占比', 'share', 'sharepercent'],
  validFrom: ['起始日期', '开始日期', '任职日期', '上岗日期', 'validfrom', 'from', 'startdate'],
  validTo: ['截止日期', '结束日期', '终止日期', '离岗日期', 'validto', 'to', 'until', 'enddate'],
  password: ['初始密码', '密码', 'password', 'firstpassword'],
};

/** Spaces, a star for "required" and a remark in brackets do not matter. */
export function columnOf(head: string): ImportColumn | undefined {
  const plain = head.normalize('NFKC').toLowerCase().replace(/\(.*?\)|\[.*?\]|【.*?】|[\s*:_-]/gu, '');
  return importColumns.find((column) => heads[column].includes(plain));
}

/** Empty cells are null: a new person or post then gets the ordinary value, an existing one keeps its own. */
export type ImportRow = {
  readonly row: number; readonly account: string; readonly name: string; readonly phone: string | null;
  readonly role: string | null; readonly areaCode: string | null; readonly unitCode: string | null; readonly title: string | null;
  readonly employment: (typeof employments)[number] | null; readonly sharePercent: number | null;
  readonly validFrom: string | null; readonly validTo: string | null; readonly password: string | null;
};
export type RowProblem = { readonly row: number; readonly column: ImportColumn; readonly problem: string; readonly params?: Readonly<Record<string, string | number>> };
export type TypedCell = { readonly text: string; readonly problem?: string };

export function readImportRow(row: number, cells: ReadonlyMap<ImportColumn, TypedCell>): { readonly row: ImportRow | null; readonly problems: readonly RowProblem[] } {
  const problems: RowProblem[] = [];
  const complain = (column: ImportColumn, problem: string, params?: Readonly<Record<string, string | number>>): null => {
    problems.push({ row, column, problem, ...(params ? { params } : {}) });
    return null;
  };
  const textOf = (column: ImportColumn, max = 200): string | null => {
    const cell = cells.get(column);
    if (cell?.problem) return complain(column, cell.problem);
    const text = cell?.text.trim() ?? '';
    if (text === '') return null;
    if (!text.isWellFormed() || text.includes(String.fromCharCode(0))) return complain(column, 'text-not-storable');
    return [...text].length > max ? complain(column, 'text-too-long', { max }) : text;
  };
  const needed = (column: ImportColumn, max?: number): string | null => {
    const before = problems.length;
    const text = textOf(column, max);
    return text ?? (problems.length > before ? null : complain(column, 'missing'));
  };
  const understood = <T>(column: ImportColumn, problem: string, read: (text: string) => T | null): T | null => {
    const text = textOf(column);
    if (text === null) return null;
    return read(text) ?? complain(column, problem, { value: [...text].slice(0, 30).join('') });
  };

  const name = needed('name', 50);
  const account = needed('account');
  if (account !== null && !/^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$/u.test(account)) complain('account', 'account-shape');
  const role = textOf('role', 40);
  const areaCode = understood('areaCode', 'area-shape', (text) => (/^\d{12,20}$/u.test(text.normalize('NFKC')) ? text.normalize('NFKC') : null));
  if (role === null && areaCode !== null) complain('role', 'role-missing');
  if (role !== null && areaCode === null && !problems.some((one) => one.column === 'areaCode')) complain('areaCode', 'area-missing');
  const validFrom = understood('validFrom', 'date', readDay);
  const validTo = understood('validTo', 'date', readDay);
  if (validFrom !== null && validTo !== null && validTo < validFrom) complain('validTo', 'dates-reversed');
  const password = textOf('password');
  if (password !== null && password.length < 8) complain('password', 'password-short');
  const rest = {
    phone: understood('phone', 'phone-wrong', cleanPhone), unitCode: textOf('unitCode', 30), title: textOf('title', 40),
    employment: understood('employment', 'employment', readEmployment), sharePercent: understood('share', 'share', readShare),
  };
  if (problems.length > 0 || name === null || account === null) return { row: null, problems };
  return { row: { row, account, name, role, areaCode, validFrom, validTo, password, ...rest }, problems };
}

function readEmployment(text: string): (typeof employments)[number] | null {
  const plain = text.toLowerCase().replace(/[\s_-]/gu, '');
  if (['专职', '全职', 'fulltime', 'full'].includes(plain)) return 'fullTime';
  return ['兼职', 'parttime', 'part'].includes(plain) ? 'partTime' : null;
}

/** 50%, 50 and 0.5 are one half. */
function readShare(text: string): number | null {
  const parts = /^(\d{1,3}(?:\.\d+)?)\s*(%?)$/u.exec(text.normalize('NFKC'));
  if (!parts) return null;
  const number = Number(parts[1]);
  const percent = parts[2] === '' && number < 1 ? number * 100 : number;
  return percent >= 1 && percent <= 100 ? Math.round(percent) : null;
}

/** 2026-01-31, 2026/1/31, 2026.1.31, 2026年1月31日, 20260131; only days that there are, 1949 to 2199. */
function readDay(text: string): string | null {
  const parts = /^(\d{4})(?:[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})日?|(\d{2})(\d{2}))(?:[ T]00:00(?::00)?)?$/u.exec(text.normalize('NFKC'));
  if (!parts) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2] ?? parts[4]), Number(parts[3] ?? parts[5])];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < 1950 || year > 2199 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.toISOString().slice(0, 10);
}
