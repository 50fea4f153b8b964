import { words } from '../../../platform/core/words.ts';

export const pointsDeskWords = words({
  pointsDesk: {
    title: '积分', views: { rules: '积分办法', proposals: '积分记录', objections: '异议', periods: '考评周期', notice: '公示', chart: '统计', cards: '干部积分卡' },
    book: '积分账', noBook: '这里还没有积分账', noBookHint: '由村（社区）工作人员建立户积分账，起草办法，经会议表决、乡镇备案后施行', open: '建立积分账', openHousehold: '户积分（村、社区）', openCadre: '干部积分卡', openMember: '党员积分', where: '在哪里', kind: '类别', opened: '积分账已建立', cancel: '取消', save: '保存', need: '请填写', close: '关闭',
    rules: {
      draft: '起草新办法', template: '按范本起草', none: '还没有积分办法', noneHint: '起草后先由会议表决，再由乡镇（街道）备案，最后施行', number: '第 {{n}} 版', valid: '{{from}} 至 {{to}}', inForce: '正在施行', by: '起草', filed: '备案', published: '施行', returned: '退回原因', meetings: '表决会议', noMeeting: '还没有登记会议',
      passed: '达到法定人数并通过', failed: '没有达到法定要求', notYet: '现在还不能表决：{{why}}', base: '基础分', baseText: '每户 {{n}} 分（{{every}}）', credit: '入账', told: '加分项告知后即入账，减分项等异议期满', windowOver: '异议期满入账', window: '异议期', days: '{{n}} 天', text: '总则', items: '加减分项', edit: '修改草案', meet: '登记会议', file: '备案', fileNo: '备案文号', return: '退回', returnWhy: '退回原因（哪一条侵犯权利或违反法律）', publish: '施行', publishFrom: '从哪天起施行', publishHint: '不能早于今天；办法不溯及既往', drop: '作废', dropAsk: '作废这份办法？', simulate: '试算去年', done: '已办理',
      code: '编号', class: '类别', item: '事项', points: '分值', cap: '上限', evidence: '证据', auto: '自动', family: '家庭事务', upTo: '至多', none2: '无', capText: '{{every}} {{n}} 分', bonus: '每满 {{n}} 次 {{code}}', minus: '减分', plus: '加分',
    },
    editor: {
      title: '积分办法草案', validFrom: '施行日期', validTo: '到哪天为止', basePoints: '基础分', baseEvery: '多久发一次', creditAt: '什么时候入账', objectionDays: '异议期（天）', noticeDays: '公示期（天）', text: '总则', add: '增加一项', remove: '删除', save: '保存草案', saved: '草案已保存', problem: '这份草案还不能表决：{{why}}', ok: '这份草案可以提交会议表决',
      upTo: '酌情给分', capPoints: '上限', capEvery: '每', source: '自动记分', manual: '由考评组提出', bonusOf: '每满几次另加', bonusCode: '依据编号', bonusTimes: '次数', more: '更多',
    },
    meeting: {
      title: '登记表决会议', kind: '会议形式', heldOn: '会议日期', noticeOn: '通知日期', authorised: '村民会议已授权村民代表会议讨论决定', matter: '事项', photos: '会议记录照片（必填）', note: '说明', numbers: '只记人数，不记谁投了什么票', check: '法定要求', save: '登记会议', saved: '会议已登记', condition: '条件', needed: '至少', got: '实际', law: '依据', met: '达到', unmet: '未达到', area: '面积单位：平方米', wait: '填好人数后，这里逐条显示是否达到法定要求', times: '{{n}}',
    },
    simulate: { title: '试算', year: '年份', hint: '把这份办法用在当年已入账的事实上，只看结果，不记账', facts: '事实', unmatched: '没有对应项', accounts: '账户', total: '合计', was: '实际合计', lowest: '最低', highest: '最高', below: '低于零的账户', times: '次数', capped: '触及上限', points: '得分' },
    proposals: {
      add: '提出记录', none: '没有积分记录', noneHint: '考评组成员和网格员在手机或这里提出，另一名成员确认后告知农户', waiting: '待办', all: '全部', mine: '我提出的', subject: '农户／人员', item: '事项', points: '分值', on: '发生日', state: '状态', by: '提出', area: '区域', story: '经过', note: '情况', hidden: '家庭事务，内容只有考评组可看', photos: '照片', documentNo: '文书编号', window: '异议期到', basis: '依据', rule: '依据办法', ruleText: '第 {{n}} 版 {{code}}',
      confirm: '确认', decline: '不同意', withdraw: '撤回', tell: '已告知', object: '登记异议', decide: '处理异议', reason: '理由', how: '怎样告知', onBehalf: '谁提出', objection: '异议', decision: '处理决定', decidedBy: '处理人', uphold: '异议成立', dismiss: '异议不成立', done: '已办理', creditDue: '到期入账', credited: '入账 {{n}} 条，冲正 {{m}} 条', refused: '{{n}} 条没有入账：{{why}}', noObjection: '没有异议', noObjectionHint: '农户在异议期内提出的异议会出现在这里，由没有经手过的考评组成员处理',
    },
    propose: { title: '提出积分记录', household: '哪一户', householdFind: '按户主、门牌或编号找', worker: '哪位干部', item: '事项', amount: '分值', amountFixed: '这一项固定为 {{n}} 分', amountUpTo: '最多 {{n}} 分', on: '发生日', note: '情况', noteWhy: '加密保存；公示不显示', noteFamily: '家庭事务：只有考评组看得到', photos: '照片', documentNo: '文书编号', basis: '家庭事务的依据', submit: '提出', done: '已提出，等另一名成员确认', noItems: '现在没有施行的积分办法' },
    periods: {
      year: '年份', code: '周期', kind: '类别', span: '起止', state: '状态', closed: '结束', unfinished: '未办完 {{n}} 条', close: '结束', closeAsk: '结束 {{code}}？结束后不能再改。', open: '开启兑现', sums: '{{n}} 条，{{m}} 分', base: '发放基础分', baseAsk: '给全村每户发放基础分？同一周期重复点不会重发。', baseDone: '发放 {{n}} 户，已发过 {{m}} 户', done: '已办理', none: '没有考评周期', honours: '表彰', honour: '作出表彰', honourWhat: '表彰', honourYear: '年度', honourReason: '理由', honourNo: '决定文号', honourCite: '引用当前积分作参考', honourHint: '由人作出决定；积分只作参考，不自动产生任何结果', cited: '参考积分 {{n}}', noHonours: '还没有表彰',
    },
    notice: { title: '积分公示', sub: '{{area}}　截至 {{on}}', rules: '依据第 {{n}} 版积分办法（{{from}} 至 {{to}}，备案号 {{no}}）', note: '只公示户名代称和总分，不公示事由。对积分有异议的，请在 {{days}} 天内向考评组提出。', alias: '户', total: '积分', print: '打印', none: '还没有积分', noneHint: '发放基础分后，这里会出现每户的总分' },
    chart: { byClass: '按类别', byVillage: '按村（社区）', period: '时间', plus: '加分', minus: '减分', times: '条', households: '户', none: '这段时间没有入账的积分', quarter: '本季度', half: '近半年', year: '近一年', note: '户积分按发生日统计；不作排名' },
    cards: { open: '建卡', openWho: '人员', month: '月', visits: '走访', diaries: '日记', solved: '解决问题', highlights: '亮点', breaches: '查实违规', points: '得分', total: '累计', none: '还没有积分卡', noneHint: '先建卡；此后走访、日记和办结的上报会自动记分', hint: '按姓名排列，不排名。评优、绩效、选拔须由人另行决定。', closed: '已结' },
  },
}, {
  pointsDesk: {
    title: 'Points', views: { rules: 'Rule book', proposals: 'Entries', objections: 'Objections', periods: 'Periods', notice: 'Public notice', chart: 'Figures', cards: 'Officials\' cards' },
    book: 'Book', noBook: 'No book of points here yet', noBookHint: 'The village opens a book and drafts its rules; a meeting adopts them, the township files them', open: 'Open a book', openHousehold: 'Households (village)', openCadre: 'Officials\' cards', openMember: 'Party members', where: 'Where', kind: 'Kind', opened: 'The book is open', cancel: 'Cancel', save: 'Save', need: 'Please fill in', close: 'Close',
    rules: {
      draft: 'Draft new rules', template: 'Begin with the template', none: 'No rules yet', noneHint: 'A draft is adopted by a meeting, filed by the township, then put in force', number: 'Version {{n}}', valid: '{{from}} to {{to}}', inForce: 'In force', by: 'Drafted', filed: 'Filed', published: 'Put in force', returned: 'Returned because', meetings: 'Meetings', noMeeting: 'No meeting recorded yet',
      passed: 'Enough came, and it passed', failed: 'Not what the law asks for', notYet: 'Not ready for a meeting: {{why}}', base: 'Base', baseText: '{{n}} each household ({{every}})', credit: 'Credited', told: 'Plus items when told, minus items after the window', windowOver: 'After the window', window: 'Objections', days: '{{n}} days', text: 'General', items: 'Items', edit: 'Change the draft', meet: 'Record a meeting', file: 'File', fileNo: 'File number', return: 'Return', returnWhy: 'Why (which item infringes rights or the law)', publish: 'Put in force', publishFrom: 'From which day', publishHint: 'Not before today: rules are never retroactive', drop: 'Give up', dropAsk: 'Give these rules up?', simulate: 'Try on last year', done: 'Done',
      code: 'Code', class: 'Class', item: 'Item', points: 'Points', cap: 'Cap', evidence: 'Evidence', auto: 'By itself', family: 'Family', upTo: 'up to', none2: 'none', capText: '{{n}} {{every}}', bonus: 'each {{n}} × {{code}}', minus: 'Minus', plus: 'Plus',
    },
    editor: {
      title: 'Draft of rules', validFrom: 'In force from', validTo: 'Until', basePoints: 'Base', baseEvery: 'How often', creditAt: 'When credited', objectionDays: 'Days to object', noticeDays: 'Days of notice', text: 'General', add: 'Add an item', remove: 'Remove', save: 'Save the draft', saved: 'The draft is saved', problem: 'Not ready for a meeting: {{why}}', ok: 'Ready for a meeting',
      upTo: 'up to', capPoints: 'Cap', capEvery: 'Each', source: 'By itself', manual: 'Proposed by the group', bonusOf: 'Added each so often', bonusCode: 'Code', bonusTimes: 'Times', more: 'More',
    },
    meeting: {
      title: 'Record a meeting', kind: 'Kind', heldOn: 'Held on', noticeOn: 'Notice given on', authorised: 'The villagers\' meeting has authorised the representatives', matter: 'Matter', photos: 'Photos of the minutes (needed)', note: 'Note', numbers: 'Numbers alone, never who voted how', check: 'What the law asks for', save: 'Record', saved: 'The meeting is recorded', condition: 'Condition', needed: 'At least', got: 'Was', law: 'Law', met: 'Met', unmet: 'Not met', area: 'Areas in square metres', wait: 'With the numbers, each condition is shown here', times: '{{n}}',
    },
    simulate: { title: 'Trial', year: 'Year', hint: 'These rules on the facts of that year; nothing is booked', facts: 'Facts', unmatched: 'Without an item', accounts: 'Accounts', total: 'Total', was: 'Really', lowest: 'Lowest', highest: 'Highest', below: 'Below nought', times: 'Times', capped: 'Capped', points: 'Points' },
    proposals: {
      add: 'Propose', none: 'No entries', noneHint: 'Members of the group propose on the phone or here; another one confirms', waiting: 'Under way', all: 'All', mine: 'Mine', subject: 'Household or official', item: 'Item', points: 'Points', on: 'Day', state: 'State', by: 'Proposed', area: 'Area', story: 'Story', note: 'What happened', hidden: 'A family matter: read by the group alone', photos: 'Photos', documentNo: 'Document', window: 'Objections until', basis: 'Basis', rule: 'Rule', ruleText: 'Version {{n}} {{code}}',
      confirm: 'Confirm', decline: 'Decline', withdraw: 'Withdraw', tell: 'Told', object: 'Record an objection', decide: 'Decide', reason: 'Reason', how: 'How', onBehalf: 'Who objects', objection: 'Objection', decision: 'Decision', decidedBy: 'Decided by', uphold: 'Upheld', dismiss: 'Dismissed', done: 'Done', creditDue: 'Book what is due', credited: '{{n}} credited, {{m}} reversed', refused: '{{n}} not booked: {{why}}', noObjection: 'No objections', noObjectionHint: 'Objections of households appear here and are decided by somebody who had no part in it',
    },
    propose: { title: 'Propose an entry', household: 'Household', householdFind: 'By name, address or number', worker: 'Official', item: 'Item', amount: 'Points', amountFixed: '{{n}} points for this item', amountUpTo: '{{n}} at most', on: 'Day', note: 'What happened', noteWhy: 'Kept sealed; never in the notice', noteFamily: 'A family matter: read by the group alone', photos: 'Photos', documentNo: 'Document', basis: 'Basis of the family matter', submit: 'Propose', done: 'Proposed; another member confirms', noItems: 'No rules are in force' },
    periods: {
      year: 'Year', code: 'Period', kind: 'Kind', span: 'From and to', state: 'State', closed: 'Closed', unfinished: '{{n}} undecided', close: 'Close', closeAsk: 'Close {{code}}? It stays closed.', open: 'Open redemption', sums: '{{n}} entries, {{m}} points', base: 'Grant the base', baseAsk: 'The base to every household? Once in its period, however often it is asked.', baseDone: '{{n}} granted, {{m}} had it', done: 'Done', none: 'No periods', honours: 'Honours', honour: 'Name an honour', honourWhat: 'Honour', honourYear: 'Year', honourReason: 'Reason', honourNo: 'Document', honourCite: 'Cite the points of today', honourHint: 'A person decides; points are cited and decide nothing', cited: '{{n}} points cited', noHonours: 'No honours yet',
    },
    notice: { title: 'Public notice of points', sub: '{{area}}, {{on}}', rules: 'By version {{n}} of the rules ({{from}} to {{to}}, file {{no}})', note: 'Alias and total alone, never a reason. Objections within {{days}} days to the group.', alias: 'Household', total: 'Points', print: 'Print', none: 'No points yet', noneHint: 'With the base each household appears here' },
    chart: { byClass: 'By class', byVillage: 'By village', period: 'Period', plus: 'Plus', minus: 'Minus', times: 'entries', households: 'households', none: 'Nothing credited in this time', quarter: 'This quarter', half: 'Half a year', year: 'A year', note: 'Households, by the day of the deed; no ranking' },
    cards: { open: 'Open a card', openWho: 'Official', month: 'Month', visits: 'Visits', diaries: 'Diaries', solved: 'Solved', highlights: 'Highlights', breaches: 'Breaches found', points: 'Points', total: 'Total', none: 'No cards yet', noneHint: 'With a card, visits, diaries and closed reports count by themselves', hint: 'In the order of names; no ranking. Pay and posts need a decision of their own.', closed: 'closed' },
  },
});
