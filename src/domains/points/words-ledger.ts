import { words } from '../../platform/core/words.ts';

/** Refusals of the ledger and of the warehouse, and the names of the warehouse's operations. */
export const ledgerWords = words({
  points: {
    refusal: {
      amount: '数量必须是 1 到 {{most}} 之间的整数。', legs: '这笔记账的两方不全或重复，请联系管理员。', unbalanced: '这笔记账两方不相等，请联系管理员。', 'book-unknown': '没有这本积分账，或不在您的范围内。',
      'account-unknown': '没有这个积分账户，或不在您的范围内。', 'transfer-unknown': '没有这笔记录，或不在您的范围内。', 'other-book': '这户不在本村的账上，不能用本村的账记分。', short: '积分不够：可用 {{available}} 分，需要 {{wanted}} 分。',
      'out-of-stock': '库存不够：还有 {{available}} 件，需要 {{wanted}} 件。', minor: '未成年人不扣分。', 'fact-awarded': '这件事已按本办法记过分，不能重复记。', 'id-reused': '同一编号的记录内容不一致，已记入审计并报警，请重新填写。',
      'day-ahead': '日期还没有到。', 'period-closed': '截至 {{closedTo}} 的账已结，只能在开放的日期做更正。', 'period-not-over': '这个时段还没有结束，不能结账。', 'not-reversible': '这笔记录不能冲正。', 'reversed-already': '这笔记录已经冲正过一次。',
      'not-reserved': '这不是预留的记录。', 'reservation-over': '这笔预留已经了结。', 'reservation-expired': '这笔预留已过期。', 'reservation-holds': '这笔预留还没有到期。', 'post-too-much': '超出了预留的数量。',
      'warehouse-unknown': '没有这个义仓，或不归您管理。', 'keeper-unknown': '离线兑换负责人应是本义仓的管理员。', 'good-unknown': '本义仓没有这种物品，或已下架。', 'good-named': '已有名为“{{good}}”的物品。', 'good-left': '“{{good}}”还有 {{left}} 件库存，盘点清零后才能下架。',
      'price-backwards': '兑换标准只能从今天或以后起算，不能改过去的。', 'price-later': '已定下从 {{day}} 起的兑换标准，新标准应晚于这一天。', 'no-price': '“{{good}}”没有兑换标准，请先公布所需积分。',
      'redemption-closed': '现在不在兑换期内：半年评比兑现开始后才能兑换。存入义仓的积分可随时兑换。', 'lines-wrong': '一次兑换 1 到 {{most}} 种物品。', 'good-twice': '同一种物品写了两行，请合并。', 'stock-short': '“{{good}}”只剩 {{left}} 件。',
      'balance-short': '积分不够：可用 {{available}} 分，需要 {{needed}} 分。', 'voucher-short': '超出凭证额度：凭证可用 {{available}} 分，需要 {{needed}} 分。', 'amount-not-whole': '数量必须是大于零的整数。', 'amount-too-large': '数量过大，最多 {{most}}。',
      'card-unknown': '没有这张积分卡：编码不对、卡已作废，或不是本村的户。', 'other-village': '“{{label}}”是别的村的户，不能在本村义仓兑换。', 'household-unknown': '没有这一户，或不在您的范围内。', 'too-many-look-ups': '查询次数过多，请 {{minutes}} 分钟后再试。',
      'voucher-unknown': '没有这张兑换凭证，请核对编码或重新扫码。', 'voucher-forged': '这张凭证的签名不对，不是本系统发出的，不能兑换。', 'voucher-elsewhere': '这张凭证不是给本义仓的。', 'voucher-used': '这张凭证已经用过，不能再次兑换。',
      'voucher-over': '这张凭证已过期，预留的积分会退回账户。', 'too-many-vouchers': '最多同时有 {{most}} 张未用的凭证。', 'not-keeper': '没有网络时只由指定的一部手机兑换：您不是本义仓的离线兑换负责人。',
      'redemption-unknown': '没有这笔兑换，或不归您管理。', 'reason-missing': '账实不符，请写明原因。', 'area-unknown': '没有这个区域，或不归您管理。', 'batch-unknown': '没有这一批，或不归您管理。', 'batch-undone': '{{who}} 已经撤销了这一批。',
      'import-unreadable': '文件无法读取：{{why}}', 'import-has-errors': '文件中有 {{errors}} 处错误，未导入任何内容；请先预览并改正。',
    },
    action: {
      warehouses: '查看义仓', stock: '查看义仓物品', stockMoves: '查看进货与盘点', saveWarehouse: '设置义仓', saveGood: '设置物品', setPrice: '公布兑换标准', receiveGoods: '登记进货', countStock: '盘点', counter: '扫码查户', redeem: '兑换物品',
      redeemVoucher: '凭证兑换', returnRedemption: '退货冲正', depositPoints: '存入义仓', redemptions: '查看兑换记录', requestVoucher: '领取兑换凭证', accounts: '查看积分账户', statement: '查看对账单', mine: '查看我的积分户', linkHousehold: '关联积分卡',
      unlinkHousehold: '解除关联', issueCard: '发积分卡', cards: '查看积分卡', exportStatement: '导出对账单', exportNotice: '导出公示表', importOpening: '导入期初余额', undoOpening: '撤销期初余额', openings: '查看期初导入',
    },
  },
}, {
  points: {
    refusal: {
      amount: 'A whole number from 1 to {{most}} is needed.', legs: 'The two sides of this booking are incomplete or doubled; tell an administrator.', unbalanced: 'The two sides of this booking are not equal; tell an administrator.', 'book-unknown': 'There is no such book, or it is not in your range.',
      'account-unknown': 'There is no such account, or it is not in your range.', 'transfer-unknown': 'There is no such booking, or it is not in your range.', 'other-book': 'This household is not in the book of this village.', short: 'Not enough points: {{available}} available, {{wanted}} needed.',
      'out-of-stock': 'Not enough in stock: {{available}} left, {{wanted}} needed.', minor: 'Nothing is taken off a child.', 'fact-awarded': 'This matter has been counted under these rules already.', 'id-reused': 'This id was used for a booking with other contents; it is on record. Fill it in anew.',
      'day-ahead': 'This day lies ahead.', 'period-closed': 'Days up to {{closedTo}} are closed; corrections are made on an open day.', 'period-not-over': 'This period is not over yet.', 'not-reversible': 'This booking cannot be reversed.', 'reversed-already': 'This booking has been reversed already.',
      'not-reserved': 'This is no reservation.', 'reservation-over': 'This reservation has ended.', 'reservation-expired': 'This reservation has expired.', 'reservation-holds': 'This reservation is not due yet.', 'post-too-much': 'More than was reserved.',
      'warehouse-unknown': 'There is no such warehouse, or it is not yours.', 'keeper-unknown': 'Whoever hands out without a network must be a clerk of this warehouse.', 'good-unknown': 'This warehouse has no such good, or no longer.', 'good-named': 'There is a good called “{{good}}” already.', 'good-left': 'There are {{left}} of “{{good}}” left; count them out first.',
      'price-backwards': 'A price begins today or later; the past is not changed.', 'price-later': 'A price from {{day}} on is set already; a new one begins after that.', 'no-price': '“{{good}}” has no price yet.',
      'redemption-closed': 'No redemption is open now: it opens each half-year. What is deposited may be redeemed at any time.', 'lines-wrong': 'One to {{most}} goods at once.', 'good-twice': 'The same good stands in two lines.', 'stock-short': 'Only {{left}} of “{{good}}” left.',
      'balance-short': 'Not enough points: {{available}} available, {{needed}} needed.', 'voucher-short': 'More than the voucher is for: {{available}} available, {{needed}} needed.', 'amount-not-whole': 'A whole number above zero is needed.', 'amount-too-large': 'Too much; at most {{most}}.',
      'card-unknown': 'There is no such card: the code is wrong, it is void, or it is of another village.', 'other-village': '“{{label}}” is of another village and is not served here.', 'household-unknown': 'There is no such household, or it is not in your range.', 'too-many-look-ups': 'Too many look-ups; try again in {{minutes}} minutes.',
      'voucher-unknown': 'There is no such voucher; check the code or scan it again.', 'voucher-forged': 'The signature of this voucher is wrong; it is not ours.', 'voucher-elsewhere': 'This voucher is for another warehouse.', 'voucher-used': 'This voucher has been used; it is good once.',
      'voucher-over': 'This voucher is over; what was set aside goes back to the account.', 'too-many-vouchers': 'At most {{most}} unused vouchers at once.', 'not-keeper': 'Without a network only one phone hands out: you are not its keeper.',
      'redemption-unknown': 'There is no such redemption, or it is not yours.', 'reason-missing': 'The count differs from the book: say why.', 'area-unknown': 'There is no such area, or it is not yours.', 'batch-unknown': 'There is no such batch, or it is not yours.', 'batch-undone': '{{who}} has undone it already.',
      'import-unreadable': 'The file cannot be read: {{why}}', 'import-has-errors': 'There are {{errors}} errors in the file and nothing was written; look at the preview first.',
    },
    action: {
      warehouses: 'Listed warehouses', stock: 'Looked at a warehouse', stockMoves: 'Looked at purchases and counts', saveWarehouse: 'Set up a warehouse', saveGood: 'Set up a good', setPrice: 'Set a price', receiveGoods: 'Entered goods that came in', countStock: 'Counted stock', counter: 'Looked up a card', redeem: 'Handed out goods',
      redeemVoucher: 'Handed out for a voucher', returnRedemption: 'Took goods back', depositPoints: 'Deposited points', redemptions: 'Looked at redemptions', requestVoucher: 'Asked for a voucher', accounts: 'Listed accounts', statement: 'Read a statement', mine: 'Read the own household', linkHousehold: 'Linked a card',
      unlinkHousehold: 'Ended a link', issueCard: 'Issued a card', cards: 'Listed cards', exportStatement: 'Exported a statement', exportNotice: 'Exported the notice', importOpening: 'Imported opening balances', undoOpening: 'Took opening balances back', openings: 'Listed opening balances',
    },
  },
});
