import { words } from '../../../platform/core/words.ts';

export const auditDeskWords = words({
  auditDesk: {
    title: '审计', hint: '谁、什么时候、以什么岗位、做了什么、结果如何；被拒绝的也在。记录只能增加，不能修改。',
    column: { at: '时间', person: '人员', post: '岗位', operation: '操作', subject: '对象', outcome: '结果', reason: '原因', source: '来源地址', id: '编号', inNameOf: '代', code: '操作代码', reasonCode: '原因代码', input: '内容', personId: '人员编号', purpose: '用途', sawCases: '涉及' },
    filter: { person: '姓名', operation: '操作', anyOperation: '全部操作', outcome: '结果', anyOutcome: '全部结果', subject: '对象，如 case:…、person:12', since: '起始日期', until: '截止日期', wholeDomain: '{{domain}}：全部', byPerson: '只看 {{name}}' },
    nobody: '未登录', preview: '预览', export: '导出已列出的 {{n}} 行', file: '审计-{{day}}.csv', empty: '没有符合条件的记录', emptyHint: '有人登录、办事或被拒绝后，记录会出现在这里。',
    detail: { title: '第 {{id}} 条', absent: '没有这一条', input: '提交的内容', noInput: '没有内容，或只有不留存的内容', secret: '密码、电话、整份文件等不写入审计。', copy: '复制 JSON', empty: '空', same: '看这个对象的全部记录', samePerson: '看这个人的全部记录', sameOperation: '看这类操作的全部记录', forSomebody: '代 {{name}}' },
    domain: { geography: '区域', identity: '人员', dispatch: '派遣', incidents: '案件', registry: '人房地物', audit: '审计', platform: '系统' },
    subject: { area: '区域', person: '人员', post: '岗位', unit: '单位', role: '角色', people: '人员名单', class: '类别', taxonomy: '全部类别', route: '派遣规则', returnRule: '退回依据', calendar: '工作日历', duty: '班次', case: '案件', resident: '居民', residents: '人员批次', household: '户', place: '场所', places: '场所批次', thing: '部件', care: '关爱记录', batch: '批次' },
    operation: {
      geography: { importDivisions: '导入区划', setSerialLength: '修改编码位数', createArea: '新建区域', moveArea: '移动区域', changeArea: '修改区域', endArea: '撤销区域', drawGrid: '画网格边界', importGrids: '导入网格', serialLength: '查看编码位数', area: '查看区域', areas: '查看区域列表' },
      identity: { 'sign-in': '登录', 'sign-out': '退出登录', changePassword: '修改密码', proveAgain: '再次确认本人', setLanguage: '切换语言', createPerson: '新建人员', appoint: '任命岗位', endPost: '免去岗位', suspend: '停用或恢复账号', resetPassword: '重置密码', importPeople: '导入人员', createUnit: '新建单位', setRole: '修改角色', people: '查看人员', roles: '查看角色', units: '查看单位', me: '查看本人', 'second-factor': '第二重验证', 'passkey-question': '询问通行密钥', 'provider-sign-in': '统一身份认证登录', beginTotp: '开始设置动态口令', confirmTotp: '启用动态口令', beginPasskey: '开始登记通行密钥', addPasskey: '登记通行密钥', removeFactor: '移除第二重验证', newRecoveryCodes: '更换恢复码', endSession: '退出一台设备', resetSecondFactor: '重置第二重验证', endSessionsOf: '强制退出' },
      dispatch: { importTaxonomy: '导入类别', changeClass: '修改类别', setRoute: '修改派遣规则', setReturnRule: '修改退回依据', importCalendar: '导入工作日历', setDuty: '排班', endDuty: '取消班次', routes: '查看派遣规则', roster: '查看值班', returnRules: '查看退回依据', calendar: '查看工作日历' },
      incidents: { digestRead: '看过提醒', board: '查看案件列表', counts: '查看统计', screen: '查看大屏', inbox: '查看待办数', map: '查看案件地图', similar: '查看相似案件', suggestion: '查看派遣推荐', case: '查看案件', history: '查看办理经过', mine: '查看我的待办', digest: '查看提醒', messages: '查看喊话' },
      audit: { entries: '查看审计', chain: '查看审计链' },
      platform: { restore: '恢复备份' },
    },
    saw: { text: '查看了{{what}}', reporter: '上报人的姓名和联系方式', contacts: '文字里的电话、证件号', entries: '审计记录' },
    purpose: { list: '浏览列表', handle: '办理在办案件', review: '查阅已结案件', audit: '审计' },
    chain: { whole: '审计链完整', broken: '审计链不完整：请运行 npx jingwei audit verify', detail: '已入链 {{linked}} 条，刚刚核对末尾 {{checked}} 条', signed: '最近签名 {{at}}', unsigned: '尚无签名检查点', witness: '下载本机见证', witnessHint: '本浏览器留存的签名检查点，可交给 audit verify --checkpoints 核对', file: '审计见证-{{day}}.txt' },
  },
}, {
  auditDesk: {
    title: 'Audit', hint: 'Who did what, when, in which post, with which result; refusals are here too. Entries are only ever added.',
    column: { at: 'Time', person: 'Person', post: 'Post', operation: 'Operation', subject: 'Subject', outcome: 'Outcome', reason: 'Reason', source: 'From', id: 'Number', inNameOf: 'for', code: 'Operation code', reasonCode: 'Reason code', input: 'Input', personId: 'Person id', purpose: 'Purpose', sawCases: 'Of' },
    filter: { person: 'Name', operation: 'Operation', anyOperation: 'All operations', outcome: 'Outcome', anyOutcome: 'All outcomes', subject: 'Subject, such as case:…, person:12', since: 'From', until: 'To', wholeDomain: '{{domain}}: all', byPerson: 'Only {{name}}' },
    nobody: 'not signed in', preview: 'preview', export: 'Export the {{n}} rows shown', file: 'audit-{{day}}.csv', empty: 'Nothing of that kind', emptyHint: 'Entries appear here when somebody signs in, acts or is refused.',
    detail: { title: 'Entry {{id}}', absent: 'There is no such entry', input: 'What was sent', noInput: 'Nothing, or only what is never kept', secret: 'Passwords, telephones and whole files are not written into the audit.', copy: 'Copy as JSON', empty: 'empty', same: 'All entries of this subject', samePerson: 'All entries of this person', sameOperation: 'All entries of this kind', forSomebody: 'for {{name}}' },
    domain: { geography: 'Areas', identity: 'People', dispatch: 'Dispatch', incidents: 'Cases', registry: 'Registry', audit: 'Audit', platform: 'System' },
    subject: { area: 'area', person: 'person', post: 'post', unit: 'unit', role: 'role', people: 'people', class: 'class', taxonomy: 'all classes', route: 'routing line', returnRule: 'return rule', calendar: 'calendar', duty: 'turn of duty', case: 'case', resident: 'resident', residents: 'people of a file', household: 'household', place: 'place', places: 'places of a file', thing: 'thing', care: 'care need', batch: 'batch' },
    operation: {
      geography: { importDivisions: 'import divisions', setSerialLength: 'change the digits of codes', createArea: 'create an area', moveArea: 'move an area', changeArea: 'change an area', endArea: 'end an area', drawGrid: 'draw an outline', importGrids: 'import grids', serialLength: 'see the digits of codes', area: 'see an area', areas: 'see areas' },
      identity: { 'sign-in': 'sign in', 'sign-out': 'sign out', changePassword: 'change the password', proveAgain: 'confirm oneself', setLanguage: 'change the language', createPerson: 'create a person', appoint: 'appoint', endPost: 'end a post', suspend: 'suspend or restore', resetPassword: 'reset a password', importPeople: 'import people', createUnit: 'create a unit', setRole: 'change a role', people: 'see people', roles: 'see roles', units: 'see units', me: 'see oneself', 'second-factor': 'second factor', 'passkey-question': 'ask for a passkey', 'provider-sign-in': 'sign in by the identity provider', beginTotp: 'begin one-time codes', confirmTotp: 'set up one-time codes', beginPasskey: 'begin a passkey', addPasskey: 'register a passkey', removeFactor: 'remove a second factor', newRecoveryCodes: 'new recovery codes', endSession: 'sign out one device', resetSecondFactor: 'reset second factors', endSessionsOf: 'sign somebody out' },
      dispatch: { importTaxonomy: 'import classes', changeClass: 'change a class', setRoute: 'change the routing', setReturnRule: 'change a return rule', importCalendar: 'import the calendar', setDuty: 'arrange duty', endDuty: 'take duty back', routes: 'see the routing', roster: 'see the roster', returnRules: 'see return rules', calendar: 'see the calendar' },
      incidents: { digestRead: 'read a notice', board: 'see the list of cases', counts: 'see counts', screen: 'see the wall', inbox: 'see numbers to do', map: 'see the map of cases', similar: 'see similar cases', suggestion: 'see suggested units', case: 'see a case', history: 'see the steps of a case', mine: 'see own work', digest: 'see notices', messages: 'see messages' },
      audit: { entries: 'see the audit', chain: 'see the chain of the audit' },
      platform: { restore: 'restore a backup' },
    },
    saw: { text: 'saw {{what}}', reporter: 'a reporter\'s name and telephone', contacts: 'numbers in a text', entries: 'the audit' },
    purpose: { list: 'looking through a list', handle: 'working on a case', review: 'reading a case that is over', audit: 'audit' },
    chain: { whole: 'The chain is whole', broken: 'The chain is broken: run npx jingwei audit verify', detail: '{{linked}} entries linked, the last {{checked}} followed just now', signed: 'last signed {{at}}', unsigned: 'not signed yet', witness: 'Download what this browser witnessed', witnessHint: 'Signed checkpoints that this browser kept; audit verify --checkpoints holds them against the audit', file: 'audit-witness-{{day}}.txt' },
  },
});
