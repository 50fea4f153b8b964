import { words } from '../../platform/core/words.ts';

export const deskAppWords = words({
  deskApp: {
    product: '经纬', tagline: '网格化服务管理平台',
    nav: {
      label: '主要页面', cases: '案件', report: '登记', registry: '人房地物', patrol: '走访巡查', points: '积分', warehouse: '义仓与账户', overview: '概览', index: '平安指数', screen: '大屏', phones: '手机与离线', areas: '区域与网格', people: '人员与岗位', classes: '类别', routes: '派遣规则', roster: '值班安排', calendar: '工作日历', audit: '审计', fold: '收起侧栏', unfold: '展开侧栏', work: '工作', manage: '管理',
    },
    signIn: {
      title: '登录', account: '账号', password: '密码', submit: '登录', again: '登录已失效', againHint: '重新登录后接着做，填了一半的内容还在。',
      needAccount: '填写账号', needPassword: '填写密码', resident: '居民反映问题不用登录：', residentLink: '打开上报页面', phone: '网格员请用手机打开', demo: '演示账号在启动命令的窗口里，也在数据目录的 demo-accounts.json 中。',
    },
    me: {
      menu: '我的账号', changePassword: '修改密码', signOut: '退出登录', signOutEverywhere: '退出所有设备', unsent: '还有 {{count}} 份没有提交的表单', unsentLost: '退出后，这台电脑上不再保留填写的内容。', leaveAllTheSame: '不保留，退出', stay: '先不退出', language: '界面语言', phone: '打开手机端', posts: '岗位', postIn: '{{post}} · {{area}}', noPost: '没有在任的岗位',
    },
    proof: { title: '请确认是您本人', why: '改动别人的权限或密码之前，请再输入一次您自己的密码。10 分钟内不再询问。', password: '您的密码', go: '确认，继续' },
    password: {
      title: '修改密码', current: '现在的密码', next: '新密码', repeat: '再填一次新密码', hint: '至少 8 个字，不能用常见密码。改后其他设备会退出。', tooShort: '至少 8 个字', differs: '两次填的不一样', done: '密码已修改，其他设备已退出', must: '这是初始密码，先改成自己的再开始工作。',
    },
    live: { connecting: '正在连接', live: '实时', waiting: '连接中断，正在重连', hint: { connecting: '正在连接实时更新', live: '有变化会自动刷新', waiting: '列表可能不是最新的；连上后自动补齐' } },
    bell: { none: '没有新到期的案件，也没有喊话', read: '知道了', label: '{{n}} 条未读提醒', due: '新到期 {{n}} 件', more: '另有 {{n}} 件，见“案件”的超期一栏', said: '近 7 天的喊话', new: '新', to: '喊给 {{unit}}' },
    search: { placeholder: '搜索案件编号、内容、地址、区域', label: '搜索', cases: '案件', areas: '区域', pages: '页面', all: '在案件中搜索“{{text}}”', none: '没有找到', key: '/' },
    keys: { group: '全局', search: '搜索', cases: '打开案件', report: '登记新案件' },
    phones: {
      title: '手机与离线', view: '看什么', phones: '手机', rejected: '待处理', rejectedN: '待处理 {{n}}',
      attention: '需要关注', all: '全部手机', hint: '手机联网时才报告自己的情况，数字以最近一次联系为准。',
      person: '谁的手机', area: '区域', unsent: '未上传', unsentN: '{{n}} 条', oldest: '最早一条', ago: '{{span}}前', contact: '最近联系', state: '情况', clock: '手机时钟', fast: '快 {{span}}', slow: '慢 {{span}}',
      is: { frozen: '已停止自动上传', stuck: '有联系，没传上来', late: '超过 {{n}} 小时未上传', silent: '三天没有联系', parked: '{{n}} 条等本人处理', waiting: '正在上传', fine: '正常' },
      why: {
        frozen: '同一个编号下收到两份不同的内容，手机可能被复制或恢复过旧备份。未上传的内容都在本人手机的“待处理”里，请联系本人核对后重新提交。',
        stuck: '这部手机刚刚还有联系，积压的内容却没有传上来。请本人打开手机端看“未上传”里写的原因；仍不行时联系管理员。',
        late: '可能在没有信号的地方。内容都在手机里，不会丢；请提醒本人到有信号的地方打开手机端。',
        silent: '三天没有打开过手机端。请确认本人是否换了手机或离岗。',
        parked: '有内容没有被接收，原因在本人手机上写着，可以更正后再提交，也可以交给主管。', waiting: '内容正在路上，过一会儿再看。', fine: '没有积压。',
      },
      late: '{{n}} 部手机有超过 {{h}} 小时没上传的内容', noneLate: '没有超过 {{h}} 小时没上传的手机', none: '没有需要关注的手机', noneHint: '有内容超过 {{h}} 小时没上传、被停用或有内容没被接收的手机会出现在这里', noneAll: '还没有手机联系过', noneAllHint: '网格员在手机端登录并上传后出现在这里', holes: '缺号', holesN: '{{n}} 次', detail: '{{name}}的手机', device: '手机编号',
    },
    aside: {
      open: '待处理', mine: '交给我的', settled: '已办结', at: '收到', writer: '谁写的', what: '内容', why: '没有接收的原因', area: '区域', state: '状态', written: '写于（手机时间）',
      waits: '等本人处理', handed: '本人已交来', given: '交给{{name}}', byWriter: '本人已处理', done: '已办结',
      none: '没有待处理的内容', noneHint: '手机上写的内容不合规则、没有被接收时出现在这里，原文一直保留', noneMine: '没有交给您的', noneMineHint: '同事交办给您的会出现在这里', noneSettled: '还没有办结过', noneSettledHint: '办结的内容保留 {{days}} 天可查',
      hidden: '本人还没有交来，内容只有本人能看。可以请本人在手机上更正后再提交，或点“交给主管”。', show: '查看内容', showHint: '查看会留下记录', empty: '没有填写内容', unreadable: '内容读不出来，原件已保留',
      enter: '转为登记', enterHint: '带着这些内容打开登记页，更正后提交，再回来办结', enterBusy: '登记页还有一份没有提交的内容，请先提交或清空那一份。',
      give: '交给谁', giveButton: '交办', givenDone: '已交给{{name}}', close: '办结', how: '怎么办的', hows: { entered: '已代为登记', corrected: '本人已更正重交', void: '内容无效或重复，不再办理', other: '其他' }, note: '说明', noteHint: '写清处理经过，办结后仍可查看', need: '写几个字说明', closed: '已办结', by: '办结人', closedAt: '办结时间',
      field: { description: '描述', note: '说明', result: '结果', text: '内容', wish: '需求', address: '地址', place: '位置', class: '类别', reporter: '反映人', name: '姓名', phone: '电话', happenedAt: '发生时间', at: '时间', found: '发现的情况', outcome: '结果', caseId: '案件', photos: '照片', source: '来源', longitude: '经度', latitude: '纬度', reason: '原因' },
    },
    notFound: '没有这个页面', notFoundHint: '地址可能写错了，或者您的岗位用不到它。', comingTitle: '这个页面还没有装上', home: '回到首页', noDesk: '您的岗位在手机端工作。', skip: '跳到内容',
  },
}, {
  deskApp: {
    product: 'Jingwei', tagline: 'Grid-based service and governance',
    nav: {
      label: 'Main pages', cases: 'Cases', report: 'New report', registry: 'Registry', patrol: 'Rounds and visits', points: 'Points', warehouse: 'Goods warehouse', overview: 'Overview', index: 'Safety index', screen: 'Big screen', phones: 'Phones and offline work', areas: 'Areas and grids', people: 'People and posts', classes: 'Classes', routes: 'Routing', roster: 'Duty roster', calendar: 'Calendar', audit: 'Audit', fold: 'Fold the menu', unfold: 'Unfold the menu', work: 'Work', manage: 'Administration',
    },
    signIn: {
      title: 'Sign in', account: 'Account', password: 'Password', submit: 'Sign in', again: 'Your session has ended', againHint: 'Sign in to go on; what you had typed is kept.',
      needAccount: 'Enter the account', needPassword: 'Enter the password', resident: 'Residents report without an account:', residentLink: 'open the report form', phone: 'Grid workers: open on a phone', demo: 'Demo accounts are printed where the service was started, and kept in demo-accounts.json of the data folder.',
    },
    me: {
      menu: 'My account', changePassword: 'Change password', signOut: 'Sign out', signOutEverywhere: 'Sign out everywhere', unsent: 'Forms that were not sent: {{count}}', unsentLost: 'What was typed will not be kept on this computer.', leaveAllTheSame: 'Sign out without it', stay: 'Stay', language: 'Language', phone: 'Open the phone pages', posts: 'Posts', postIn: '{{post}} · {{area}}', noPost: 'No current post',
    },
    proof: { title: 'Please confirm that it is you', why: 'Before the rights or the password of somebody else are changed, type your own password once more. It is not asked again for ten minutes.', password: 'Your password', go: 'Confirm and go on' },
    password: {
      title: 'Change password', current: 'Current password', next: 'New password', repeat: 'New password again', hint: 'At least 8 characters, none of the common ones. Your other devices are signed out.', tooShort: 'At least 8 characters', differs: 'The two differ', done: 'Password changed; other devices are signed out', must: 'This is a first password. Change it to your own before you start.',
    },
    live: { connecting: 'Connecting', live: 'Live', waiting: 'Line is down, trying again', hint: { connecting: 'Connecting to live updates', live: 'Changes appear by themselves', waiting: 'Lists may be out of date; they catch up when the line is back' } },
    bell: { none: 'Nothing fell due and no messages', read: 'Mark as read', label: '{{n}} unread notices', due: '{{n}} newly overdue', more: '{{n}} more: see Late among the cases', said: 'Messages of the last 7 days', new: 'new', to: 'to {{unit}}' },
    search: { placeholder: 'Case number, words, address, area', label: 'Search', cases: 'Cases', areas: 'Areas', pages: 'Pages', all: 'Search cases for “{{text}}”', none: 'Nothing found', key: '/' },
    keys: { group: 'Everywhere', search: 'Search', cases: 'Open cases', report: 'New report' },
    phones: {
      title: 'Phones', view: 'What to see', phones: 'Phones', rejected: 'Set aside', rejectedN: 'Set aside {{n}}',
      attention: 'Needs a look', all: 'All phones', hint: 'A phone tells how it stands when it has a network; figures are of its last contact.',
      person: 'Whose', area: 'Area', unsent: 'Not uploaded', unsentN: '{{n}}', oldest: 'Oldest', ago: '{{span}} ago', contact: 'Last contact', state: 'State', clock: 'Its clock', fast: '{{span}} fast', slow: '{{span}} slow',
      is: { frozen: 'Uploads by itself no more', stuck: 'In contact, nothing comes up', late: 'Nothing for over {{n}} hours', silent: 'No contact for three days', parked: '{{n}} wait for the owner', waiting: 'Being uploaded', fine: 'In order' },
      why: {
        frozen: 'Two different records came under one number: the phone was cloned or put back to an old image. What is not uploaded is under "Needs you" on the phone; ask its owner to check it and send it again.',
        stuck: 'The phone was in contact a moment ago, and its work did not come up. Ask its owner for the reason that the phone shows; if that does not help, ask an administrator.',
        late: 'It may be where there is no signal. Everything is kept on the phone; remind its owner to open the app where there is a signal.',
        silent: 'The app was not opened for three days. Has its owner another phone, or left the post?',
        parked: 'Something was not taken; the phone says why. It can be corrected and sent again, or handed over.', waiting: 'It is on its way; look again in a while.', fine: 'Nothing waits.',
      },
      late: 'Phones with work older than {{h}} hours: {{n}}', noneLate: 'No phone has work older than {{h}} hours', none: 'No phone needs a look', noneHint: 'Phones with work older than {{h}} hours, phones that were stopped, and those with something set aside appear here', noneAll: 'No phone has been in contact yet', noneAllHint: 'A phone appears when a grid worker has signed in on it and uploaded something', holes: 'Missing numbers', holesN: '{{n}} times', detail: 'The phone of {{name}}', device: 'Number of the phone',
    },
    aside: {
      open: 'Open', mine: 'Given to me', settled: 'Settled', at: 'Received', writer: 'Writer', what: 'What', why: 'Why it was not taken', area: 'Area', state: 'State', written: 'Written (by the phone)',
      waits: 'Waits for its writer', handed: 'Handed over', given: 'Given to {{name}}', byWriter: 'Dealt with by its writer', done: 'Settled',
      none: 'Nothing is set aside', noneHint: 'What was written on a phone and refused by a rule appears here; it is kept as it was written', noneMine: 'Nothing was given to you', noneMineHint: 'What colleagues give to you appears here', noneSettled: 'Nothing was settled yet', noneSettledHint: 'What was settled can be read for {{days}} days',
      hidden: 'Its writer has not handed it over, and he alone can read it. Ask him to correct it on his phone, or to hand it over there.', show: 'Read it', showHint: 'Reading it is put on record', empty: 'Nothing was filled in', unreadable: 'It cannot be read; the original is kept',
      enter: 'Enter as a report', enterHint: 'Opens the report form with what was written; send it, then come back and settle this', enterBusy: 'The report form holds something that was not sent. Send or clear that first.',
      give: 'Give to', giveButton: 'Give', givenDone: 'Given to {{name}}', close: 'Settle', how: 'How', hows: { entered: 'Entered by us', corrected: 'Corrected by its writer', void: 'Void or a duplicate', other: 'Otherwise' }, note: 'Note', noteHint: 'What was done; it stays readable', need: 'Write a few words', closed: 'Settled', by: 'Settled by', closedAt: 'Settled at',
      field: { description: 'Description', note: 'Note', result: 'Result', text: 'Text', wish: 'Wish', address: 'Address', place: 'Place', class: 'Class', reporter: 'Reporter', name: 'Name', phone: 'Telephone', happenedAt: 'Happened at', at: 'Time', found: 'Found', outcome: 'Outcome', caseId: 'Case', photos: 'Photos', source: 'Source', longitude: 'Longitude', latitude: 'Latitude', reason: 'Reason' },
    },
    notFound: 'No such page', notFoundHint: 'The address may be wrong, or your post does not need this page.', comingTitle: 'This page is not installed yet', home: 'To the first page', noDesk: 'Your post works on the phone.', skip: 'Skip to content',
  },
});
