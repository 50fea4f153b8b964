import { words } from '../../platform/core/words.ts';

export const deskAppWords = words({
  deskApp: {
    product: '经纬', tagline: '网格化服务管理平台',
    nav: {
      label: '主要页面', cases: '案件', report: '登记', registry: '人房地物', patrol: '走访巡查', points: '积分', warehouse: '义仓与账户', overview: '概览', index: '平安指数', screen: '大屏', areas: '区域与网格', people: '人员与岗位', classes: '类别', routes: '派遣规则', roster: '值班安排', calendar: '工作日历', audit: '审计', fold: '收起侧栏', unfold: '展开侧栏', work: '工作', manage: '管理',
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
    notFound: '没有这个页面', notFoundHint: '地址可能写错了，或者您的岗位用不到它。', comingTitle: '这个页面还没有装上', home: '回到首页', noDesk: '您的岗位在手机端工作。', skip: '跳到内容',
  },
}, {
  deskApp: {
    product: 'Jingwei', tagline: 'Grid-based service and governance',
    nav: {
      label: 'Main pages', cases: 'Cases', report: 'New report', registry: 'Registry', patrol: 'Rounds and visits', points: 'Points', warehouse: 'Goods warehouse', overview: 'Overview', index: 'Safety index', screen: 'Big screen', areas: 'Areas and grids', people: 'People and posts', classes: 'Classes', routes: 'Routing', roster: 'Duty roster', calendar: 'Calendar', audit: 'Audit', fold: 'Fold the menu', unfold: 'Unfold the menu', work: 'Work', manage: 'Administration',
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
    notFound: 'No such page', notFoundHint: 'The address may be wrong, or your post does not need this page.', comingTitle: 'This page is not installed yet', home: 'To the first page', noDesk: 'Your post works on the phone.', skip: 'Skip to content',
  },
});
