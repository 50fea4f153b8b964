import { words } from '../../platform/core/words.ts';

export const fieldAppWords = words({
  fieldApp: {
    nav: { label: '主要页面', today: '今天', home: '首页', report: '上报', grid: '我的网格', me: '我' },
    signIn: { title: '登录', hint: '网格员和工作人员用单位发的账号登录。居民上报不用登录。', needed: '登录后查看。', again: '登录已失效', againHint: '重新登录后接着做，填了一半的内容和没上传的都还在。', account: '账号', password: '密码', needAccount: '填写账号', needPassword: '填写密码', submit: '登录' },
    password: { title: '修改密码', must: '这是初始密码，先改成自己的再开始工作。', current: '现在的密码', next: '新密码', repeat: '再填一次新密码', hint: '至少 8 个字，不能用常见密码。改后其他设备会退出。', tooShort: '至少 8 个字', differs: '两次填的不一样', done: '密码已修改，其他设备已退出。' },
    me: { nobody: '没有登录。居民上报不用登录。', account: '账号 {{account}}', noPost: '没有在任的岗位', language: '界面语言' },
    print: { title: '字号', plain: '标准', large: '大字（老年模式）' },
    complain: { title: '投诉与建议', hint: '对网格员、办理单位或本平台不满意，可打政务服务热线，不经过被投诉的人。', call: '拨打 12345' },
    stored: {
      title: '这部手机上存了什么', waiting: '没有上传的上报 {{n}} 条', drafts: '没有写完的内容 {{n}} 份，照片 {{photos}} 张', sent: '报过的编号 {{n}} 个', settings: '语言、字号和登录人的姓名、岗位', rights: '不记录行踪。上报一旦上传，照片就从这里删除。',
      forget: '移除报过的编号', forgetAsk: '移除 {{n}} 个编号？没有编号就查不到进展，请先记下。', drop: '删除没有写完的内容', dropAsk: '删除 {{n}} 份没有写完的内容和照片？删除后找不回来。没有上传的上报不受影响。',
    },
    row: { needsYou: '待处理', onTheWay: '等待上传', waiting: '等待上传，有网络时自动上传', refused: '没有被接收，改正后再提交', correct: '去改正', asItIs: '原样再试', handOver: '交给主管', handedOver: '已交给主管。手机上这份由您自己删除。', save: '存成文件', saveFailed: '没有存成，再试一次。', file: '手机上的记录', at: '填写时间', why: '没有上传的原因', all: '全部内容', discard: '删除', discardAsk: '删除这条记录？没有上传过的，删除后找不回来。' },
    lock: {
      title: '已锁定', why: '一段时间没有使用，手机里存的内容已加密锁定。没有网络也能打开。', waits: '手机里存的内容已加密锁定，有网络时登录后打开。', unsent: '{{n}} 条仅在本机，加密保存着，打开后继续上传。', code: '解锁码', open: '打开', wrong: '不对，还能试 {{left}} 次。', wait: '不对。{{minutes}} 分钟后再试，还能试 {{left}} 次。', erased: '试错太多，取到手机上的内容已清除。没上传的还在，重新登录后继续。', failed: '这次没有打开，再试一次。', signIn: '忘了？重新登录',
      section: '手机锁', byPassword: '手机里的内容已加密，用登录密码打开；30 分钟不用自动锁定，7 天没有联网就清除取到手机上的内容（没上传的不清除）。', byCode: '手机里的内容已加密，用解锁码打开；30 分钟不用自动锁定，7 天没有联网就清除取到手机上的内容（没上传的不清除）。', bySession: '手机里的内容已加密，但还没有解锁码：锁定后要有网络才能打开。请设一个解锁码。', insecure: '这个网址不是安全连接（https），浏览器不能加密：取到的内容不留在手机上，没上传的内容没有加密。请用 https 网址。',
      setCode: '设解锁码', codeAgain: '再填一次', saveCode: '保存解锁码', weak: '至少 6 位数字，不能是同一个数、连续的数或生日', differs: '两次填的不一样', codeSet: '已改为用解锁码打开', codeOnline: '要有网络才能设解锁码，连上后再试',
    },
    signOut: { title: '退出登录', stay: '取消', ask: '退出登录？', unsent: '还有 {{n}} 条没有上传。退出后仍存在手机里，您再登录时自动上传。' },
    grid: {
      nobody: '登录后查看自己的网格和网格里的案件。', none: '没有在任的岗位', noneHint: '由管理员任命后，网格和案件显示在这里。', mine: '我的网格', code: '编码 {{code}}', households: '{{n}} 户', noOutline: '这个区域还没有画边界。', open: '在办案件', openNone: '没有在办案件', openNoneHint: '网格里有新上报时显示在这里。', more: '再看一些',
      posts: '我的岗位', from: '{{from}} 起', fromTo: '{{from}} 至 {{to}}', fullTime: '专职 · 工作量 {{n}}%', partTime: '兼职 · 工作量 {{n}}%', coverFor: '替 {{name}} 代班', here: '我在哪个网格', locate: '定位一次', locateHint: '只在点按时定位，不保存。',
    },
    notFound: { title: '没有这个页面', hint: '地址可能写错了，从下面的“首页”或“今天”重新进入。' },
  },
}, {
  fieldApp: {
    nav: { label: 'Main pages', today: 'Today', home: 'Home', report: 'Report', grid: 'My grid', me: 'Me' },
    signIn: { title: 'Sign in', hint: 'Grid workers and staff sign in with the account of their unit. Residents report without one.', needed: 'Sign in to see this.', again: 'Your session has ended', againHint: 'Sign in to go on; what you typed and what is not uploaded is kept.', account: 'Account', password: 'Password', needAccount: 'Enter the account', needPassword: 'Enter the password', submit: 'Sign in' },
    password: { title: 'Change password', must: 'This is a first password. Change it to your own before you start.', current: 'Current password', next: 'New password', repeat: 'New password again', hint: 'At least 8 characters, none of the common ones. Your other devices are signed out.', tooShort: 'At least 8 characters', differs: 'The two differ', done: 'Password changed; other devices are signed out.' },
    me: { nobody: 'Not signed in. Residents report without an account.', account: 'Account {{account}}', noPost: 'No current post', language: 'Language' },
    print: { title: 'Text size', plain: 'Standard', large: 'Large print' },
    complain: { title: 'Complaints and suggestions', hint: 'Not content with a grid worker, a unit or this platform? Call the public service line; it does not pass through the person complained of.', call: 'Call 12345' },
    stored: {
      title: 'What is stored on this phone', waiting: '{{n}} report(s) not uploaded', drafts: '{{n}} unfinished form(s), {{photos}} photo(s)', sent: '{{n}} number(s) of reports', settings: 'Language, text size, and the name and posts of who is signed in', rights: 'No track is kept. Photos of a report are deleted here once it is uploaded.',
      forget: 'Remove the numbers', forgetAsk: 'Remove {{n}} number(s)? Without them you cannot follow the reports; note them first.', drop: 'Delete unfinished forms', dropAsk: 'Delete {{n}} unfinished form(s) with their photos? They cannot be brought back. Reports not uploaded stay.',
    },
    row: { needsYou: 'Needs you', onTheWay: 'Waiting to be uploaded', waiting: 'Waiting; it goes up when there is a network', refused: 'It was not taken; correct it and try again', correct: 'Correct', asItIs: 'Try as it is', handOver: 'Hand over', handedOver: 'Your supervisor has it. This copy goes when you delete it.', save: 'Save as a file', saveFailed: 'It was not saved. Try again.', file: 'Record of a phone', at: 'Written', why: 'Why it was not uploaded', all: 'All of it', discard: 'Delete', discardAsk: 'Delete this record? What was never uploaded cannot be brought back.' },
    lock: {
      title: 'Locked', why: 'Unused for a while: what this phone keeps is encrypted and locked. It opens without a network too.', waits: 'What this phone keeps is encrypted and locked. It opens when you sign in with a network.', unsent: '{{n}} only on this phone, kept encrypted; they go on once it is open.', code: 'Unlock code', open: 'Open', wrong: 'Wrong; {{left}} tries left.', wait: 'Wrong. Try again in {{minutes}} min; {{left}} tries left.', erased: 'Too many wrong tries: what had been fetched is erased. What is unsent is kept; sign in again to go on.', failed: 'It did not open; try again.', signIn: 'Forgotten? Sign in again',
      section: 'Phone lock', byPassword: 'What is kept here is encrypted and opens with your password. It locks after 30 minutes unused; after 7 days without contact what was fetched is erased (never what is unsent).', byCode: 'What is kept here is encrypted and opens with your code. It locks after 30 minutes unused; after 7 days without contact what was fetched is erased (never what is unsent).', bySession: 'What is kept here is encrypted, but there is no code yet: once locked it opens only with a network. Set a code.', insecure: 'This address is not a secure connection (https), so the browser cannot encrypt: what is fetched is not kept, and what is unsent is not encrypted. Use the https address.',
      setCode: 'Set a code', codeAgain: 'Once more', saveCode: 'Save the code', weak: 'Six figures at least; not one figure, a run or a birthday', differs: 'The two differ', codeSet: 'It now opens with your code', codeOnline: 'A code can be set with a network only; try again then',
    },
    signOut: { title: 'Sign out', stay: 'Cancel', ask: 'Sign out?', unsent: '{{n}} report(s) are not uploaded. They stay on the phone and are uploaded when you sign in again.' },
    grid: {
      nobody: 'Sign in to see your grid and the cases in it.', none: 'No current post', noneHint: 'When an administrator appoints you, grid and cases appear here.', mine: 'My grids', code: 'code {{code}}', households: '{{n}} households', noOutline: 'No outline has been drawn for this area yet.', open: 'Open cases', openNone: 'No open cases', openNoneHint: 'New reports in the grid appear here.', more: 'Show more',
      posts: 'My posts', from: 'since {{from}}', fromTo: '{{from}} to {{to}}', fullTime: 'full time · share {{n}}%', partTime: 'part time · share {{n}}%', coverFor: 'covering for {{name}}', here: 'Which grid am I in?', locate: 'Locate once', locateHint: 'Only when you tap; nothing is kept.',
    },
    notFound: { title: 'No such page', hint: 'The address may be wrong; start again from the bar below.' },
  },
});
