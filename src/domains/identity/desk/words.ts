import { words } from '../../../platform/core/words.ts';

export const identityDeskWords = words({
  identityDesk: {
    title: '人员与岗位', views: { people: '人员', units: '单位', roles: '角色与权限' }, securityAdmin: '安全管理员',
    filter: { text: '姓名或账号', area: '区域', anyArea: '全部区域', role: '角色', unit: '单位', kind: '类型', unitText: '名称或编码' },
    list: {
      name: '姓名', account: '账号', post: '岗位', area: '区域', unit: '单位', employment: '用工', phone: '电话', state: '状态', lastSignIn: '最近登录', never: '从未登录', more: '另有 {{n}} 岗', noPost: '没有岗位', cover: '代班', share: '{{name}} {{n}}%',
      empty: '这里没有人员', emptyHint: '新建人员，或用 Excel 一次导入。', coming: '{{day}} 起',
    },
    action: { create: '新建人员', import: 'Excel 导入', template: '下载模板', appoint: '任命岗位', cover: '安排代班', endPost: '免去', suspend: '停用账号', restore: '恢复账号', reset: '重置密码', resetFactor: '重置第二重验证', endSessions: '强制退出', createUnit: '新建单位', createRole: '新建角色' },
    detail: {
      posts: '岗位', noPosts: '还没有岗位，登录后什么也看不到。', role: '角色', area: '区域', unit: '单位', employment: '用工', dates: '任期', open: '{{from}} 起', until: '{{from}} 至 {{to}}', coverFor: '代 {{name}} 的班', self: '自己的岗位和账号由另一位安全管理员办理。', absent: '没有这个人，或不在您的范围里', masked: '电话按规定只显示一部分', factor: '第二重验证', factors: { none: '不要求', missing: '要求，尚未设置', enrolled: '已设置' },
    },
    form: {
      account: '账号', accountHint: '2–40 个字母、数字、点、下划线或连字符，全市不重复；建好后不能改。', name: '姓名', phone: '电话', phoneHint: '11 位手机号，或带区号的固定电话。', password: '初始密码', passwordHint: '已随机生成，可以改。首次登录必须修改；这里只显示这一次，不保存。', another: '换一个',
      role: '角色', roleHint: '角色决定能做什么，区域和单位决定在哪里能做。', area: '区域', areaHint: '权限在这个区域和它的下级有效。', unit: '单位', unitHint: '部门承办人必须选单位，只看到本单位的案件。', title: '职务', titleHint: '名片上的叫法；不填就用角色名。', employment: '用工', share: '工作占比', shareHint: '同时有几个岗位时，这一岗占多少。', from: '起始日期', to: '最后一天', toHint: '不填为长期。', dayHint: '不填就是今天。',
      covered: '被代岗位：{{post}}', coverPerson: '由谁代班', coverHint: '代班的人在任期内有同样的权限，办的事记在他名下，并注明代谁。', coverTitle: '{{title}}（代班）', endOn: '最后一天', endHint: '不填就立即免去，权限在一秒内失效；为这个岗位代班的也一并结束。', reason: '原因', reasonSuspend: '停用后立即退出所有设备，岗位保留。原因会记入审计。', reasonRestore: '原因会记入审计。', reasonFactor: '先当面核实是本人。重置后立即退出所有设备，下次登录只凭密码，岗位要求的须当场重新设置。原因会记入审计。', reasonEnd: '立即退出他的所有设备，账号仍可登录。原因会记入审计。', resetHint: '原密码立即作废，所有设备退出，锁定也一并解除。',
      personTitle: '新建人员', appointTitle: '任命“{{name}}”', coverTitleOf: '为“{{name}}”安排代班', endTitle: '免去“{{name}}”的岗位', suspendTitle: '停用“{{name}}”', restoreTitle: '恢复“{{name}}”', resetTitle: '重置“{{name}}”的密码', factorTitle: '重置“{{name}}”的第二重验证', endSessionsTitle: '让“{{name}}”退出所有设备',
      submitCreate: '新建', submitAppoint: '任命', submitCover: '安排代班', submitEnd: '免去', submitSuspend: '停用', submitRestore: '恢复', submitReset: '重置', submitEndSessions: '强制退出',
      created: '已新建', appointed: '已任命', covering: '已安排代班', endedPost: '已免去', suspended: '已停用', restored: '已恢复', factorReset: '已重置第二重验证', sessionsEnded: '已退出所有设备', choosePerson: '输入姓名或账号', nobody: '没有找到',
      unitCode: '编码', unitCodeHint: '2–30 个字母、数字或连字符，导入人员时用它。', unitName: '名称', unitKind: '类型', unitLevel: '级别', unitArea: '所在区域', unitTitle: '新建单位', unitDone: '已新建单位', chooseUnit: '选择单位', chooseRole: '选择角色',
    },
    titles: ['网格总长', '网格长', '网格员', '兼职网格员', '移动微网格员', '第一书记', '下沉干部', '社区民警', '片警', '治保队员', '警务助理', '平安志愿者', '党建大院院长', '社区工作者'].join('|'),
    issued: { title: '初始密码', hint: '现在交给本人。关掉以后谁也看不到，包括您；忘了只能再重置。', account: '账号', password: '初始密码', must: '首次登录必须修改', appoint: '接着任命岗位', done: '已交给本人，关闭', slip: '{{name}} 的登录信息', at: '登录地址' },
    import: { title: '从 Excel 导入人员和岗位', hint: '.xlsx 或 .csv，每个岗位一行；最大 10 MB', rule: '一人几个岗位就写几行。有一处错误就整份不写入；空着的格子不改动原有内容。' },
    units: { name: '名称', code: '编码', kind: '类型', level: '级别', area: '区域', members: '在岗', membersCount: '{{n}} 人', empty: '这里没有单位', emptyHint: '新建部门、队伍、卡点，再把人任命到单位。', open: '看这个单位的人' },
    roles: {
      permission: '权限', edit: '修改“{{name}}”', editTitle: '修改角色“{{name}}”', createTitle: '新建角色', code: '代号', codeHint: '字母开头，字母和数字，建好后不能改。', name: '名称', permissions: '允许做的事', permissionsHint: '对全市担任这个角色的人立即生效。', saved: '已保存，立即生效', factor: '第二重验证', factorAsk: '担任这个角色的人登录时要第二重验证', factorHint: '管理员角色一律要求；是否强制由系统运维人员决定。', submit: '保存', may: '可以', mayNot: '不可以',
      three: '三员分立', threeText: '系统管理员管区域、类别和日历，安全管理员管人员、岗位和角色，审计管理员看审计。三者不能由同一人兼任，也不能兼任业务岗位；一个角色也不能同时有其中两类权限。谁都不能给自己任免岗位、停用自己或改自己的角色。', administrator: '管理员',
      power: { system: '系统', security: '安全', audit: '审计', business: '业务', none: '通用' }, group: '归属',
    },
  },
}, {
  identityDesk: {
    title: 'People and posts', views: { people: 'People', units: 'Units', roles: 'Roles' }, securityAdmin: 'security administrator',
    filter: { text: 'Name or account', area: 'Area', anyArea: 'All areas', role: 'Role', unit: 'Unit', kind: 'Kind', unitText: 'Name or code' },
    list: {
      name: 'Name', account: 'Account', post: 'Post', area: 'Area', unit: 'Unit', employment: 'Employment', phone: 'Phone', state: 'State', lastSignIn: 'Last sign-in', never: 'never', more: '{{n}} more', noPost: 'no post', cover: 'cover', share: '{{name}} {{n}}%',
      empty: 'Nobody here', emptyHint: 'Create a person, or import many from Excel.', coming: 'from {{day}}',
    },
    action: { create: 'New person', import: 'Import from Excel', template: 'Download the template', appoint: 'Appoint', cover: 'Arrange cover', endPost: 'End', suspend: 'Suspend', restore: 'Restore', reset: 'Reset password', resetFactor: 'Reset second factor', endSessions: 'Sign out everywhere', createUnit: 'New unit', createRole: 'New role' },
    detail: {
      posts: 'Posts', noPosts: 'No post yet: nothing to see after signing in.', role: 'Role', area: 'Area', unit: 'Unit', employment: 'Employment', dates: 'Term', open: 'since {{from}}', until: '{{from}} to {{to}}', coverFor: 'covers for {{name}}', self: 'Your own posts and account are managed by another security administrator.', absent: 'No such person, or outside your area', masked: 'The telephone is shown in part only', factor: 'Second factor', factors: { none: 'not asked for', missing: 'asked for, not set up', enrolled: 'set up' },
    },
    form: {
      account: 'Account', accountHint: '2–40 letters, digits, dots, underscores or hyphens, unique in the city; it cannot be changed later.', name: 'Name', phone: 'Phone', phoneHint: 'A mobile of 11 digits, or a landline with its area code.', password: 'First password', passwordHint: 'Made by chance; you may change it. It must be changed at the first sign-in, is shown only once and not kept.', another: 'Another',
      role: 'Role', roleHint: 'The role says what one may do; area and unit say where.', area: 'Area', areaHint: 'Rights hold in this area and below.', unit: 'Unit', unitHint: 'A department handler needs one and sees the cases of it.', title: 'Title', titleHint: 'As on the card; empty takes the name of the role.', employment: 'Employment', share: 'Share of work', shareHint: 'With several posts: how much belongs to this one.', from: 'From', to: 'Last day', toHint: 'Empty: without end.', dayHint: 'Empty: today.',
      covered: 'Covered post: {{post}}', coverPerson: 'Who covers', coverHint: 'Whoever covers has the same rights in these days; what is done is recorded under that name, with whom it was done for.', coverTitle: '{{title}} (cover)', endOn: 'Last day', endHint: 'Empty ends it at once: its rights are gone within a second, and covers of it end too.', reason: 'Reason', reasonSuspend: 'All devices are signed out at once; posts stay. The reason goes into the audit.', reasonRestore: 'The reason goes into the audit.', reasonFactor: 'Make sure in person who it is. All devices are signed out at once; the next sign-in needs the password alone, and a post that asks for a second factor has it set up again there. The reason goes into the audit.', reasonEnd: 'All devices are signed out at once; the account can sign in again. The reason goes into the audit.', resetHint: 'The old password ends at once, all devices are signed out, a lock-out is lifted.',
      personTitle: 'New person', appointTitle: 'Appoint {{name}}', coverTitleOf: 'Cover for {{name}}', endTitle: 'End a post of {{name}}', suspendTitle: 'Suspend {{name}}', restoreTitle: 'Restore {{name}}', resetTitle: 'Reset the password of {{name}}', factorTitle: 'Reset the second factor of {{name}}', endSessionsTitle: 'Sign {{name}} out everywhere',
      submitCreate: 'Create', submitAppoint: 'Appoint', submitCover: 'Arrange', submitEnd: 'End it', submitSuspend: 'Suspend', submitRestore: 'Restore', submitReset: 'Reset', submitEndSessions: 'Sign out',
      created: 'Created', appointed: 'Appointed', covering: 'Cover arranged', endedPost: 'Ended', suspended: 'Suspended', restored: 'Restored', factorReset: 'Second factor reset', sessionsEnded: 'Signed out everywhere', choosePerson: 'Type a name or account', nobody: 'Nobody found',
      unitCode: 'Code', unitCodeHint: '2–30 letters, digits or hyphens; imports of people name it.', unitName: 'Name', unitKind: 'Kind', unitLevel: 'Level', unitArea: 'Area', unitTitle: 'New unit', unitDone: 'Unit created', chooseUnit: 'Choose a unit', chooseRole: 'Choose a role',
    },
    titles: ['Chief grid officer', 'Grid leader', 'Grid worker', 'Part-time grid worker', 'Mobile micro-grid worker', 'First secretary', 'Seconded cadre', 'Community police officer', 'Beat officer', 'Security team member', 'Police aide', 'Peace volunteer', 'Courtyard head', 'Community clerk'].join('|'),
    issued: { title: 'First password', hint: 'Hand it over now. Once closed nobody sees it again, you included; if it is lost, reset it.', account: 'Account', password: 'First password', must: 'to be changed at the first sign-in', appoint: 'Go on and appoint', done: 'Handed over, close', slip: 'Sign-in of {{name}}', at: 'Address' },
    import: { title: 'People and posts from Excel', hint: '.xlsx or .csv, one row for each post; at most 10 MB', rule: 'One row for each post of a person. With one error nothing is written; an empty cell changes nothing.' },
    units: { name: 'Name', code: 'Code', kind: 'Kind', level: 'Level', area: 'Area', members: 'People', membersCount: '{{n}}', empty: 'No units here', emptyHint: 'Create departments, teams and checkpoints, then appoint people to them.', open: 'People of this unit' },
    roles: {
      permission: 'Permission', edit: 'Change {{name}}', editTitle: 'Change the role {{name}}', createTitle: 'New role', code: 'Code', codeHint: 'Letters and digits, begins with a letter; it cannot be changed later.', name: 'Name', permissions: 'What it permits', permissionsHint: 'Holds at once for everybody in the city who has this role.', saved: 'Saved; it holds at once', factor: 'Second factor', factorAsk: 'Whoever has this role signs in with a second factor', factorHint: 'Always so for administrators; whoever runs the system decides whether it is enforced.', submit: 'Save', may: 'permitted', mayNot: 'not permitted',
      three: 'Three separate administrators', threeText: 'The system administrator keeps areas, classes and the calendar; the security administrator people, posts and roles; the audit administrator reads the audit. Nobody is two of them, nor one of them and something else at work, and no role permits what belongs to two. Nobody appoints, suspends or changes the role of himself.', administrator: 'administrator',
      power: { system: 'system', security: 'security', audit: 'audit', business: 'work', none: 'shared' }, group: 'Belongs to',
    },
  },
});
