import { words } from '../../../platform/core/words.ts';

export const incidentsDeskWords = words({
  incidentsDesk: {
    result: { exists: '属实', notExists: '不存在', unable: '无法确认', pass: '通过', fail: '不通过', done: '已办好', agreed: '达成一致', refused: '当事人不接受调解', failed: '未达成一致' },
    why: { verify: '去核实', check: '去核查', acknowledge: '待签收', handle: '待处置', rework: '返工', accept: '待受理', file: '待立案', dispatch: '待派遣', triage: '待会商', approve: '待审批', feedback: '待反馈', close: '待结案', rate: '待评价' },
    measure: {
      reported: '上报', accepted: '受理', acceptedFiled: '受理后已立案', filed: '立案', open: '在办', late: '超期', shouldClose: '应结案', closed: '结案', closedOnTime: '按期结案', handled: '处置完成', handledOnTime: '按期处置', reworked: '返工', returned: '退回', dispatched: '派遣', rated: '已评价', satisfied: '满意',
    },
    rate: { filingRate: '立案率', closureRate: '结案率', onTimeClosureRate: '按期结案率', onTimeHandlingRate: '按期处置率', reworkRate: '返工率', returnRate: '退回率', satisfactionRate: '满意率' },
    rateHint: {
      filingRate: '本期受理中已立案 ÷ 本期受理', closureRate: '结案 ÷ 应结案', onTimeClosureRate: '按期结案 ÷ 应结案', onTimeHandlingRate: '按期处置 ÷ 处置完成', reworkRate: '返工 ÷ 处置完成', returnRate: '退回 ÷ 派遣', satisfactionRate: '满意 ÷ 已评价',
    },
    board: {
      title: '案件', tabs: '案件分组', mine: '待办', late: '超期', all: '全部', todo: '等我办', myReports: '我上报的',
      columns: { number: '编号', state: '状态', clock: '时限', class: '类别', summary: '内容', area: '区域', lead: '主办', reportedAt: '上报时间', source: '来源', marks: '标记', why: '要做', address: '地址' },
      total: '共 {{n}} 件', shown: '已取 {{n}} 件', filter: '筛选', filterCount: '筛选 {{n}}', text: '编号、内容、地址', clear: '清除筛选', sort: '排序', sortDue: '先到期', sortNewest: '最新',
      class: '类别', unit: '主办单位', state: '状态', period: '上报日期', lateOnly: '只看超期', any: '不限', measure: '{{name}}的案件',
      map: '地图', foldMap: '收起地图', empty: '这里没有案件', emptyHint: { mine: '轮到您办的案件会出现在这里，最急的在最上面。', late: '过了时限还没办的案件会出现在这里。', filtered: '换个条件，或清除筛选。', step: '到了“{{name}}”这一步的案件会出现在这里。', all: '有人上报后，案件会出现在这里。', reports: '您上报的案件会出现在这里，可以随时看办到哪一步。' },
      noDetail: '选一件看详情', noDetailHint: 'j k 上下移动，Enter 打开，? 看全部快捷键', late_mark: '超期', urged: '催 {{n}}', returned: '退 {{n}}', reworked: '返 {{n}}', duplicates: '并 {{n}}', photos: '{{n}} 图', noClass: '未分类', noLead: '未派遣', unclear: '{{n}} 件',
    },
    bulk: { chosen: '已选 {{n}} 件', accept: '批量受理', urge: '批量催办', note: '备注（每件都写上）', run: '开始', running: '正在办第 {{n}} 件', done: '{{ok}} 件办好，{{no}} 件没办成', ok: '办好', title: '{{what}} {{n}} 件', close: '关闭' },
    keys: { list: '列表', down: '下一件', up: '上一件', open: '打开', back: '关闭详情', map: '地图', select: '勾选', actions: '办理', letters: '当前案件可做的步骤' },
    detail: {
      label: '案件详情', close: '关闭', print: '打印', who: '反映人', when: '时间', where: '地点', what: '内容', hidden: '按规定不显示', anonymous: '没有留下', phone: '电话', happened: '发生于 {{at}}', reportedAt: '{{at}} 上报', source: '来源', onMap: '在图上看', lead: '主办', co: '协办', verifier: '核实人', checker: '核查人', standard: '立案标准', round: '第 {{n}} 轮办理',
      dispute: '矛盾纠纷', disputeLevel: '当前层级：{{level}}', consentYes: '当事人愿意调解', consentNo: '当事人不愿调解', consentUnknown: '还没有问当事人意愿',
      request: { suspension: '申请挂起到 {{until}}', extension: '申请延期 {{n}} 个工作日', by: '{{who}} · {{at}}' },
      result: '处置结果', loss: '避免损失 {{n}} 元', lossMethod: '算法', rating: '满意评价', satisfied: '满意', unsatisfied: '不满意', evaluation: '考核事实',
      story: '办理经过', clocks: '时限', photos: '照片', photosAwaited: '手机上还有 {{n}} 张照片没有传到，传到后自动显示', merged: '并入的案件', mergedInto: '已并入 {{number}}', similar: '可能是同一件事', sameText: '文字相同', near: '类别相同，相距 {{m}} 米', nearUnknown: '类别相同，地点相近', mergeHere: '合并到这件', open: '打开',
      next: '下一步', nothing: '现在没有您要做的。', why: '暂不能{{action}}：{{why}}', byUnknown: '不显示', byReporter: '反映人', inNameOf: '代 {{name}}', onSite: '现场时间 {{at}}', key: '快捷键 {{key}}',
    },
    evaluation: { stagesInTime: '按时环节', stagesLate: '超时环节', rounds: '办理轮次', returns: '退回', reworks: '返工', extensions: '延期', urges: '催办' },
    clocks: { kind: '时限', started: '开始', due: '到期', used: '已用', paused: '暂停', left: '剩余', over: '超 {{span}}', ended: '已完成', endedLate: '超期完成', arithmetic: '怎么算的', base: '起算', pause: '暂停', extension: '延期', provisional: '到期日超出已公布的日历，暂按推定。', round: '第 {{n}} 次', working: '以工作日、工作小时定的时限只计上班时间', wall: '按自然时间计', unit: { workingHours: '{{n}} 个工作小时', workingDays: '{{n}} 个工作日', naturalDays: '{{n}} 个自然日', hours: '{{n}} 小时', minutes: '{{n}} 分钟', min: '{{n}} 分钟' } },
    data: { unit: '单位', lead: '主办', co: '协办', rule: '依据', until: '挂起到 {{day}}', days: '延期 {{n}} 个工作日', level: '牌', result: '结论', into: '并入', loss: '避免损失', method: '算法', class: '类别', participants: '参加单位', verifier: '核实人', checker: '核查人', outcome: '结果', to: '喊话给', from: '从', levelUp: '上交到', satisfied: '满意', agreed: '愿意' },
    report: {
      title: '登记案件', hint: '电话、来访和其他渠道的反映，在这里登记。登记后自动进入“信息上报”。', description: '反映的内容', descriptionHint: '按反映人的原话记，写清楚什么事、在哪里、影响谁。', class: '类别', classHint: '按内容推荐，可改；拿不准就留空，受理时再定。', suggested: '按内容推荐', because: '因为提到{{words}}', place: '地点', placeHint: '在图上点位置，或选区域、写地址。', byMap: '图上点位置', byArea: '选区域', area: '区域', address: '地址', addressHint: '门牌、路口或明显的标志', point: '已选位置：{{place}}', outside: '这个位置不在辖区内',
      happenedAt: '发生时间', happenedHint: '不填就按现在算。', reporter: '反映人', reporterHint: '用来反馈结果。被反映的单位看不到。', name: '姓名', phone: '电话', photos: '照片', source: '渠道', urgent: '先打 {{number}}', urgentHint: { '110': '这像是正在发生的治安警情。先让反映人拨打 110，再登记。', '119': '这像是火情或需要救援。先让反映人拨打 119，再登记。', '120': '这像是有人需要急救。先让反映人拨打 120，再登记。', '122': '这像是交通事故。先让反映人拨打 122，再登记。', other: '先让反映人拨打 {{number}}，再登记。' },
      emergencies: '紧急情况先打：110 报警 · 119 消防 · 120 急救 · 122 交通事故', submit: '登记', needText: '写下反映的内容', needPlace: '在图上点位置，或选一个区域', done: '已登记，编号 {{number}}', doneHint: '把编号告诉反映人，可以凭编号查办理进度。', openCase: '打开这件', another: '再登记一件', kept: '已恢复上次没有登记完的内容', discard: '清空重填', sources: { hotline: '热线', 'walk-in': '来访', desk: '其他渠道' },
    },
    overview: {
      title: '概览', by: '按', area: '区域', unit: '单位', class: '类别', period: '上报日期', thisMonth: '本月', last30: '近 30 天', thisYear: '今年', total: '合计', counts: '数量', rates: '比率', loss: '避免损失（元）', drill: '看下一级', up: '上一级', formula: '算法版本 {{v}}', none: '这段时间没有案件', noneHint: '换一段日期或区域看看。', noRate: '分母为零，不算比率', nowNote: '在办、超期是此刻的数，其他按所选日期', listBehind: '{{name}}：{{what}} {{n}} 件，打开列表', print: '打印', home: '我的区域',
    },
    screen: {
      title: '社会治理指挥', questions: { happening: '正在发生什么', late: '哪里超期了', help: '哪里需要支援' }, today: '今日上报', open: '在办', late: '超期', onTime: '按期结案率', rework: '返工率', satisfied: '满意率', days7: '近 7 天', days30: '近 30 天，走势 7 天', newest: '最新上报', lateAreas: '超期最多的区域', lateClasses: '超期最多的类别', helpUnits: '在办最多的单位', helpAreas: '在办最多的区域', noneLate: '没有超期的案件', noneOpen: '没有在办的案件', exit: '退出大屏', full: '全屏', updated: '{{at}} 更新', openN: '在办 {{n}}', lateN: '超期 {{n}}', switchHint: '按 1 2 3 切换', perOpen: '{{late}} / {{open}}', trendLabel: '近 7 天走势', reportedDaily: '近 7 天每日上报', closedDaily: '近 7 天每日结案', lateDaily: '近 7 天每日超期处置', waiting: '连接中断', group: '大屏', lateShare: '超期占在办',
    },
  },
}, {
  incidentsDesk: {
    result: { exists: 'exists', notExists: 'does not exist', unable: 'cannot tell', pass: 'pass', fail: 'fail', done: 'done', agreed: 'agreement reached', refused: 'a party refuses mediation', failed: 'no agreement' },
    why: { verify: 'verify', check: 'check', acknowledge: 'acknowledge', handle: 'handle', rework: 'rework', accept: 'accept', file: 'file', dispatch: 'dispatch', triage: 'triage', approve: 'approve', feedback: 'give feedback', close: 'close', rate: 'rate' },
    measure: {
      reported: 'Reported', accepted: 'Accepted', acceptedFiled: 'Accepted and filed', filed: 'Filed', open: 'Open', late: 'Late', shouldClose: 'Due to close', closed: 'Closed', closedOnTime: 'Closed on time', handled: 'Handled', handledOnTime: 'Handled on time', reworked: 'Reworked', returned: 'Returned', dispatched: 'Dispatched', rated: 'Rated', satisfied: 'Satisfied',
    },
    rate: { filingRate: 'Filing rate', closureRate: 'Closure rate', onTimeClosureRate: 'On-time closure', onTimeHandlingRate: 'On-time handling', reworkRate: 'Rework rate', returnRate: 'Return rate', satisfactionRate: 'Satisfaction' },
    rateHint: {
      filingRate: 'filed of those accepted ÷ accepted', closureRate: 'closed ÷ due to close', onTimeClosureRate: 'closed on time ÷ due to close', onTimeHandlingRate: 'handled on time ÷ handled', reworkRate: 'reworked ÷ handled', returnRate: 'returned ÷ dispatched', satisfactionRate: 'satisfied ÷ rated',
    },
    board: {
      title: 'Cases', tabs: 'Groups of cases', mine: 'To do', late: 'Late', all: 'All', todo: 'Waiting for me', myReports: 'My reports',
      columns: { number: 'Number', state: 'State', clock: 'Time left', class: 'Class', summary: 'What', area: 'Area', lead: 'Lead unit', reportedAt: 'Reported', source: 'Source', marks: 'Marks', why: 'To do', address: 'Address' },
      total: '{{n}} cases', shown: '{{n}} shown', filter: 'Filter', filterCount: 'Filter {{n}}', text: 'Number, words, address', clear: 'Clear filters', sort: 'Order', sortDue: 'Due first', sortNewest: 'Newest',
      class: 'Class', unit: 'Lead unit', state: 'State', period: 'Reported between', lateOnly: 'Late only', any: 'Any', measure: 'Cases: {{name}}',
      map: 'Map', foldMap: 'Fold the map', empty: 'No cases here', emptyHint: { mine: 'Cases that wait for you appear here, most urgent first.', late: 'Cases past their deadline appear here.', filtered: 'Change the filter, or clear it.', step: 'Cases in the step “{{name}}” appear here.', all: 'Cases appear here when somebody reports.', reports: 'What you reported appears here with its progress.' },
      noDetail: 'Choose a case', noDetailHint: 'j k move, Enter opens, ? shows all keys', late_mark: 'late', urged: 'urged {{n}}', returned: 'returned {{n}}', reworked: 'rework {{n}}', duplicates: 'merged {{n}}', photos: '{{n}} photos', noClass: 'unclassified', noLead: 'not dispatched', unclear: '{{n}} cases',
    },
    bulk: { chosen: '{{n}} selected', accept: 'Accept all', urge: 'Urge all', note: 'Note (written on each)', run: 'Start', running: 'Working on {{n}}', done: '{{ok}} done, {{no}} not done', ok: 'done', title: '{{what}}: {{n}} cases', close: 'Close' },
    keys: { list: 'List', down: 'Next case', up: 'Previous case', open: 'Open', back: 'Close the detail', map: 'Map', select: 'Select', actions: 'Steps', letters: 'Steps of the open case' },
    detail: {
      label: 'Case', close: 'Close', print: 'Print', who: 'Reporter', when: 'When', where: 'Where', what: 'What', hidden: 'not shown, by rule', anonymous: 'not given', phone: 'Phone', happened: 'happened {{at}}', reportedAt: 'reported {{at}}', source: 'Source', onMap: 'Show on map', lead: 'Lead', co: 'Co-handlers', verifier: 'Verifier', checker: 'Checker', standard: 'Standard', round: 'Round {{n}}',
      dispute: 'Dispute', disputeLevel: 'Level: {{level}}', consentYes: 'Parties agree to mediation', consentNo: 'A party declines mediation', consentUnknown: 'The parties have not been asked yet',
      request: { suspension: 'Asks to suspend until {{until}}', extension: 'Asks for {{n}} more working days', by: '{{who}} · {{at}}' },
      result: 'Result', loss: 'Loss avoided: {{n}} yuan', lossMethod: 'Method', rating: 'Satisfaction', satisfied: 'satisfied', unsatisfied: 'not satisfied', evaluation: 'Facts for assessment',
      story: 'Story', clocks: 'Deadlines', photos: 'Photos', photosAwaited: '{{n}} photo(s) have not arrived from the phone yet; they appear by themselves', merged: 'Merged into this case', mergedInto: 'Merged into {{number}}', similar: 'Perhaps the same matter', sameText: 'same words', near: 'same class, {{m}} m away', nearUnknown: 'same class, close by', mergeHere: 'Merge into this one', open: 'Open',
      next: 'Next', nothing: 'Nothing for you to do now.', why: '{{action}} is not possible yet: {{why}}', byUnknown: 'not shown', byReporter: 'reporter', inNameOf: 'for {{name}}', onSite: 'on the spot at {{at}}', key: 'key {{key}}',
    },
    evaluation: { stagesInTime: 'stages in time', stagesLate: 'stages late', rounds: 'rounds', returns: 'returns', reworks: 'reworks', extensions: 'extensions', urges: 'urgings' },
    clocks: { kind: 'Deadline', started: 'Start', due: 'Due', used: 'Used', paused: 'Paused', left: 'Left', over: '{{span}} over', ended: 'met', endedLate: 'met late', arithmetic: 'How it is counted', base: 'base', pause: 'pause', extension: 'extension', provisional: 'Due after the last published calendar day: provisional.', round: 'no. {{n}}', working: 'what is limited in working days or hours counts only those', wall: 'by the wall clock', unit: { workingHours: '{{n}} working hours', workingDays: '{{n}} working days', naturalDays: '{{n}} days', hours: '{{n}} hours', minutes: '{{n}} minutes', min: '{{n}} minutes' } },
    data: { unit: 'Unit', lead: 'Lead', co: 'Co-handlers', rule: 'Rule', until: 'suspended until {{day}}', days: '{{n}} more working days', level: 'Card', result: 'Result', into: 'Into', loss: 'Loss avoided', method: 'Method', class: 'Class', participants: 'Participants', verifier: 'Verifier', checker: 'Checker', outcome: 'Outcome', to: 'To', from: 'From', levelUp: 'Up to', satisfied: 'Satisfied', agreed: 'Agreed' },
    report: {
      title: 'New report', hint: 'Calls, visits and other channels are entered here and go to step 1.', description: 'What was said', descriptionHint: 'In the caller’s own words: what, where, whom it affects.', class: 'Class', classHint: 'Suggested from the words; change it, or leave it empty and decide when accepting.', suggested: 'Suggested from the words', because: 'because of {{words}}', place: 'Place', placeHint: 'Click the map, or choose an area and write the address.', byMap: 'Click the map', byArea: 'Choose an area', area: 'Area', address: 'Address', addressHint: 'House number, crossing or landmark', point: 'Chosen: {{place}}', outside: 'This place is outside the area',
      happenedAt: 'When it happened', happenedHint: 'Empty means now.', reporter: 'Reporter', reporterHint: 'To give feedback. The unit complained of does not see it.', name: 'Name', phone: 'Phone', photos: 'Photos', source: 'Channel', urgent: 'Call {{number}} first', urgentHint: { '110': 'This sounds like a crime in progress. Ask the caller to dial 110 first, then enter it.', '119': 'This sounds like a fire or a rescue. Ask the caller to dial 119 first, then enter it.', '120': 'Somebody seems to need an ambulance. Ask the caller to dial 120 first, then enter it.', '122': 'This sounds like a road accident. Ask the caller to dial 122 first, then enter it.', other: 'Ask the caller to dial {{number}} first, then enter it.' },
      emergencies: 'Emergencies first: 110 police · 119 fire · 120 ambulance · 122 road accident', submit: 'Enter', needText: 'Write what was said', needPlace: 'Click the map or choose an area', done: 'Entered as {{number}}', doneHint: 'Tell the caller the number; progress can be followed with it.', openCase: 'Open the case', another: 'Enter another', kept: 'What you had not finished is back', discard: 'Start anew', sources: { hotline: 'Hotline', 'walk-in': 'Walk-in', desk: 'Other channel' },
    },
    overview: {
      title: 'Overview', by: 'By', area: 'Area', unit: 'Unit', class: 'Class', period: 'Reported between', thisMonth: 'This month', last30: 'Last 30 days', thisYear: 'This year', total: 'Total', counts: 'Counts', rates: 'Rates', loss: 'Loss avoided (yuan)', drill: 'One level down', up: 'Up', formula: 'Formula version {{v}}', none: 'No cases in this period', noneHint: 'Try other dates or another area.', noRate: 'Denominator is zero, no rate', nowNote: 'Open and late are as of now, the rest follows the dates', listBehind: '{{name}}: {{what}} {{n}}, open the list', print: 'Print', home: 'My area',
    },
    screen: {
      title: 'Governance command', questions: { happening: 'What is happening', late: 'Where are we late', help: 'Which area needs help' }, today: 'Reported today', open: 'Open', late: 'Late', onTime: 'On-time closure', rework: 'Rework', satisfied: 'Satisfaction', days7: 'last 7 days', days30: '30 days; line: 7', newest: 'Newest', lateAreas: 'Areas with most late cases', lateClasses: 'Classes with most late cases', helpUnits: 'Units with most open cases', helpAreas: 'Areas with most open cases', noneLate: 'No late cases', noneOpen: 'No open cases', exit: 'Leave', full: 'Full screen', updated: 'as of {{at}}', openN: 'open {{n}}', lateN: 'late {{n}}', switchHint: '1 2 3 switch', perOpen: '{{late}} / {{open}}', trendLabel: 'last 7 days', reportedDaily: 'reported daily, 7 days', closedDaily: 'closed daily, 7 days', lateDaily: 'handled late daily, 7 days', waiting: 'line is down', group: 'Big screen', lateShare: 'late of open',
    },
  },
});
