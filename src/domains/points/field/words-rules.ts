import { words } from '../../../platform/core/words.ts';

export const pointsFieldWords = words({
  pointsField: {
    links: { propose: '提出积分记录', entries: '积分记录', card: '我的积分卡' },
    propose: {
      title: '提出积分记录', book: '积分账', household: '哪一户', find: '按户主、门牌或编号找', none: '没有找到', class: '类别', item: '事项', amount: '分值', fixed: '固定 {{n}} 分', upTo: '最多 {{n}} 分', on: '哪天', note: '情况', noteWhy: '加密保存，公示不显示', noteFamily: '家庭事务，只有考评组看得到', photos: '照片', documentNo: '文书编号', basis: '家庭事务的依据', consent: '当事人同意', publicDecision: '公开议定',
      send: '提出', again: '再试一次', kept: '没有提交成功，填的内容还在', saved: '已提出', savedHint: '等考评组另一名成员确认', more: '再提一条', back: '看积分记录', noRules: '这里还没有施行的积分办法', noRulesHint: '办法经会议表决、乡镇备案后施行', change: '换一户', missing: '请选择',
    },
    entries: { title: '积分记录', waiting: '待办', mine: '我提出的', all: '全部', none: '没有积分记录', noneHint: '提出的记录、等您确认的记录会出现在这里', confirm: '确认', decline: '不同意', tell: '已当面告知', withdraw: '撤回', object: '登记异议', uphold: '异议成立', dismiss: '异议不成立', reason: '理由', decision: '处理决定', send: '提交', window: '异议期到 {{on}}', hidden: '家庭事务，内容只有考评组可看', by: '{{who}} 提出', confirmed: '{{who}} 确认', objection: '异议：{{why}}', decided: '{{outcome}}：{{why}}', document: '文书 {{no}}', propose: '提出记录' },
    card: { title: '我的积分卡', none: '您没有积分卡', noneHint: '由村（社区）或镇上的管理人员建卡', total: '累计 {{n}} 分', month: '{{code}}', closed: '已结', visits: '走访 {{n}}', diaries: '日记 {{n}}', solved: '解决问题 {{n}}', highlights: '亮点 {{n}}', breaches: '查实违规 {{n}}', entries: '明细', noEntries: '今年还没有记分', proposals: '正在办理', object: '提出异议', objectWhy: '由没有经手过的人处理', hint: '只有自己和管理人员看得到，不排名' },
  },
}, {
  pointsField: {
    links: { propose: 'Propose points', entries: 'Entries', card: 'My card' },
    propose: {
      title: 'Propose points', book: 'Book', household: 'Household', find: 'By name, address or number', none: 'Nothing found', class: 'Class', item: 'Item', amount: 'Points', fixed: '{{n}} points', upTo: '{{n}} at most', on: 'Day', note: 'What happened', noteWhy: 'Kept sealed, never in the notice', noteFamily: 'A family matter: read by the group alone', photos: 'Photos', documentNo: 'Document', basis: 'Basis of the family matter', consent: 'Consent', publicDecision: 'Public decision',
      send: 'Propose', again: 'Try again', kept: 'Not sent; what you typed is still here', saved: 'Proposed', savedHint: 'Another member of the group confirms', more: 'Another one', back: 'See the entries', noRules: 'No rules are in force here', noRulesHint: 'A meeting adopts them, the township files them', change: 'Another household', missing: 'Please choose',
    },
    entries: { title: 'Entries', waiting: 'Under way', mine: 'Mine', all: 'All', none: 'No entries', noneHint: 'What was proposed, and what waits for you, appears here', confirm: 'Confirm', decline: 'Decline', tell: 'Told in person', withdraw: 'Withdraw', object: 'Record an objection', uphold: 'Upheld', dismiss: 'Dismissed', reason: 'Reason', decision: 'Decision', send: 'Send', window: 'Objections until {{on}}', hidden: 'A family matter: read by the group alone', by: 'Proposed by {{who}}', confirmed: 'Confirmed by {{who}}', objection: 'Objection: {{why}}', decided: '{{outcome}}: {{why}}', document: 'Document {{no}}', propose: 'Propose' },
    card: { title: 'My card', none: 'You have no card', noneHint: 'The village or township opens it', total: '{{n}} in all', month: '{{code}}', closed: 'closed', visits: 'Visits {{n}}', diaries: 'Diaries {{n}}', solved: 'Solved {{n}}', highlights: 'Highlights {{n}}', breaches: 'Breaches {{n}}', entries: 'Entries', noEntries: 'Nothing this year', proposals: 'Under way', object: 'Object', objectWhy: 'Decided by somebody who had no part in it', hint: 'Seen by you and those who manage; no ranking' },
  },
});
