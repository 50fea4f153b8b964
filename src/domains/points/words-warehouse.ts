import { words } from '../../platform/core/words.ts';

/** Names of things at the warehouse, and what is said of files; also on the phone. */
export const warehouseWords = words({
  warehouse: {
    refused: { 'voucher-elsewhere': '这张凭证不是给本义仓的。', 'voucher-used': '这张凭证已经用过，不能再次兑换。', 'voucher-over': '这张凭证已过期，不能兑换。', 'voucher-forged': '这张凭证的签名不对，不是本系统发出的，不能兑换。' },
    cardReplaced: '换发新卡', household: '{{name}}户', householdNumber: '{{number}} 号户', householdId: '住户 {{id}}',
    purse: { balance: '积分', deposit: '义仓存分', voucher: '凭证' },
    goodKind: { goods: '物品', medal: '奖牌' },
    moveKind: { purchase: '采购', donation: '捐赠', count: '盘点' },
    voucherState: { open: '未使用', redeemed: '已兑换', over: '已过期' },
    transferKind: { opening: '期初余额', base: '基础分', award: '加分', deduct: '扣分', redeem: '兑换', deposit: '存入义仓', stock: '进货', adjust: '更正', carry: '结转' },
    statement: {
      day: '日期', what: '事项', rule: '依据', amount: '变动', balance: '结余', purse: '账户', proposed: '提出', decided: '确认', document: '文书号', version: '办法第 {{n}} 版', file: '积分对账单-{{label}}-{{day}}.csv',
      mark: '导出人：{{who}}　日期：{{at}}　用途：{{purpose}}　内部资料，用后销毁',
    },
    notice: { file: '积分公示-{{day}}.csv', mark: '导出人：{{who}}　日期：{{at}}　用途：{{purpose}}　只列称呼与总分', alias: '称呼', total: '总分' },
    column: { number: '户号', areaCode: '网格编码', name: '户主', points: '期初积分' },
    unreadable: {
      format: '请使用 .xlsx 或 .csv 文件。', damaged: '文件已损坏，或不是它的后缀所说的格式。', 'too-large': '文件解压后过大。', 'no-heads': '没有找到表头；至少要有“户号”和“积分”。', 'head-twice': '表头“{{column}}”出现了两次。',
      'too-many-rows': '超过 20000 行，请分成几个文件。', empty: '表头下面没有内容。', encoding: 'CSV 的编码不是 UTF-8 或 GB18030。', old: '这是旧的 .xls 格式，请另存为 .xlsx。', locked: '文件有密码，请去掉密码后再导入。',
    },
    rowError: {
      missing: '“{{column}}”不能为空。', merged: '这是合并单元格，请拆分后逐行填写。', formula: '这里是公式，请粘贴为数值。', 'cell-error': '这里是出错的公式。', number: '应为数字。', 'amount-not-whole': '积分应为大于零的整数。', 'amount-too-large': '积分过大，最多 {{most}}。',
      'area-shape': '应为 9 位以上的区域编码。', 'area-unknown': '本村没有编码为 {{value}} 的网格。', 'household-unknown': '本村没有户号为 {{value}} 的户，请先在人房地物里登记。', 'household-several': '本村有几户户号都是 {{value}}，请填网格编码。',
      'name-differs': '户主与登记的不一致：登记的是 {{value}}。', 'duplicate-row': '与第 {{other}} 行是同一户。', 'opened-already': '这一户已经有期初余额。', more: '还有 {{count}} 处错误没有列出。',
    },
  },
}, {
  warehouse: {
    refused: { 'voucher-elsewhere': 'This voucher is for another warehouse.', 'voucher-used': 'This voucher has been used; it is good once.', 'voucher-over': 'This voucher is over.', 'voucher-forged': 'The signature of this voucher is wrong; it is not ours.' },
    cardReplaced: 'replaced by a new card', household: 'Household of {{name}}', householdNumber: 'Household {{number}}', householdId: 'Household {{id}}',
    purse: { balance: 'points', deposit: 'deposit', voucher: 'voucher' },
    goodKind: { goods: 'goods', medal: 'medal' },
    moveKind: { purchase: 'bought', donation: 'given', count: 'counted' },
    voucherState: { open: 'unused', redeemed: 'redeemed', over: 'over' },
    transferKind: { opening: 'Brought along', base: 'Base', award: 'Award', deduct: 'Deduction', redeem: 'Redeemed', deposit: 'Deposited', stock: 'Goods in', adjust: 'Correction', carry: 'Carried over' },
    statement: {
      day: 'Day', what: 'What', rule: 'Rule', amount: 'Change', balance: 'Balance', purse: 'Purse', proposed: 'Proposed by', decided: 'Confirmed by', document: 'Document', version: 'rules version {{n}}', file: 'statement-{{label}}-{{day}}.csv',
      mark: 'Exported by {{who}} on {{at}} for: {{purpose}}. Internal; destroy after use.',
    },
    notice: { file: 'notice-{{day}}.csv', mark: 'Exported by {{who}} on {{at}} for: {{purpose}}. Alias and total only.', alias: 'Alias', total: 'Total' },
    column: { number: 'Household number', areaCode: 'Grid code', name: 'Head', points: 'Points' },
    unreadable: {
      format: 'Please use .xlsx or .csv.', damaged: 'The file is damaged, or not what its ending says.', 'too-large': 'Unpacked, the file is too large.', 'no-heads': 'No headings were found: “Household” and “Points” are needed.', 'head-twice': 'The heading “{{column}}” is there twice.',
      'too-many-rows': 'More than 20,000 rows; please divide the file.', empty: 'There is nothing below the headings.', encoding: 'The CSV is neither UTF-8 nor GB18030.', old: 'This is the old .xls; please save it as .xlsx.', locked: 'The file has a password; please take it off.',
    },
    rowError: {
      missing: '“{{column}}” is needed.', merged: 'These are merged cells; please fill in each row.', formula: 'This is a formula; please paste its value.', 'cell-error': 'This formula has an error.', number: 'This is no number.', 'amount-not-whole': 'Points are whole and above zero.', 'amount-too-large': 'Too many points; at most {{most}}.',
      'area-shape': 'An area\'s code has nine digits or more.', 'area-unknown': 'There is no grid {{value}} in this village.', 'household-unknown': 'There is no household {{value}} in this village; enter it in the register first.', 'household-several': 'Several households have the number {{value}}; fill in the grid\'s code.',
      'name-differs': 'The head is another one in the register: {{value}}.', 'duplicate-row': 'The same household as row {{other}}.', 'opened-already': 'This household has an opening balance already.', more: '{{count}} more errors are not shown.',
    },
  },
});
