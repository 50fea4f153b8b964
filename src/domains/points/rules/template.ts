import type { z } from 'zod';
import type { BookKind, content } from './rule-book.ts';

// A rule book to begin with; a village changes what it wants before it votes. Titles are the village's own words, as data.

type Draft = z.input<typeof content>;

const household: Draft = {
  base: { points: 30, every: 'year' }, creditAt: 'windowOver', objectionDays: 7, noticeDays: 7,
  text: '积分用于表彰和兑换物品，不与低保、医保、入学、选举等权利挂钩。未成年人不扣分。家庭内部事务不公开内容。',
  items: [
    { code: 'A1', class: 'lawful', title: '参与平安巡逻、义务普法', points: 3, cap: { points: 24, every: 'year' }, evidence: ['photo'] },
    { code: 'A2', class: 'lawful', title: '主动报告安全隐患，经核实', points: 5, cap: { points: 20, every: 'year' }, evidence: ['photo'] },
    { code: 'A9', class: 'lawful', title: '受到行政处罚或刑事处罚', points: -20, evidence: ['document'] },
    { code: 'B1', class: 'civil', title: '红白事从简', points: 5, evidence: ['witness'] },
    { code: 'B9', class: 'civil', title: '辱骂、滋扰邻里，经调解组织认定', points: -5, evidence: ['document'] },
    { code: 'C1', class: 'environment', title: '房前屋后整洁，检查合格', points: 3, cap: { points: 12, every: 'year' }, evidence: ['photo'] },
    { code: 'C2', class: 'environment', title: '参加村里环境整治劳动', points: 2, cap: { points: 20, every: 'year' }, evidence: ['photo'] },
    { code: 'C9', class: 'environment', title: '乱倒垃圾，劝导后不改', points: -3, evidence: ['photo'] },
    { code: 'D1', class: 'enterprise', title: '带动邻里就业、传授技术', points: 5, upTo: true, evidence: ['witness'] },
    { code: 'E1', class: 'honest', title: '拾金不昧', points: 5, evidence: ['witness'] },
    { code: 'E9', class: 'honest', title: '拒不履行生效法律文书', points: -10, evidence: ['document'] },
    { code: 'F1', class: 'helpful', title: '志愿服务（每次）', points: 3, cap: { points: 30, every: 'year' }, evidence: ['photo'] },
    { code: 'F2', class: 'helpful', title: '见义勇为', points: 20, evidence: ['document'] },
    { code: 'F3', class: 'helpful', title: '志愿服务满五次', points: 5, bonusOf: { code: 'F1', times: 5 } },
    { code: 'G1', class: 'elders', title: '照料邻里老人（每月）', points: 4, cap: { points: 4, every: 'month' }, evidence: ['witness'] },
    { code: 'G2', class: 'elders', title: '家庭和睦，敬老爱老受到公认', points: 5, cap: { points: 5, every: 'year' }, evidence: ['witness'], family: true },
  ],
};

const cadre: Draft = {
  base: { points: 0, every: 'year' }, creditAt: 'windowOver', objectionDays: 7, noticeDays: 7, text: '每月结账，可以为负。减分只凭查实的认定文书。不排名；评优、绩效、选拔须由人另行作出决定。',
  items: [
    { code: 'V1', class: 'work', title: '入户走访', points: 1, cap: { points: 8, every: 'month' }, source: 'visit' },
    { code: 'V2', class: 'work', title: '记民情日记', points: 1, cap: { points: 4, every: 'month' }, source: 'diary' },
    { code: 'V3', class: 'work', title: '上报的问题得到解决', points: 2, cap: { points: 8, every: 'month' }, source: 'case' },
    { code: 'V4', class: 'work', title: '工作有亮点', points: 5, upTo: true, evidence: ['document'] },
    { code: 'X1', class: 'work', title: '吃拿卡要，经查实', points: -10, evidence: ['document', 'photo'] },
  ],
};

const member: Draft = {
  base: { points: 0, every: 'year' }, creditAt: 'windowOver', objectionDays: 7, noticeDays: 7, text: '',
  items: [
    { code: 'P1', class: 'work', title: '参加组织生活', points: 1, cap: { points: 12, every: 'year' }, evidence: ['witness'] }, { code: 'P2', class: 'helpful', title: '认领并完成志愿服务', points: 2, evidence: ['photo'] },
    { code: 'P9', class: 'lawful', title: '受到党纪处分', points: -10, evidence: ['document'] },
  ],
};

export function templateOf(kind: BookKind): Draft {
  return { household, cadre, member }[kind];
}
