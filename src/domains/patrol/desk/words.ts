import { words } from '../../../platform/core/words.ts';

export const patrolDeskWords = words({
  patrolDesk: {
    title: '走访巡查', views: { plans: '计划', visits: '记录', orders: '服务单', coverage: '走访覆盖', diary: '民情日记', hints: '待核实' },
    plans: {
      kind: '类型', name: '计划', area: '区域', when: '什么时候', who: '谁去', next: '近两周', check: '位置', none: '还没有计划', noneHint: '新建计划后，到日子会出现在网格员手机的“今日走访巡查”里', add: '新建计划', change: '修改', end: '结束计划', endReason: '为什么结束', over: '已结束的', staff: '专职 {{full}} 名，其他 {{others}} 名', teams: '{{n}} 支队伍', everyone: '网格员', noNext: '近两周没有',
      form: { kind: '类型', title: '名称', area: '在哪里', weekdays: '每逢', monthDays: '每月几日', market: '赶场天逢几', marketCalendar: '按什么历', solar: '公历', lunar: '农历', holiday: '节假日', holidayEve: '也在节前一天', cycle: '每户几天走访一次', units: '哪些队伍', fullTime: '专职人数', others: '其他人数', checkIn: '要不要位置', checkInWhy: '默认不要。只有确需核实到场的巡查才选，记到约 100 米，30 天后删除；不记路线、不算里程', time: '几点到几点', starts: '开始日期', ends: '结束日期', note: '说明', save: '保存计划', done: '计划已保存', need: '请填写' },
    },
    visits: { at: '时间', kind: '类别', whom: '对象', who: '谁去的', outcome: '结果', found: '情况', area: '区域', none: '这个范围还没有记录', noneHint: '网格员在手机上记录后出现在这里', hidden: '只有同行人员、帮扶人和管关爱台账的人可看', measured: '测量', photos: '照片 {{n}} 张', cases: '上报事件 {{n}} 件', corrected: '已更正', correction: '更正记录', missingFull: '缺专职 {{n}} 名', missingOthers: '缺其他 {{n}} 名', guests: '另有 {{names}}' },
    orders: { none: '没有服务单', noneHint: '走访时登记的需求会出现在这里', late: '已过约定日', open: '未办结', all: '全部', person: '谁', kind: '需求', state: '现在', wanted: '约定', unit: '谁来办', area: '区域', story: '经过', step: '办理', note: '说明或原因', how: '现在怎么样', send: '派给', done: '已办理' },
    coverage: { period: '时间', due: '应走访户', visited: '已走访户', rate: '走访覆盖率', area: '网格', none: '这个范围没有入户走访计划', noneHint: '建一个“入户走访”计划，写明几天走访一次，覆盖率就从应走访的户里算出来', noneDue: '这段时间没有到期的户', how: '已走访户 ÷ 应走访户：见到人才算，家中无人和不愿接受的不算。只用来找没走到的地方，不给人排名。', plan: '计划：{{title}}，每户 {{days}} 天一次' },
    diary: { none: '这段时间没有日记', noneHint: '网格员在手机上写的民情日记会出现在这里', voice: '语音', corrected: '已更正', hidden: '电话和证件号已遮盖' },
    hints: { intro: '这些只是问题，不是结论：不计分、不进考核。问过当事人后写下答复，就不再出现。只看最近 30 天。', none: '没有要核实的', noneHint: '同一张照片、一字不差的文字、快得不可能的行程会出现在这里', answer: '当事人怎么说', save: '记下答复', answered: '{{by}} 已核实：{{text}}' },
  },
}, {
  patrolDesk: {
    title: 'Rounds and visits', views: { plans: 'Plans', visits: 'Records', orders: 'Service orders', coverage: 'Coverage', diary: 'Diary', hints: 'To be asked' },
    plans: {
      kind: 'Kind', name: 'Plan', area: 'Area', when: 'When', who: 'Who', next: 'Coming two weeks', check: 'Place', none: 'No plans yet', noneHint: 'A plan appears on the phones of grid workers on the days on which it falls', add: 'New plan', change: 'Change', end: 'End the plan', endReason: 'Why does it end?', over: 'Ended ones', staff: '{{full}} full-time, {{others}} others', teams: '{{n}} teams', everyone: 'Grid workers', noNext: 'Not within two weeks',
      form: { kind: 'Kind', title: 'Name', area: 'Where', weekdays: 'Every', monthDays: 'Days of the month', market: 'Market days: dates ending in', marketCalendar: 'By which calendar', solar: 'Common', lunar: 'Farmers\'', holiday: 'Holidays', holidayEve: 'And the day before', cycle: 'Days between visits to a household', units: 'Teams', fullTime: 'Full-time people', others: 'Other people', checkIn: 'Is a place needed?', checkInWhy: 'By default none. Only for rounds where being there must be shown: to about 100 m, deleted after 30 days; never a track or a distance', time: 'From and to', starts: 'From', ends: 'Until', note: 'Note', save: 'Save the plan', done: 'The plan is saved', need: 'Please fill in' },
    },
    visits: { at: 'Time', kind: 'Kind', whom: 'Whom', who: 'Who went', outcome: 'Outcome', found: 'What was found', area: 'Area', none: 'Nothing recorded here yet', noneHint: 'Records of the phones appear here', hidden: 'Read by those who came, the helpers and the keepers of the care register alone', measured: 'Readings', photos: '{{n}} pictures', cases: '{{n}} cases reported', corrected: 'corrected', correction: 'a correction', missingFull: '{{n}} full-time missing', missingOthers: '{{n}} others missing', guests: 'and {{names}}' },
    orders: { none: 'No service orders', noneHint: 'Wishes heard on visits appear here', late: 'Past the promised day', open: 'Open', all: 'All', person: 'Who', kind: 'Wish', state: 'Now', wanted: 'Promised', unit: 'Provider', area: 'Area', story: 'Story', step: 'Act', note: 'Note or reason', how: 'How is it now?', send: 'Send to', done: 'Done' },
    coverage: { period: 'Period', due: 'Households due', visited: 'Visited', rate: 'Coverage', area: 'Grid', none: 'No plan of home visits here', noneHint: 'Make a plan of home visits with its days between visits, and the coverage follows from the households due', noneDue: 'No household was due in this period', how: 'Visited ÷ due: somebody must have been met. It shows where nobody has been, and ranks no one.', plan: 'Plan: {{title}}, each household every {{days}} days' },
    diary: { none: 'No entries in this period', noneHint: 'The people\'s diary of the grid workers appears here', voice: 'voice', corrected: 'corrected', hidden: 'Telephones and document numbers are covered' },
    hints: { intro: 'These are questions, not findings: they are neither scored nor assessed. Write down what the worker says, and they are asked no more. Of the last 30 days.', none: 'Nothing to ask', noneHint: 'The same picture, the very same words, a journey faster than any road appear here', answer: 'What does he say?', save: 'Keep the answer', answered: '{{by}} asked: {{text}}' },
  },
});
