// Invented people and ordinary offices of a demo city. Departments are named by what they do, as in any city.

const surnames = [...'林苏程顾沈陆秦许江温叶邵俞钟白庄夏简柏蓝施葛岑童祝虞柯卓慕席'];
const given = [
  '知远', '晚晴', '思齐', '若溪', '明朗', '秋实', '青禾', '安然', '向阳', '雨桐', '长风', '静姝', '子衿', '云舒', '海棠', '立夏', '望舒', '朝晖', '清如',
  '书瑶', '景行', '怀瑾', '嘉木', '念慈', '守拙', '采薇', '修远',
];

/** The n-th inhabitant; no two of the first 810 are the same. The third has a rare character, the seventh a long name: screens must hold both. */
export function demoName(index: number): string {
  if (index === 2) return '程𠮷安';
  if (index === 6) return '古丽巴哈尔·阿卜杜热合曼';
  return `${surnames[index % surnames.length] ?? ''}${given[(index + Math.floor(index / surnames.length)) % given.length] ?? ''}`;
}

export type DemoUnit = { readonly code: string; readonly name: string; readonly kind: 'department' | 'commandCentre' };

/** Twenty-eight departments joined to the platform, and the city's centre. */
export const demoUnits: readonly DemoUnit[] = [
  { code: 'SZX', name: '市综治中心', kind: 'commandCentre' },
  ...([
    ['GAJ', '公安局'], ['XFJ', '信访局'], ['YJJ', '应急管理局'], ['SFJ', '司法局'], ['MZJ', '民政局'], ['WXB', '委网信办'], ['JYJ', '教育和体育局'],
    ['RSJ', '人力资源和社会保障局'], ['ZRJ', '自然资源和规划局'], ['STJ', '生态环境局'], ['ZJJ', '住房和城乡建设局'], ['CGJ', '城市管理局'], ['JTJ', '交通运输局'],
    ['SLJ', '水利局'], ['NYJ', '农业农村局'], ['SWJ', '商务和投资促进局'], ['WLJ', '文化和旅游局'], ['WJW', '卫生健康委'], ['TYJ', '退役军人事务局'],
    ['SCJ', '市场监督管理局'], ['YBJ', '医疗保障局'], ['SPJ', '行政审批服务局'], ['DSJ', '大数据局'], ['XFZ', '消防救援支队'], ['FLH', '妇女联合会'],
    ['CLH', '残疾人联合会'], ['GDG', '供电公司'], ['RQG', '燃气集团'],
  ] as const).map(([code, name]): DemoUnit => ({ code: `S-${code}`, name: `市${name}`, kind: 'department' })),
];

export type TownshipOffice = {
  readonly code: string; readonly name: string; readonly kind: 'department' | 'commandCentre' | 'team' | 'checkpoint' | 'committee';
  readonly level: 'township' | 'village' | 'courtyard'; readonly account: string; readonly title: string;
};

/** Names without the township's (or the village's), which is put before them. */
export const townshipOffices: readonly TownshipOffice[] = [
  { code: 'ZHZX', name: '综治中心（指挥中心）', kind: 'commandCentre', level: 'township', account: 'diaodu', title: '调度员' },
  { code: 'ZFD', name: '综合执法队', kind: 'department', level: 'township', account: 'zhifa', title: '综合执法队承办人' },
  { code: 'HWS', name: '市政环卫所', kind: 'department', level: 'township', account: 'huanwei', title: '市政环卫所承办人' },
  { code: 'PCS', name: '派出所', kind: 'department', level: 'township', account: 'paichusuo', title: '派出所值班民警' },
  { code: 'MZB', name: '民政办', kind: 'department', level: 'township', account: 'minzheng', title: '民政办承办人' },
  { code: 'YJB', name: '应急办', kind: 'department', level: 'township', account: 'yingji', title: '应急办承办人' },
  { code: 'NFZ', name: '农业服务中心', kind: 'department', level: 'township', account: 'nongye', title: '农业服务中心承办人' },
  { code: 'SJS', name: '市场监管所', kind: 'department', level: 'township', account: 'shichang', title: '市场监管所承办人' },
  { code: 'WSY', name: '卫生院', kind: 'department', level: 'township', account: 'weisheng', title: '卫生院承办人' },
  { code: 'GDS', name: '供电所', kind: 'department', level: 'township', account: 'gongdian', title: '供电所承办人' },
  { code: 'ZLS', name: '自来水公司', kind: 'department', level: 'township', account: 'gongshui', title: '自来水公司承办人' },
  { code: 'SFS', name: '司法所', kind: 'department', level: 'township', account: 'sifa', title: '司法所调解员' },
  { code: 'TJW', name: '人民调解委员会', kind: 'committee', level: 'village', account: 'tiaojie', title: '村调解员' },
  { code: 'DJY', name: '党建大院', kind: 'committee', level: 'courtyard', account: 'dayuan', title: '党建大院院长' },
  { code: 'KD1', name: '东卡点', kind: 'checkpoint', level: 'township', account: 'kadiandong', title: '东卡点值守' },
  { code: 'KD2', name: '西卡点', kind: 'checkpoint', level: 'township', account: 'kadianxi', title: '西卡点值守' },
  { code: 'XLD1', name: '第一巡逻队', kind: 'team', level: 'township', account: 'xunluoyi', title: '第一巡逻队队员' },
  { code: 'XLD2', name: '第二巡逻队', kind: 'team', level: 'township', account: 'xunluoer', title: '第二巡逻队队员' },
];
