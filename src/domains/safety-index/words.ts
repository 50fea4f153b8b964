import { words } from '../../platform/core/words.ts';

export const safetyIndexWords = words({
  'safety-index': {
    refusal: {
      'run-unknown': '没有这一期的平安指数，或还没有公布。', 'unit-unknown': '考核单位里没有“{{area}}”。', 'indicator-unknown': '评价标准里没有这项指标：{{code}}。', 'version-unknown': '没有这一版评价标准。',
      'not-city-wide': '评价标准和指数由全市统一管理，只有全市范围的岗位可以编制、审定、计算和发布。',
      'not-your-indicator': '“{{indicator}}”由别的部门负责，不能代报。', 'taken-from-platform': '“{{indicator}}”由平台自动统计，不用报送。',
      'more-than-base': '“{{indicator}}”{{area}}：数量比基数还大。', 'base-missing': '“{{indicator}}”{{area}}：要填基数。', 'cell-twice': '“{{indicator}}”{{area}}填了两次。',
      'month-ahead': '{{month}} 还没有到。', overtaken: '刚刚有人改过，请重新打开后再填。', 'no-standard': '{{month}} 没有生效的评价标准。', 'no-returns': '{{month}} 还没有数据，无法计算。',
      'import-unreadable': '读不懂这份文件：{{why}}', 'import-has-errors': '文件中有 {{errors}} 处错误，一行也没有写入；第一处在第 {{row}} 行“{{column}}”：{{detail}}',
      'standard-wrong': '评价标准有 {{n}} 处不对：{{detail}}', 'standard-missing': '新的一版要以已有的一版为基础，或给出全部内容。', 'not-a-draft': '已提交的评价标准不能再改，可以以它为基础另起一版。', 'node-unknown': '这一版里没有编码 {{code}}，或它不能设评分标准。',
      'step-not-now': '现在是“{{state}}”，不能做这一步。', 'same-person': '编制、审定、发布要由不同的人办理；指数的计算和发布也要由两个人办理。',
      'month-published': '{{month}} 的指数已经公布，新版只能从以后的月份起生效。', 'nothing-changed': '{{month}} 已公布的结果与现在计算的完全相同，不用更正。', 'overtaken-run': '{{month}} 的公布结果已经变了，请重新计算后再发布。',
    },
    action: {
      overview: '查看平安指数', unit: '查看考核单位', indicator: '查看指标', returns: '查看报送数据', enterReturns: '报送数据', importReturns: '导入报送数据', versions: '查看评价标准', version: '查看评价标准', tryVersion: '试算评价标准',
      draftVersion: '起草评价标准', changeDraft: '修改评价标准草稿', submitVersion: '提交评价标准', approveVersion: '审定评价标准', returnVersion: '退回评价标准', publishVersion: '发布评价标准',
      runs: '查看计算结果', computeRun: '计算平安指数', publishRun: '公布平安指数', whatIf: '试算平安指数', gain: '测算提升途径',
    },
    versionState: { draft: '草稿', submitted: '待审定', approved: '已审定，待发布', published: '已发布' },
    runState: { computed: '已计算，未公布', published: '已公布' },
    layer: { social: '社情', police: '警情', opinion: '舆情' },
    colour: { green: '好', blue: '较好', yellow: '一般', red: '需关注' },
    column: { month: '月份', indicator: '指标', area: '单位', counted: '数量', base: '基数', note: '备注' },
    cell: {
      'indicator-unknown': '评价标准里没有这项指标：{{value}}', 'unit-unknown': '考核单位里没有“{{value}}”', 'not-your-indicator': '由别的部门负责，不能代报：{{value}}', 'taken-from-platform': '由平台自动统计，不用报送：{{value}}',
      'base-missing': '这项指标要填基数', 'more-than-base': '数量比基数还大', 'month-wrong': '月份写法应为 2026-11：{{value}}', 'month-ahead': '还没有到：{{value}}', 'months-differ': '一份文件只能是一个月的，这里是 {{value}}', 'no-standard': '这个月没有生效的评价标准',
      'number-wrong': '不是数字：{{value}}', 'number-missing': '没有填数字', 'number-large': '数字太大：{{value}}', 'number-negative': '不能小于 0：{{value}}', formula: '是公式，请改成数值', 'cell-error': '单元格有错误', merged: '是合并单元格，请拆开', 'cell-twice': '同一指标、单位、月份重复：{{value}}', 'note-long': '备注不超过 200 字',
    },
    unreadable: {
      format: '不是 Excel 或 CSV 文件。', damaged: '文件已损坏。', 'too-large': '文件太大。', 'no-heads': '找不到表头，至少要有“月份、指标、单位、数量”四列。', 'head-twice': '有一列表头出现了两次。', 'too-many-rows': '超过 5000 行。', empty: '表头下面没有数据。', encoding: '文字编码读不出来，请另存为 UTF-8 的 CSV 或 .xlsx。', old: '是旧版 .xls，请另存为 .xlsx。', locked: '文件有密码。',
    },
  },
}, {
  'safety-index': {
    refusal: {
      'run-unknown': 'There is no index of this month, or it is not published.', 'unit-unknown': 'No such assessment unit: {{area}}.', 'indicator-unknown': 'The standard has no such indicator: {{code}}.', 'version-unknown': 'There is no such version of the standard.',
      'not-city-wide': 'The standard and the index are the city\'s: only a post for the whole city drafts, approves, computes and publishes.',
      'not-your-indicator': '{{indicator}} belongs to another department.', 'taken-from-platform': '{{indicator}} is counted by the platform and is not returned.',
      'more-than-base': '{{indicator}}, {{area}}: more than its base.', 'base-missing': '{{indicator}}, {{area}}: the base is missing.', 'cell-twice': '{{indicator}}, {{area}} is given twice.',
      'month-ahead': '{{month}} lies ahead.', overtaken: 'Somebody has just changed it; open it again.', 'no-standard': 'No standard is in force in {{month}}.', 'no-returns': 'There are no figures for {{month}} yet.',
      'import-unreadable': 'The file cannot be read: {{why}}', 'import-has-errors': 'The file has {{errors}} errors and nothing was written; the first is in row {{row}}, {{column}}: {{detail}}',
      'standard-wrong': 'The standard has {{n}} faults: {{detail}}', 'standard-missing': 'A new version is based on another, or brings all of its content.', 'not-a-draft': 'A version that was submitted is not changed; draft another one based on it.', 'node-unknown': 'This version has no {{code}}, or it cannot be scored.',
      'step-not-now': 'It is “{{state}}” now; this step does not fit.', 'same-person': 'Drafting, approving and publishing are done by different people; so are computing and publishing.',
      'month-published': 'The index of {{month}} is published; a new version begins later.', 'nothing-changed': 'What is published for {{month}} is exactly what is computed now.', 'overtaken-run': 'What is published for {{month}} has changed; compute it again.',
    },
    action: {
      overview: 'Read the index', unit: 'Read a unit', indicator: 'Read an indicator', returns: 'Read returns', enterReturns: 'Enter returns', importReturns: 'Import returns', versions: 'Read standards', version: 'Read a standard', tryVersion: 'Try a standard',
      draftVersion: 'Draft a standard', changeDraft: 'Change a draft', submitVersion: 'Submit a standard', approveVersion: 'Approve a standard', returnVersion: 'Send a standard back', publishVersion: 'Publish a standard',
      runs: 'Read runs', computeRun: 'Compute the index', publishRun: 'Publish the index', whatIf: 'Try figures', gain: 'Ask what gains a place',
    },
    versionState: { draft: 'Draft', submitted: 'Awaiting approval', approved: 'Approved, not published', published: 'Published' },
    runState: { computed: 'Computed, not published', published: 'Published' },
    layer: { social: 'Social', police: 'Police', opinion: 'Public opinion' },
    colour: { green: 'Good', blue: 'Fair', yellow: 'Middling', red: 'Needs attention' },
    column: { month: 'Month', indicator: 'Indicator', area: 'Unit', counted: 'Count', base: 'Base', note: 'Note' },
    cell: {
      'indicator-unknown': 'No such indicator: {{value}}', 'unit-unknown': 'No such assessment unit: {{value}}', 'not-your-indicator': 'Belongs to another department: {{value}}', 'taken-from-platform': 'Counted by the platform: {{value}}',
      'base-missing': 'The base is missing', 'more-than-base': 'More than its base', 'month-wrong': 'A month is written 2026-11: {{value}}', 'month-ahead': 'Lies ahead: {{value}}', 'months-differ': 'One file is of one month; this is {{value}}', 'no-standard': 'No standard is in force in that month',
      'number-wrong': 'Not a number: {{value}}', 'number-missing': 'The number is missing', 'number-large': 'Too large: {{value}}', 'number-negative': 'Below 0: {{value}}', formula: 'A formula: put the value', 'cell-error': 'The cell has an error', merged: 'A merged cell: split it', 'cell-twice': 'Indicator, unit and month twice: {{value}}', 'note-long': 'At most 200 characters',
    },
    unreadable: {
      format: 'no Excel or CSV file.', damaged: 'it is damaged.', 'too-large': 'it is too large.', 'no-heads': 'no headings; month, indicator, unit and count are needed.', 'head-twice': 'a heading occurs twice.', 'too-many-rows': 'more than 5,000 rows.', empty: 'nothing below the headings.', encoding: 'the text cannot be read; save as UTF-8 CSV or .xlsx.', old: 'an old .xls; save as .xlsx.', locked: 'it has a password.',
    },
  },
});
