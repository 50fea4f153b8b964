import { words } from '../../../platform/core/words.ts';

export const indexDeskWords = words({
  indexDesk: {
    title: '平安指数', month: '月份', unpublished: '{{month}} 未公布', view: { ranking: '总览', unit: '考核单位', indicator: '指标', returns: '数据报送', runs: '计算与公布', standards: '评价标准' },
    run: { published: '第 {{version}} 版标准 · {{who}} 于 {{at}} 公布', computed: '计算结果，尚未公布', corrected: '更正后的结果', hash: '标准 {{version}} · 结果 {{result}}', hashHint: '评价标准和结果的指纹：任何一处改动都会使它不同', coverage: '数据覆盖 {{n}}%' },
    none: { title: '{{month}} 没有公布的平安指数', any: '还没有公布过平安指数', hint: '各部门报送数据、计算并公布后，这里显示排名、地图和薄弱环节。', returned: '这个月已有部门报送，尚未计算。' },
    ranking: {
      rank: '名次', unit: '考核单位', score: '总分', interval: '名次区间', intervalHint: '把各级权重在 ±25% 内反复变动，九成的结果落在这个区间。区间重叠的单位，先后不宜当作定论。', change: '比上月', rankChange: '名次变化', coverage: '数据覆盖', band: '等次', average: '平均', of: '{{low}}–{{high}}', up: '升 {{n}}', down: '降 {{n}}', same: '持平', first: '首月',
      map: '地图', mapHint: '颜色越深得分越高；点一个单位看它的构成。', findings: '计算说明（{{n}} 条）', findingsHint: '没有做到的、没有计入的，都在这里写明。', noFindings: '全部指标都有数据，没有需要说明的。', single: '只有一个考核单位，名次没有比较的意义。', certain: '名次稳定', unit11: '{{n}} 个考核单位', print: '打印',
    },
    unit: {
      choose: '选择考核单位', of: '第 {{rank}} 名，共 {{n}} 个', noRank: '没有名次', radar: '五个方面', radarLabel: '{{name}}各方面得分与全市平均', trend: '走势', trendLabel: '{{name}}近 {{n}} 个月的总分与全市平均', city: '全市平均',
      weak: '薄弱环节', weakHint: '按失分从多到少；排在最后一名的指标一定列出。', strong: '长处', lost: '失 {{n}} 分', rank: '第 {{n}} 名', last: '末位', none: '没有失分的指标。',
      made: '得分构成', madeHint: '各项得分相加就是总分，各项失分相加就是 100 减总分。点开逐级细看。', points: '得分', lostPoints: '失分', share: '占比', average: '平均', score: '评分', name: '名称', sum: '合计',
      change: '比 {{month}} {{n}} 分', changeTitle: '变化的原因', changeHint: '各项影响相加就是总分的变化。', effects: { score: '评分变化', coverage: '数据有无', version: '标准换版' }, more: '其余 {{n}} 项', fewer: '收起', noChange: '没有上月的结果可比。', unchanged: '没有变化。',
      missing: '没有计分的指标（{{n}} 项）', why: { missing: '没有数据', small: '基数不足 {{n}}' }, gain: '怎样提升', layers: '信号来源',
    },
    gain: {
      place: '提升一名', band: '提升一个等次', hint: '改动最小的办法：先找一项指标就够的，不够再找两项一起的。每个办法都重新算过。', needed: '比“{{next}}”差 {{n}} 分', neededBand: '距离“{{band}}”差 {{n}} 分', first: '已经是第一名。', best: '已经是最高等次。', none: '一两项指标做到最好也不够。',
      from: '{{from}} → {{to}}', ofBase: '（基数 {{base}}）', then: '总分 {{score}}，第 {{rank}} 名', way: '办法 {{n}}', scoreTo: '评分 {{from}} → {{to}}', try: '自己试算', tryHint: '改一改数量，看总分和名次会怎样。不会保存。', tryAdd: '添加指标', trySubmit: '试算', now: '现在', counted: '数量', result: '{{before}} 分第 {{rankBefore}} 名 → {{after}} 分第 {{rankAfter}} 名', remove: '移除',
    },
    indicator: {
      measure: '统计', of: '基数', formula: '{{measure}} ÷ {{of}}', per: { share: '按百分比', rate: '每万' }, department: '责任部门', layer: '信号来源', share: '在总分中占', direction: { up: '越高越好', down: '越低越好' }, scoring: '评分标准', fromPlatform: '由平台自动统计', cells: '各单位', value: '数值', counted: '数量', base: '基数', score: '评分', rank: '名次', behind: '来源', openReturn: '看报送记录', openCases: '看案件', small: '不足 {{n}}，不公布', missing: '没有数据', trend: '评分走势', trendLabel: '{{name}}评分走势', best: '最高', worst: '最低', average: '平均', entries: '报送记录', entry: '{{who}} · {{at}}', corrects: '更正第 {{id}} 条', hidden: '数量少于 5，只有报送部门可以查看。', byImport: '由文件导入：{{name}}', back: '返回', chooseFirst: '从考核单位或这里选择一项指标', month: '{{month}}',
      base_: { full: '基础分 100', linear: '{{at}} 得 {{score}} 分', between: '，其间按比例', step: '{{range}}得 {{score}} 分', below: '不足 {{n}} ', range: '{{from}} 至不足 {{below}} ', from: '{{n}} 及以上', band: '{{label}}（{{n}} 起）{{score}} 分' },
      adjust: { deduction: '每{{unit}}扣 {{each}} 分', cap: '，最多扣 {{cap}} 分', bonus: '每{{unit}}加 {{each}} 分，最多加 {{cap}} 分', veto: '达到 {{n}} 一票否决，记 {{score}} 分' },
    },
    returns: {
      title: '{{name}} · {{month}}', hint: '填数量和基数，留空的不报送；改已有的数就是更正，原来的数仍留有记录。', indicator: '指标', save: '保存 {{n}} 处', saved: '已保存：新报 {{created}} 处，更正 {{corrected}} 处', note: '说明', noteHint: '更正时写明原因，别人看得到。', counted: '数量', base: '基数', none: '这个月没有要您报送的指标', noneHint: '您的岗位要挂在负责指标的部门，并且当月有生效的评价标准。',
      import: '从文件导入', importHint: '.xlsx 或 .csv：月份、指标、单位、数量、基数各一列', template: '下载空表', templateName: '平安指数报送-{{month}}.csv', published: '这个月已经公布，更正后会另出一版更正结果。', corrected: '已更正 {{n}} 次', small: '基数不足 {{n}}，不计分', left: '还差 {{n}} 处', full: '已报齐', more: '数量比基数大', entry: '填报', discard: '放弃修改',
    },
    runs: {
      compute: '计算', computeOf: '计算 {{month}}', computing: '正在计算 {{month}}，要变动权重一千次…', due: '待计算', dueHint: '已有部门报送、还没有计算的月份', list: '计算结果', state: '状态', by: '计算', publishedBy: '公布', publish: '公布', publishAsk: '公布后不能再改，只能另出更正结果。', open: '查看', corrects: '更正 {{id}} 号', note: '说明', done: '{{month}} 已计算，由另一个人核对后公布。', published: '{{month}} 已公布。', correct: '更正已公布的月份', none: '还没有计算过', id: '编号', findings: '有 {{n}} 条说明', no: '没有待计算的月份。', month: '选月份',
    },
    standards: {
      list: '各版评价标准', number: '第 {{n}} 版', state: '状态', from: '生效月份', draft: '以它为基础另起一版', drafted: '编制', submitted: '提交', approved: '审定', published: '发布', tree: '指标与权重', differences: '与上一版的不同（{{n}} 处）', noDifferences: '与上一版相同。', first: '首版，没有可比的。', try: '用它试算近一年', tryHint: '左边是已公布的，右边是用这一版重算的；只作比较，不会保存。', tried: '{{published}} → {{tried}}', weight: '权重', scoring: '评分标准', lower: '下限', upper: '上限', change: '修改', save: '保存 {{n}} 处修改', saved: '草稿已保存', submit: '提交审定', approve: '审定通过', sendBack: '退回', publish: '发布', note: '说明', reason: '退回原因', inForceFrom: '从哪个月起', search: '指标名称或编码', field: { weight: '权重', scoring: '评分标准', added: '新增', removed: '取消', text: '文字', rules: '通用规则' }, threePeople: '编制、审定、发布由三个人办理。', hash: '指纹 {{hash}}', people: '办理经过', none: '还没有评价标准', before: '原来', after: '改为', count: '{{dimensions}} 个方面、{{groups}} 个二级、{{indicators}} 个三级指标', baseMinimum: '基数不足 {{n}} 的比率不计分、不公布', done: { submit: '已提交审定', approve: '已审定', return: '已退回', publish: '已发布' }, rank: '名次',
    },
  },
}, {
  indexDesk: {
    title: 'Safety index', month: 'Month', unpublished: '{{month}}, not published', view: { ranking: 'Overview', unit: 'Unit', indicator: 'Indicator', returns: 'Returns', runs: 'Compute and publish', standards: 'Standard' },
    run: { published: 'Standard {{version}} · published by {{who}}, {{at}}', computed: 'Computed, not published', corrected: 'Corrected result', hash: 'Standard {{version}} · result {{result}}', hashHint: 'Fingerprints of the standard and of the result: any change makes another', coverage: '{{n}}% of the weight has data' },
    none: { title: 'No index is published for {{month}}', any: 'No index was ever published', hint: 'Once departments have returned figures and the month is computed and published, its ranking, map and weak links are here.', returned: 'Some departments have returned figures; it is not computed yet.' },
    ranking: {
      rank: 'Rank', unit: 'Unit', score: 'Score', interval: 'Rank interval', intervalHint: 'All weights are shaken by ±25 % again and again; nine in ten results lie here. Where intervals overlap, the order is no verdict.', change: 'Since last month', rankChange: 'Places', coverage: 'Coverage', band: 'Band', average: 'Mean', of: '{{low}}–{{high}}', up: 'up {{n}}', down: 'down {{n}}', same: 'same', first: 'first month',
      map: 'Map', mapHint: 'The darker, the higher the score; click a unit for what it is made of.', findings: 'Notes of the computation ({{n}})', findingsHint: 'Whatever could not be done or counted is written here.', noFindings: 'Every indicator has data; there is nothing to note.', single: 'With one unit alone a rank means nothing.', certain: 'certain', unit11: '{{n}} units', print: 'Print',
    },
    unit: {
      choose: 'Choose a unit', of: 'Rank {{rank}} of {{n}}', noRank: 'No rank', radar: 'Five dimensions', radarLabel: 'Dimensions of {{name}} and the city mean', trend: 'Trend', trendLabel: 'Score of {{name}} and the city mean over {{n}} months', city: 'City mean',
      weak: 'Weak links', weakHint: 'By points lost; every indicator on which the unit is last is listed.', strong: 'Strengths', lost: '{{n}} lost', rank: 'rank {{n}}', last: 'last', none: 'No points were lost.',
      made: 'What the score is made of', madeHint: 'The points sum to the score, the lost ones to 100 minus it. Open a line to look below.', points: 'Points', lostPoints: 'Lost', share: 'Share', average: 'Mean', score: 'Mark', name: 'Name', sum: 'Sum',
      change: '{{n}} since {{month}}', changeTitle: 'Why it changed', changeHint: 'The effects sum to the change.', effects: { score: 'mark', coverage: 'data came or went', version: 'new standard' }, more: '{{n}} more', fewer: 'Fewer', noChange: 'There is no month before to compare with.', unchanged: 'No change.',
      missing: 'Indicators without a mark ({{n}})', why: { missing: 'no data', small: 'base below {{n}}' }, gain: 'What would it take?', layers: 'Signal',
    },
    gain: {
      place: 'Gain a place', band: 'Gain a band', hint: 'The smallest change: of one indicator where one suffices, otherwise of two. Each way was computed.', needed: '{{n}} points behind {{next}}', neededBand: '{{n}} points to “{{band}}”', first: 'It is first.', best: 'It is in the best band.', none: 'One or two indicators at their best do not suffice.',
      from: '{{from}} → {{to}}', ofBase: ' (of {{base}})', then: 'score {{score}}, rank {{rank}}', way: 'Way {{n}}', scoreTo: 'mark {{from}} → {{to}}', try: 'Try figures', tryHint: 'Change counts and see the score and the rank. Nothing is stored.', tryAdd: 'Add an indicator', trySubmit: 'Try', now: 'now', counted: 'Count', result: '{{before}}, rank {{rankBefore}} → {{after}}, rank {{rankAfter}}', remove: 'Remove',
    },
    indicator: {
      measure: 'Counted', of: 'Base', formula: '{{measure}} ÷ {{of}}', per: { share: 'per cent', rate: 'per 10,000' }, department: 'Department', layer: 'Signal', share: 'Share of the index', direction: { up: 'more is better', down: 'less is better' }, scoring: 'Scoring', fromPlatform: 'Counted by the platform', cells: 'Units', value: 'Value', counted: 'Count', base: 'Base', score: 'Mark', rank: 'Rank', behind: 'Source', openReturn: 'The return', openCases: 'The cases', small: 'below {{n}}, not shown', missing: 'no data', trend: 'Trend of the marks', trendLabel: 'Marks of {{name}} over time', best: 'Best', worst: 'Worst', average: 'Mean', entries: 'Returns', entry: '{{who}} · {{at}}', corrects: 'corrects {{id}}', hidden: 'Fewer than five: only the department sees it.', byImport: 'Imported from {{name}}', back: 'Back', chooseFirst: 'Choose an indicator here or on a unit\'s page', month: '{{month}}',
      base_: { full: 'begins at 100', linear: '{{at}} gives {{score}}', between: ', in proportion between', step: '{{range}} gives {{score}}', below: 'below {{n}}', range: '{{from}} to below {{below}}', from: '{{n}} and above', band: '{{label}} (from {{n}}) {{score}}' },
      adjust: { deduction: '{{each}} off per {{unit}}', cap: ', {{cap}} at most', bonus: '{{each}} more per {{unit}}, {{cap}} at most', veto: 'from {{n}} on the mark is {{score}}' },
    },
    returns: {
      title: '{{name}} · {{month}}', hint: 'Counts and bases; what is empty is not returned. Changing a figure corrects it, and the old one stays on record.', indicator: 'Indicator', save: 'Save {{n}}', saved: 'Saved: {{created}} new, {{corrected}} corrected', note: 'Note', noteHint: 'Say why when you correct; others read it.', counted: 'Count', base: 'Base', none: 'There is nothing for you to return for this month', noneHint: 'Your post must be in a department that answers for an indicator, and a standard must be in force.',
      import: 'Import a file', importHint: '.xlsx or .csv: month, indicator, unit, count and base', template: 'Empty table', templateName: 'index-returns-{{month}}.csv', published: 'This month is published; a correction leads to a corrected result.', corrected: 'corrected {{n}}×', small: 'base below {{n}}, not scored', left: '{{n}} to go', full: 'complete', more: 'more than the base', entry: 'Enter', discard: 'Discard',
    },
    runs: {
      compute: 'Compute', computeOf: 'Compute {{month}}', computing: 'Computing {{month}}; a thousand sets of weights are tried…', due: 'To be computed', dueHint: 'Months with returns and without a result', list: 'Results', state: 'State', by: 'Computed', publishedBy: 'Published', publish: 'Publish', publishAsk: 'What is published never changes; it can only be corrected by another result.', open: 'Open', corrects: 'corrects {{id}}', note: 'Note', done: '{{month}} is computed; somebody else checks and publishes it.', published: '{{month}} is published.', correct: 'Correct a published month', none: 'Nothing was computed yet', id: 'No.', findings: '{{n}} notes', no: 'No month is waiting.', month: 'Month',
    },
    standards: {
      list: 'Versions', number: 'Version {{n}}', state: 'State', from: 'In force from', draft: 'Draft another one from it', drafted: 'Drafted', submitted: 'Submitted', approved: 'Approved', published: 'Published', tree: 'Indicators and weights', differences: 'Differences ({{n}})', noDifferences: 'The same as the one before.', first: 'The first one.', try: 'Try it on the last year', tryHint: 'Left what is published, right what this version gives; nothing is stored.', tried: '{{published}} → {{tried}}', weight: 'Weight', scoring: 'Scoring', lower: 'Lower limit', upper: 'Upper limit', change: 'Change', save: 'Save {{n}} changes', saved: 'The draft is saved', submit: 'Submit', approve: 'Approve', sendBack: 'Send back', publish: 'Publish', note: 'Note', reason: 'Reason', inForceFrom: 'From which month', search: 'Name or code', field: { weight: 'Weight', scoring: 'Scoring', added: 'New', removed: 'Gone', text: 'Wording', rules: 'Rules' }, threePeople: 'Three people draft, approve and publish.', hash: 'Fingerprint {{hash}}', people: 'Steps', none: 'There is no standard yet', before: 'Before', after: 'After', count: '{{dimensions}} dimensions, {{groups}} second-level, {{indicators}} third-level indicators', baseMinimum: 'A share of fewer than {{n}} is neither scored nor shown', done: { submit: 'Submitted', approve: 'Approved', return: 'Sent back', publish: 'Published' }, rank: 'Rank',
    },
  },
});
