import { allPlaceKinds, placeCategories, placeKinds, relations, residences, risks, sexes, statuses, type PersonFields, type PlaceCategory, type PlaceFields } from '../contract-shapes.ts';
import { idKinds, isDay } from './id-number.ts';

// What a row of a file says, before anybody looks into the database.

export const peopleHeads = {
  name: ['姓名', '名字', 'name', 'fullname'],
  idKind: ['证件类型', '证件种类', 'idtype', 'documenttype'],
  idNumber: ['证件号码', '证件号', '身份证号', '身份证号码', '公民身份号码', '身份证', 'idnumber', 'documentnumber'],
  sex: ['性别', 'sex', 'gender'],
  birthDate: ['出生日期', '出生年月日', '生日', 'birthdate', 'dateofbirth'],
  phone: ['联系电话', '电话', '手机', '手机号', '手机号码', '联系方式', 'phone', 'mobile'],
  areaCode: ['网格编码', '网格代码', '区域编码', '所属网格编码', 'gridcode', 'areacode'],
  address: ['详细住址', '住址', '现住址', '居住地址', '家庭住址', '地址', 'address'],
  household: ['户号', '户编号', '家庭编号', 'household', 'householdnumber'],
  relation: ['与户主关系', '户主关系', '关系', 'relation'],
  residence: ['人口类型', '人口类别', '人口性质', 'residence'],
  status: ['居住状态', '在住状态', '状态', 'status'],
} as const;
export const placeHeads = {
  name: ['名称', '场所名称', '单位名称', '点位名称', '小区名称', '企业名称', 'name'],
  category: ['类别', '场所类别', 'category'],
  kind: ['类型', '场所类型', 'kind', 'type'],
  areaCode: peopleHeads.areaCode,
  address: ['地址', '详细地址', '位置', 'address'],
  risk: ['风险等级', '风险', 'risk'],
  contact: ['联系人', '负责人', '责任人', 'contact'],
  phone: ['联系电话', '电话', '联系方式', 'phone'],
  managed: ['有无物业', '有无物业公司', '物业', 'managed'],
  households: ['户数', '住户数', 'households'],
  longitude: ['经度', 'longitude'],
  latitude: ['纬度', 'latitude'],
  note: ['备注', '说明', 'note'],
} as const;
export type PeopleColumn = keyof typeof peopleHeads;
export type PlaceColumn = keyof typeof placeHeads;
export type Problem = { readonly row: number; readonly column: string; readonly problem: string; readonly params?: Readonly<Record<string, string | number>> };
export type TypedCell = { readonly text: string; readonly problem?: string | undefined };

type Read<Fields> = { readonly fields: Fields | null; readonly areaCode: string | null; readonly household: string | null; readonly problems: readonly Problem[] };

/** Words of either language, spaces and brackets aside; `男`, `男性` and `male` are one. */
const spoken: Readonly<Record<string, readonly string[]>> = {
  male: ['男', '男性', 'm'], female: ['女', '女性', 'f'], local: ['户籍人口', '户籍', '常住', '本地'], floating: ['流动人口', '流动', '暂住', '外来'], overseas: ['境外人员', '境外', '港澳台', '外国人'],
  here: ['在住', '居住', '在家', '正常'], away: ['外出', '人户分离', '务工'], movedOut: ['迁出', '搬走', '已迁出'], deceased: ['死亡', '去世', '已故'],
  head: ['户主', '本人'], spouse: ['配偶', '妻', '夫', '妻子', '丈夫'], child: ['子女', '子', '女', '儿子', '女儿'], parent: ['父母', '父', '母', '父亲', '母亲'], grandchild: ['孙子女', '孙子', '孙女', '外孙', '外孙女'],
  grandparent: ['祖父母', '祖父', '祖母', '外祖父', '外祖母'], sibling: ['兄弟姐妹', '兄', '弟', '姐', '妹'], other: ['其他', '非亲属'],
  idCard: ['居民身份证', '身份证', '公民身份证'], residencePermit: ['港澳台居民居住证', '居住证'], hkMacaoPermit: ['港澳居民来往内地通行证', '回乡证'], taiwanPermit: ['台湾居民来往大陆通行证', '台胞证'], foreignPermit: ['外国人永久居留身份证', '永居证'], passport: ['护照'],
  risk: ['风险点位', '风险', '隐患点'], key: ['重点场所', '重点', '场所'], compound: ['住宅小区', '小区', '居民小区'], enterprise: ['企业', '单位', '经营主体'],
  none: ['无', '没有'], low: ['低', '低风险'], medium: ['中', '中风险', '较大'], high: ['高', '高风险', '重大'],
  crossing: ['进出道口', '道口', '出入口'], street: ['街道', '街巷'], road: ['交通干道', '道路', '公路'], market: ['集市', '市场', '农贸市场'], geohazard: ['地质灾害点', '地质灾害易发点', '地灾点'], checkpoint: ['卡点', '检查站'], water: ['水域', '河湖', '水库', '堰塘'], oldHouse: ['老旧房屋', '危房'],
  school: ['学校', '幼儿园'], hospital: ['医院', '卫生院', '诊所'], scenic: ['景区', '景点'], nursingHome: ['养老院', '敬老院', '养老机构'], station: ['车站', '客运站'], fuelStation: ['加油站', '加气站'], construction: ['工地', '建筑工地'], venue: ['娱乐场所', '公共场所'],
  factory: ['工厂', '生产企业'], shop: ['商铺', '门店', '商店'], farm: ['农场', '合作社', '养殖场'], service: ['服务企业', '服务业'],
};

