import { words } from '../../../platform/core/words.ts';

export const warehouseDeskWords = words({
  warehouseDesk: {
    title: '文明义仓', accountsTitle: '积分账户', choose: '选择义仓',
    views: { counter: '兑换', stock: '物品', moves: '进货盘点', handed: '兑换记录' },
    none: { title: '还没有义仓', hint: '由村（社区）设置义仓并指定管理员后，这里办理兑换。' },
    open: '兑换期内', closed: '不在兑换期', keeper: '离线兑换负责人', hours: '开放时间', address: '地点',
    scan: { open: '打开摄像头扫码', close: '关闭摄像头', none: '这台电脑不能扫码，请键入卡上的 8 位编码。', hint: '把积分卡或凭证的二维码放进画面' },
    counter: {
      code: '积分卡或凭证编码', codeHint: '扫码枪、摄像头或键入 8 位编码', look: '查询', waiting: '扫描或键入住户的积分卡、兑换凭证，看到户名和积分后再选物品。', balance: '可用积分', deposit: '义仓存分', setAside: '凭证预留', voucher: '凭证额度', voucherUntil: '有效至',
      goods: '兑换物品', each: '{{n}} 分/{{unit}}', left: '库存 {{n}}', unpriced: '未公布积分', total: '共需', after: '兑换后剩', purse: '从哪里扣', submit: '确认兑换', done: '已兑换，用了 {{points}} 分', next: '下一户',
      deposit_: '存入义仓', depositPoints: '存入多少分', depositDone: '已存入：可用 {{balance}} 分，存分 {{deposit}} 分', depositHint: '存入后不能再取回为可用积分，可随时兑换物品或奖牌。', empty: '请先选物品。', reasonsHidden: '这里只显示户名和积分，不显示加减分事由。', quantityOf: '{{name}}的数量',
    },
    stock: { name: '物品', unit: '单位', kind: '种类', price: '所需积分', next: '下次调整', nextAt: '{{day}} 起 {{points}} 分', left: '库存', add: '新增物品', receive: '进货', count: '盘点', setPrice: '公布积分', withdraw: '下架', withdrawn: '已下架', settings: '义仓设置', newWarehouse: '设置义仓', empty: '还没有物品，先新增一种。' },
    form: {
      goodTitle: '新增物品', receiveTitle: '进货：{{name}}', countTitle: '盘点：{{name}}', priceTitle: '公布所需积分：{{name}}', warehouseTitle: '义仓设置', name: '名称', unit: '单位', unitHint: '块、袋、瓶、面', kind: '种类', quantity: '数量', how: '来源', purchase: '采购', donation: '捐赠', source: '供货单位或捐赠人',
      cost: '金额（元）', day: '日期', counted: '实际清点', book: '账面 {{n}} {{unit}}', reason: '差异原因', reasonHint: '账实相符时不用填；差异按今天记账，不改以前的记录。', points: '所需积分', from: '从哪天起', fromHint: '只能从今天或以后起算，公布后按期执行。', area: '所属村（社区）', address: '地点', hours: '开放时间', keeper: '离线兑换负责人', keeperHint: '没有网络时，只有这一部手机可以凭证兑换，避免同一张凭证用两次。',
      submit: '保存', saved: '已保存', left: '已记入，现有 {{n}}',
    },
    moves: { day: '日期', good: '物品', kind: '种类', quantity: '数量', book: '账面', counted: '清点', source: '来源', cost: '金额', reason: '原因', by: '经办', empty: '还没有进货和盘点记录。' },
    handed: { at: '时间', label: '户名', goods: '物品', points: '积分', purse: '账户', by: '经办', state: '状态', give: '退货', returned: '已退货', returnTitle: '退货冲正：{{label}}', reason: '退货原因', submit: '退货冲正', done: '物品和积分都已退回', empty: '还没有兑换记录。', offline: '离线兑换于 {{at}}' },
    accounts: { label: '户名', area: '网格', address: '住址', balance: '可用积分', setAside: '预留', deposit: '存分', card: '积分卡', hasCard: '已发', noCard: '未发', search: '户名、户号、住址', empty: '还没有积分账户', emptyHint: '发放基础分、导入期初余额或发积分卡后，这里列出各户账户。', import: '导入期初', cards: '打印积分卡', batches: '期初导入记录' },
    statement: {
      title: '对账单', day: '日期', what: '事项', rule: '依据', amount: '变动', balance: '结余', decided: '谁提出、谁确认', rule_: '办法第 {{n}} 版 · {{item}}', proposed: '提出 {{name}}', confirmed: '确认 {{name}}', objected: '异议裁定 {{name}}', by: '经办 {{name}}', document: '文书 {{no}}', photos: '{{n}} 张照片', happened: '发生于 {{day}}', reversed: '已冲正', reverses: '冲正', about: '更正 {{day}}', deposit: '存分',
      issue: '发积分卡', reissue: '换发积分卡', export: '导出', exportPurpose: '导出用途', exportHint: '导出会记入审计，文件首行写明谁在何时为何导出。', exportDo: '导出对账单', exported: '已导出 {{n}} 行', label: '卡上称呼', labelHint: '窗口叫号用，写姓氏和门牌即可，不写全名。', issued: '新卡编码', issuedHint: '旧卡即刻作废，用旧卡关联的手机也会解除。', empty: '还没有记录。',
    },
    notice: { title: '导出公示表', do: '导出公示表', hint: '只列称呼与总分，不含事由、姓名和住址。', book: '哪本积分账' },
    cards: { title: '积分卡', hint: '剪下交给住户保管。卡上只有编码，不含住户信息；丢失后换发，旧卡作废。', print: '打印', empty: '这个区域还没有发过积分卡。' },
    opening: {
      title: '导入期初余额', hint: '上传 .xlsx 或 .csv：户号、积分必填，户主、网格编码可选。先预览，有错误的行会指出；全部正确才导入，导入后可整批撤销。', area: '所属村（社区）', needArea: '先选择村（社区）。', sum: '合计 {{n}} 分',
      batches: '期初导入记录', file: '文件', households: '户数', points: '积分', at: '导入时间', by: '导入人', undo: '撤销', undone: '{{who}} 已撤销', undoTitle: '撤销期初导入', undoHint: '逐户冲正，原记录保留；有住户已把这些积分用掉时不能撤销。', reason: '撤销原因', empty: '还没有导入过期初余额。', done: '已逐户冲正',
    },
  },
}, {
  warehouseDesk: {
    title: 'Goods warehouse', accountsTitle: 'Accounts', choose: 'Warehouse',
    views: { counter: 'Counter', stock: 'Goods', moves: 'In and counted', handed: 'Handed out' },
    none: { title: 'There is no warehouse yet', hint: 'Once the village has set up its warehouse and named a clerk, goods are handed out here.' },
    open: 'redemption is open', closed: 'no redemption is open', keeper: 'Keeper without network', hours: 'Hours', address: 'Address',
    scan: { open: 'Scan with the camera', close: 'Close the camera', none: 'This computer cannot scan; type the eight characters on the card.', hint: 'Hold the code of the card or voucher into the picture' },
    counter: {
      code: 'Card or voucher', codeHint: 'scanner, camera, or eight typed characters', look: 'Look up', waiting: 'Scan or type a household\'s card or voucher; choose goods once you see the name and the points.', balance: 'Points', deposit: 'Deposit', setAside: 'Set aside', voucher: 'Voucher', voucherUntil: 'until',
      goods: 'Goods', each: '{{n}} points/{{unit}}', left: '{{n}} left', unpriced: 'no price yet', total: 'Needed', after: 'Left after', purse: 'From', submit: 'Hand out', done: 'Handed out for {{points}} points', next: 'Next household',
      deposit_: 'Deposit', depositPoints: 'How many points', depositDone: 'Deposited: {{balance}} points, {{deposit}} in deposit', depositHint: 'What is deposited does not come back as points; it may be redeemed for goods or medals at any time.', empty: 'Choose goods first.', reasonsHidden: 'Name and points only; the reasons are not shown here.', quantityOf: 'How many of {{name}}',
    },
    stock: { name: 'Good', unit: 'Unit', kind: 'Kind', price: 'Points', next: 'Next price', nextAt: '{{points}} from {{day}}', left: 'Left', add: 'Add a good', receive: 'Goods in', count: 'Count', setPrice: 'Set price', withdraw: 'Take off', withdrawn: 'off the shelf', settings: 'Warehouse', newWarehouse: 'Set up a warehouse', empty: 'No goods yet; add one.' },
    form: {
      goodTitle: 'Add a good', receiveTitle: 'Goods in: {{name}}', countTitle: 'Count: {{name}}', priceTitle: 'Price of {{name}}', warehouseTitle: 'Warehouse', name: 'Name', unit: 'Unit', unitHint: 'bar, bag, bottle', kind: 'Kind', quantity: 'Quantity', how: 'How', purchase: 'bought', donation: 'given', source: 'Supplier or giver',
      cost: 'Cost (yuan)', day: 'Day', counted: 'Counted', book: '{{n}} {{unit}} by the book', reason: 'Why it differs', reasonHint: 'Not needed where it fits; a difference is booked today and changes nothing that was written.', points: 'Points', from: 'From', fromHint: 'Today or later.', area: 'Village', address: 'Address', hours: 'Hours', keeper: 'Keeper without network', keeperHint: 'Without a network this one phone alone hands out for vouchers, so that none is used twice.',
      submit: 'Save', saved: 'Saved', left: 'Booked; there are {{n}} now',
    },
    moves: { day: 'Day', good: 'Good', kind: 'Kind', quantity: 'Quantity', book: 'Book', counted: 'Counted', source: 'From', cost: 'Cost', reason: 'Why', by: 'By', empty: 'Nothing came in and nothing was counted yet.' },
    handed: { at: 'At', label: 'Household', goods: 'Goods', points: 'Points', purse: 'From', by: 'By', state: 'State', give: 'Take back', returned: 'taken back', returnTitle: 'Take back: {{label}}', reason: 'Why', submit: 'Take back', done: 'Goods and points have gone back', empty: 'Nothing was handed out yet.', offline: 'without network at {{at}}' },
    accounts: { label: 'Household', area: 'Grid', address: 'Address', balance: 'Points', setAside: 'Set aside', deposit: 'Deposit', card: 'Card', hasCard: 'issued', noCard: 'none', search: 'Name, number, address', empty: 'No accounts yet', emptyHint: 'Accounts appear with the base, with opening balances or with a card.', import: 'Opening balances', cards: 'Print cards', batches: 'Opening files' },
    statement: {
      title: 'Statement', day: 'Day', what: 'What', rule: 'Rule', amount: 'Change', balance: 'Balance', decided: 'Proposed and confirmed by', rule_: 'version {{n}} · {{item}}', proposed: 'proposed by {{name}}', confirmed: 'confirmed by {{name}}', objected: 'objection decided by {{name}}', by: 'by {{name}}', document: 'document {{no}}', photos: '{{n}} photos', happened: 'happened on {{day}}', reversed: 'reversed', reverses: 'reversal', about: 'corrects {{day}}', deposit: 'deposit',
      issue: 'Issue a card', reissue: 'Issue a new card', export: 'Export', exportPurpose: 'Purpose', exportHint: 'An export is kept in the audit; the first line says who took it, when and why.', exportDo: 'Export', exported: '{{n}} lines exported', label: 'Name on the card', labelHint: 'For the counter: family name and house, not the whole name.', issued: 'Code of the new card', issuedHint: 'The old card is void, and with it the phones linked by it.', empty: 'Nothing yet.',
    },
    notice: { title: 'Export the notice', do: 'Export notice', hint: 'Alias and total alone: no reason, no name, no address.', book: 'Book' },
    cards: { title: 'Cards', hint: 'Cut out and hand over. A card holds a code and nothing of the household; a lost one is replaced and void.', print: 'Print', empty: 'No cards in this area yet.' },
    opening: {
      title: 'Opening balances', hint: 'An .xlsx or .csv with household number and points; head and grid code if you like. A preview shows errors at their rows; all or nothing; can be taken back.', area: 'Village', needArea: 'Choose the village first.', sum: '{{n}} points in all',
      batches: 'Opening files', file: 'File', households: 'Households', points: 'Points', at: 'At', by: 'By', undo: 'Take back', undone: 'taken back by {{who}}', undoTitle: 'Take opening balances back', undoHint: 'Each is reversed, nothing is deleted; not where some of it is spent.', reason: 'Why', empty: 'No opening balances yet.', done: 'All reversed',
    },
  },
});
