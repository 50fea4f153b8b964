import { words } from '../../platform/core/words.ts';

/** Signing in and keeping an account safe, on the desk and on the phone. */
export const accountWords = words({
  account: {
    second: {
      title: '再验证一步', hint: '密码正确。请再证明一次是您本人。', code: '动态口令', codeHint: '打开手机上的验证器应用，填写“经纬”现在显示的 6 位数字。', passkey: '用通行密钥验证', passkeyHint: '按提示刷脸、按指纹或插入安全密钥。',
      recovery: '恢复码', recoveryHint: '设置时打印或抄下的 24 位恢复码，每个只能用一次。', submit: '验证', back: '换个账号登录', other: '换一种方式', useTotp: '用动态口令', usePasskey: '用通行密钥', useRecovery: '手机不在身边？用恢复码', need: '请填写',
      lost: '都没有了？请联系安全管理员核实身份后重置。', cancelled: '没有完成，请再试一次。', unsupported: '这个浏览器不支持通行密钥，请换一种方式。',
    },
    provider: { or: '或' },
    demo: '演示：管理员不强制第二重验证。',
    enrol: { title: '先设置第二重验证', must: '您的岗位可以改动全市的数据，只凭密码不够安全。选一种设置好，以后登录时再验证一步。' },
    totp: {
      title: '动态口令', what: '手机上的验证器应用每 30 秒显示一个新的 6 位数字，不需要网络。', begin: '设置动态口令', again: '重新生成', scan: '用验证器应用扫描这个二维码', scanHint: '应用商店里搜索“验证器”或“Authenticator”，任何一款支持 TOTP 的都可以。', manual: '不能扫码时，在应用里手工输入这个密钥：', open: '在本机的验证器应用中打开', code: '应用里显示的 6 位数字', confirm: '启用', on: '{{day}} 启用', off: '未设置', remove: '移除', removeAsk: '移除后登录时不再询问动态口令。',
    },
    passkey: {
      title: '通行密钥', what: '用这台设备的指纹、人脸、锁屏密码，或插入的安全密钥验证，不怕钓鱼网站。', name: '给它起个名字', nameHint: '如“办公室电脑”“蓝色安全密钥”', add: '登记通行密钥', added: '{{day}} 登记', used: '上次使用 {{day}}', never: '还没有用过', off: '未登记', remove: '移除', removeAsk: '移除“{{name}}”？', defaultName: '我的设备',
    },
    recovery: {
      title: '恢复码', what: '手机丢了、安全密钥坏了，用恢复码登录。', left: '还有 {{n}} 个没有用过', none: '已用完', renew: '换一组新的', renewAsk: '原来的恢复码全部作废。', shown: '只显示这一次', keep: '打印或抄下来，放在别人拿不到的地方，不要和手机放在一起。每个只能用一次。', print: '打印', copy: '复制', copied: '已复制', done: '已经保存好', slip: '{{name}} 的恢复码', account: '账号', at: '登录地址', made: '生成时间',
    },
    device: { desk: '电脑', phone: '手机', machine: '程序' },
    sessions: { title: '登录的设备', what: '看到不认识的，先退出它，再修改密码。', here: '本机', since: '{{day}} 登录', seen: '最近使用 {{day}}', end: '退出', endOthers: '退出所有设备' },
    providerLinked: '已与统一身份认证的账号绑定（{{day}}）。',
    security: { title: '登录安全', yes: '确定', no: '取消', done: '已保存', open: '登录安全与设备', goOn: '继续' },
  },
}, {
  account: {
    second: {
      title: 'One more step', hint: 'The password is right. Please show once more that it is you.', code: 'One-time code', codeHint: 'Open the authenticator app on your phone and enter the 6 digits it shows for Jingwei.', passkey: 'Use a passkey', passkeyHint: 'Face, finger or security key, as the browser asks.',
      recovery: 'Recovery code', recoveryHint: 'One of the codes of 24 characters that you printed or wrote down; each works once.', submit: 'Verify', back: 'Use another account', other: 'Another way', useTotp: 'Use a one-time code', usePasskey: 'Use a passkey', useRecovery: 'Phone not at hand? Use a recovery code', need: 'Please fill this in',
      lost: 'Nothing left? The security administrator resets it after checking who you are.', cancelled: 'Not finished; please try again.', unsupported: 'This browser has no passkeys; please use another way.',
    },
    provider: { or: 'or' },
    demo: 'Demo: administrators need no second factor.',
    enrol: { title: 'Set up a second factor first', must: 'Your post can change the data of the whole city, and a password alone is not safe enough. Set up one of these; it is asked for at every sign-in.' },
    totp: {
      title: 'One-time codes', what: 'An authenticator app on your phone shows a new code of 6 digits every 30 seconds. It needs no network.', begin: 'Set up one-time codes', again: 'Make a new one', scan: 'Scan this with the authenticator app', scanHint: 'Look for “Authenticator” in the app store; any app with TOTP will do.', manual: 'If you cannot scan it, type this key into the app:', open: 'Open in the authenticator app of this device', code: 'The 6 digits that the app shows', confirm: 'Turn on', on: 'on since {{day}}', off: 'not set up', remove: 'Remove', removeAsk: 'One-time codes will no longer be asked for when you sign in.',
    },
    passkey: {
      title: 'Passkeys', what: 'The finger, face or screen lock of this device, or a security key. No phishing site can use it.', name: 'Give it a name', nameHint: 'such as “office computer” or “blue key”', add: 'Register a passkey', added: 'registered {{day}}', used: 'last used {{day}}', never: 'not used yet', off: 'none', remove: 'Remove', removeAsk: 'Remove “{{name}}”?', defaultName: 'My device',
    },
    recovery: {
      title: 'Recovery codes', what: 'To sign in when the phone is lost or the key is broken.', left: '{{n}} not used yet', none: 'all used', renew: 'Make new ones', renewAsk: 'All present recovery codes become void.', shown: 'Shown this once', keep: 'Print them or write them down, and keep them where nobody else gets at them, not with the phone. Each works once.', print: 'Print', copy: 'Copy', copied: 'Copied', done: 'I have kept them', slip: 'Recovery codes of {{name}}', account: 'Account', at: 'Address', made: 'Made',
    },
    device: { desk: 'Desk', phone: 'Phone', machine: 'Program' },
    sessions: { title: 'Signed-in devices', what: 'If you do not know one, end it and then change the password.', here: 'this one', since: 'since {{day}}', seen: 'last used {{day}}', end: 'Sign out', endOthers: 'Sign out everywhere' },
    providerLinked: 'Linked with an account of the identity provider ({{day}}).',
    security: { title: 'Sign-in and security', yes: 'Yes', no: 'Cancel', done: 'Saved', open: 'Sign-in and devices', goOn: 'Go on' },
  },
});