function oneOf<T extends string>(list: readonly T[]): (text: string) => T | null {
  return (text) => {
    const plain = text.normalize('NFKC').toLowerCase().replace(/[\s()]/gu, '');
    return list.find((one) => one.toLowerCase() === plain || spoken[one]?.includes(plain)) ?? null;
  };
}

function reader(row: number, cells: ReadonlyMap<string, TypedCell>, problems: Problem[]) {
  const complain = (column: string, problem: string, params?: Problem['params']): null => {
    problems.push({ row, column, problem, ...(params ? { params } : {}) });
    return null;
  };
  const text = (column: string, max = 200): string | null => {
    const cell = cells.get(column);
    if (cell?.problem) return complain(column, cell.problem);
    const typed = cell?.text.trim() ?? '';
    if (typed === '') return null;
    if (!typed.isWellFormed() || typed.includes(String.fromCharCode(0))) return complain(column, 'text-not-storable');
    return [...typed].length > max ? complain(column, 'text-too-long', { max }) : typed;
  };
  const needed = (column: string, max?: number): string | null => {
    const before = problems.length;
    return text(column, max) ?? (problems.length > before ? null : complain(column, 'missing'));
  };
  const read = <T>(column: string, problem: string, of: (typed: string) => T | null): T | undefined => {
    const typed = text(column);
    return typed === null ? undefined : of(typed) ?? complain(column, problem) ?? undefined;
  };
  return { text, needed, read, complain };
}

const areaCode = (text: string): string | null => (/^\d{12,20}$/u.test(text.normalize('NFKC')) ? text.normalize('NFKC') : null);

/** Empty cells say nothing: an entry that is known keeps what it has. */
export function readPeopleRow(row: number, cells: ReadonlyMap<string, TypedCell>): Read<Omit<PersonFields, 'areaId' | 'householdId'> & { name: string }> {
  const problems: Problem[] = [];
  const { text, needed, read } = reader(row, cells, problems);
  const name = needed('name', 50);
  const fields = {
    idKind: read('idKind', 'id-kind', oneOf(idKinds)), idNumber: text('idNumber', 40) ?? undefined, sex: read('sex', 'sex', oneOf(sexes)), birthDate: read('birthDate', 'date', readDay), phone: text('phone', 30) ?? undefined,
    address: text('address') ?? undefined, relation: read('relation', 'relation', oneOf(relations)), residence: read('residence', 'residence', oneOf(residences)), status: read('status', 'status', oneOf(statuses)),
  };
  const code = read('areaCode', 'area-shape', areaCode) ?? null;
  const household = text('household', 40);
  return { fields: problems.length > 0 || name === null ? null : { name, ...fields }, areaCode: code, household, problems };
}

export function readPlaceRow(row: number, cells: ReadonlyMap<string, TypedCell>): Read<Omit<PlaceFields, 'areaId'> & { name: string; category: PlaceCategory; kind: (typeof allPlaceKinds)[number] }> {
  const problems: Problem[] = [];
  const { text, needed, read, complain } = reader(row, cells, problems);
  const name = needed('name', 100);
  const given = read('category', 'category', oneOf(placeCategories));
  // A compound needs no kind beside its category; any other kind says its category.
  const kind = read('kind', 'place-kind', oneOf(allPlaceKinds)) ?? (given === 'compound' ? 'compound' : undefined);
  const category = given ?? (kind === undefined ? undefined : placeCategories.find((one) => placeKinds[one].some((its) => its === kind)));
  if (kind === undefined && !problems.some(({ column }) => column === 'kind')) complain('kind', 'missing');
  if (kind !== undefined && category !== undefined && !placeKinds[category].some((its) => its === kind)) complain('kind', 'kind-does-not-fit');
  const number = (most: number) => (typed: string): number | null => { const value = Number(typed.normalize('NFKC')); return Number.isFinite(value) && Math.abs(value) <= most ? value : null; };
  const longitude = read('longitude', 'number', number(180));
  const latitude = read('latitude', 'number', number(90));
  if ((longitude === undefined) !== (latitude === undefined)) complain(longitude === undefined ? 'longitude' : 'latitude', 'half-a-point');
  const households = read('households', 'number', (typed) => { const value = number(100_000)(typed); return value !== null && Number.isInteger(value) && value >= 0 ? value : null; });
  const fields = {
    address: text('address') ?? undefined, risk: read('risk', 'risk', oneOf(risks)), contactName: text('contact', 50) ?? undefined, phone: text('phone', 30) ?? undefined,
    managed: read('managed', 'yes-or-no', (typed) => (/^(?:有|是|y|yes|true|1)$/iu.test(typed) ? 'yes' : /^(?:无|否|没有|n|no|false|0)$/iu.test(typed) ? 'no' : null)), note: text('note', 500) ?? undefined,
  };
  const code = read('areaCode', 'area-shape', areaCode) ?? null;
  if (problems.length > 0 || name === null || kind === undefined || category === undefined) return { fields: null, areaCode: code, household: null, problems };
  return {
    fields: { name, category, kind, ...fields, managed: fields.managed === undefined ? undefined : fields.managed === 'yes', households, point: longitude === undefined || latitude === undefined ? undefined : { longitude, latitude } },
    areaCode: code, household: null, problems,
  };
}

/** 2026-01-31, 2026/1/31, 2026.1.31, 2026年1月31日, 20260131; only days that there were. */
export function readDay(text: string): string | null {
  const parts = /^(\d{4})(?:[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})日?|(\d{2})(\d{2}))(?:[ T]00:00(?::00)?)?$/u.exec(text.normalize('NFKC'));
  if (!parts) return null;
  const day = `${parts[1]}-${(parts[2] ?? parts[4] ?? '').padStart(2, '0')}-${(parts[3] ?? parts[5] ?? '').padStart(2, '0')}`;
  return isDay(day) ? day : null;
}
