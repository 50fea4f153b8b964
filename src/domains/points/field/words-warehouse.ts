import { words } from '../../../platform/core/words.ts';

export const warehouseFieldWords = words({
  warehouseField: {
    mine: {
      title: '我的积分户', none: '还没有关联积分卡', noneWhy: '扫一扫或键入村里发的积分卡编码，就能看到本户积分和每一笔的来由。', code: '积分卡编码', link: '关联本户', balance: '可用积分', deposit: '义仓存分', setAside: '凭证预留', card: '到义仓出示这个码', cardWhy: '码里只有编号，没有您家的信息。丢了就请村里换发。',
      vouchers: '兑换凭证', voucherWhy: '没有网络也能用：先预留积分，到义仓出示凭证，一张只能用一次。', ask: '领取凭证', points: '预留多少分', days: '几天内有效', warehouse: '哪个义仓', get: '领取', until: '有效至 {{at}}', used: '已兑换', over: '已过期，积分退回', code8: '不能扫码时报编码 {{code}}', hide: '收起', show: '出示',
      deposit_: '存入义仓', depositWhy: '存入后可随时换物品或奖牌，不能再取回为可用积分。', depositDo: '存入', depositPoints: '存入多少分', statement: '每一笔', more: '再看以前的', unlink: '解除关联', unlinkWhy: '解除后这部手机不再看到本户积分。', empty: '还没有记录', kept: '没有网络：下面是 {{at}} 存在手机上的凭证。', closed: '现在不在兑换期，半年评比兑现开始后才能领取凭证。',
      rule: '办法第 {{n}} 版', proposed: '提出 {{name}}', confirmed: '确认 {{name}}', objected: '异议裁定 {{name}}', by: '经办 {{name}}', reversed: '已冲正', reverses: '冲正', days_: '{{n}} 天',
    },
    counter: {
      title: '义仓兑换', code: '扫码或键入编码', codeWhy: '键入 8 位编码要有网络；没有网络时只能扫凭证二维码。', look: '查询', none: '您没有义仓的兑换权限', goods: '换什么', each: '{{n}} 分/{{unit}} · 库存 {{left}}', total: '共 {{n}} 分', after: '还剩 {{n}} 分', submit: '确认兑换', done: '已兑换，用了 {{n}} 分', offlineDone: '已记在手机上，有网络后自动上传', next: '下一户', voucher: '凭证 {{n}} 分',
      offline: '没有网络', offlineOk: '签名已核对：可以凭此发放。', notKeeper: '没有网络时只由指定的一部手机兑换，您不是离线兑换负责人。', noPack: '这部手机还没有存下义仓的物品和验证码，请先联网打开一次。', unsafe: '这个网址不是加密连接，不能在没有网络时核对签名。', less: '少一件{{name}}', moreOf: '多一件{{name}}', purse: '从哪里扣', packAt: '物品与积分标准存于 {{at}}', deposit: '存分 {{n}}',
    },
    scan: { open: '扫一扫', close: '关闭摄像头', none: '这部手机不能直接扫码，请键入编码或粘贴凭证内容。', hint: '把二维码放进画面' },
    link: { mine: '我的积分户', counter: '义仓兑换' },
  },
}, {
  warehouseField: {
    mine: {
      title: 'My household', none: 'No card is linked yet', noneWhy: 'Scan or type the code of the card that the village gave you; then you see your points and where each came from.', code: 'Code of the card', link: 'Link', balance: 'Points', deposit: 'Deposit', setAside: 'Set aside', card: 'Show this at the warehouse', cardWhy: 'It holds a number and nothing of your household. If it is lost, ask for another.',
      vouchers: 'Vouchers', voucherWhy: 'Good without a network: the points are set aside first, then you show it at the warehouse, once.', ask: 'Get a voucher', points: 'How many points', days: 'Good for', warehouse: 'Which warehouse', get: 'Get it', until: 'until {{at}}', used: 'redeemed', over: 'over; the points go back', code8: 'or say the code {{code}}', hide: 'Hide', show: 'Show',
      deposit_: 'Deposit', depositWhy: 'What is deposited may be redeemed at any time, and does not come back as points.', depositDo: 'Deposit', depositPoints: 'How many points', statement: 'Entries', more: 'Earlier ones', unlink: 'End the link', unlinkWhy: 'This phone then sees the household no more.', empty: 'Nothing yet', kept: 'No network: these vouchers were kept here on {{at}}.', closed: 'No redemption is open now; vouchers are given when one is.',
      rule: 'rules version {{n}}', proposed: 'proposed by {{name}}', confirmed: 'confirmed by {{name}}', objected: 'objection decided by {{name}}', by: 'by {{name}}', reversed: 'reversed', reverses: 'reversal', days_: '{{n}} days',
    },
    counter: {
      title: 'Counter', code: 'Scan or type a code', codeWhy: 'Typed codes need a network; without one only the code of a voucher can be scanned.', look: 'Look up', none: 'You hand out at no warehouse', goods: 'What for', each: '{{n}} points/{{unit}} · {{left}} left', total: '{{n}} points', after: '{{n}} left', submit: 'Hand out', done: 'Handed out for {{n}} points', offlineDone: 'Kept on this phone; it goes up by itself once there is a network', next: 'Next household', voucher: 'voucher of {{n}} points',
      offline: 'No network', offlineOk: 'The signature is right: you may hand out.', notKeeper: 'Without a network one phone alone hands out, and you are not its keeper.', noPack: 'This phone has not kept the goods and the key yet; open this page once with a network.', unsafe: 'This address is not encrypted; signatures cannot be checked without a network.', less: 'one {{name}} less', moreOf: 'one {{name}} more', purse: 'From', packAt: 'Goods and prices as of {{at}}', deposit: 'deposit {{n}}',
    },
    scan: { open: 'Scan', close: 'Close the camera', none: 'This phone cannot scan by itself; type the code or paste the voucher.', hint: 'Hold the code into the picture' },
    link: { mine: 'My household', counter: 'Counter' },
  },
});
