import { words } from '../../../platform/core/words.ts';

export const registryDeskWords = words({
  registryDesk: {
    title: '人房地物', views: { people: '人口', households: '户', places: '场所', things: '部件', care: '关爱', duplicates: '查重', batches: '批次' },
    action: { register: '登记', import: '导入', export: '导出', change: '更新', reveal: '查看完整号码', openCare: '建立关爱记录', merge: '合并', notSame: '不是同一人', undo: '撤销', withdraw: '注销', endCare: '结束', extend: '复核', helpers: '帮扶人' },
    filter: { text: '姓名、住址', placeText: '名称、地址', householdText: '户号、户主、住址', idNumber: '按证件号码查', residence: '人口类型', status: '居住状态', category: '类别', kind: '类型', risk: '风险', unmanaged: '无物业小区', tier: '等级', careState: '状态', mine: '我帮扶的', verdict: '把握' },
    list: { placeName: '名称', placeAddress: '地址', name: '姓名', age: '年龄', sex: '性别', area: '所在网格', address: '住址', phone: '电话', idNumber: '证件号码', residence: '人口类型', status: '状态', years: '{{n}} 岁', number: '户号', head: '户主', members: '人数', people: '{{n}} 人', category: '类别', kind: '类型', risk: '风险', contact: '联系人', households: '户数', state: '状况', code: '编号', place: '所在场所' },
    empty: { people: '还没有登记人员', peopleHint: '点“登记”逐个录入，或用 Excel 导入。', households: '还没有登记户', places: '还没有登记场所', things: '还没有登记部件', care: '没有您可以看的关爱记录', careHint: '涉及未成年人和精神障碍的，只有指定的帮扶人能看到。', duplicates: '没有疑似重复', duplicatesHint: '证件号码相同，或姓名、出生日期、住址、电话相同的，会列在这里。', batches: '还没有导入或合并' },
    person: {
      basics: '基本信息', sources: '来源和日期', source: '{{source}} · {{day}}', by: '{{who}} 录入', past: '变更经过', until: '{{from}} 至 {{until}}', since: '{{from}} 起', household: '所在户', relation: '与户主关系', care: '关爱', noCare: '没有您可以看的关爱记录',
      masked: '号码和部分内容已脱敏', child: '未满 14 周岁', none: '未登记', merged: '已并入 {{n}} 条重复登记', noHousehold: '没有编入户', empty: '（空）',
    },
    reveal: { title: '查看完整号码', field: '查看哪一项', why: '用途', whyHint: '写清办什么事。谁在什么时候看了什么、为什么，都记入审计。', submit: '查看', left: '每小时最多 20 次', shown: '完整号码', close: '看完了', phone: '联系电话', idNumber: '证件号码' },
    form: {
      registerTitle: '登记人员', changeTitle: '更新 {{name}}', submit: '保存', saved: '已保存', area: '所在网格', idKind: '证件类型', idKindAuto: '自动识别', idNumber: '证件号码', idHint: '会核对校验位；出生日期和性别可由号码得出。加密保存。', keep: '不改就留空', birthDate: '出生日期', phone: '联系电话',
      source: '信息来源', observedOn: '采集日期', observedHint: '哪一天的情况；比现有的旧，只记入经过，不覆盖。', placeTitle: '登记场所', changePlaceTitle: '更新 {{name}}', managed: '有无物业', yes: '有', no: '无', unknown: '不清楚', households: '户数', note: '备注', longitude: '经度', latitude: '纬度', householdTitle: '登记户', thingTitle: '登记部件',
      olderKept: '有 {{n}} 项比现有信息旧，只记入经过。',
    },
    care: {
      title: '关爱登记', openTitle: '为 {{name}} 建立关爱记录', kind: '需要', basis: '依据', basisNote: '依据说明', basisHint: '如同意书编号、文件名称', tier: '等级', cycle: '走访周期（天）', cycleHint: '不填按等级：重点 7 天、一般 30 天、关注 90 天', owner: '责任人', helpers: '帮扶人', endOn: '到期复核', endHint: '最长一年；到期自动结束，复核后可以延长', note: '备注',
      sensitive: '只对帮扶人可见', sensitiveHint: '未成年人和精神障碍：保存后只有责任人和帮扶人能看到，您若不在其中也看不到。', next: '下次走访 {{day}}', until: '{{day}} 到期', ended: '{{day}} 结束', endTitle: '结束关爱记录', reason: '原因', reviewTitle: '复核', days: '每 {{n}} 天', helperTitle: '指定帮扶人', who: '人员', as: '作为', roles: { helper: '帮扶人', owner: '责任人（移交）', none: '移除' }, chooseHelper: '按姓名查找', nobody: '没有找到', person: '对象',
    },
    dup: { left: '保留', right: '并入', swap: '交换', take: '采用右边', reasons: '依据', mergeTitle: '合并为一人', reason: '理由', done: '已合并，可在“批次”里撤销', noted: '已标记，不再提示', same: '相同', chosen: '勾选的字段改用右边的值，其余保留左边。' },
    batch: { kind: '种类', kinds: { import: '导入', merge: '合并' }, what: '内容', at: '时间', by: '经办人', created: '新增', changed: '修改', state: '状态', live: '有效', undone: '{{who}} 已撤销', undoTitle: '撤销这一批', undoHint: '这一批新登记而之后没人动过的会注销，改过的字段回到原来；之后另有更新的保持不动。', reason: '理由', restored: '已撤销' },
    export: { title: '导出人员名单', purpose: '用途', hint: '号码一律脱敏，首行写明导出人和用途，并记入审计。只导当前区域和条件。', submit: '导出', done: '已导出 {{n}} 行' },
    import: { peopleTitle: '导入人员', placesTitle: '导入场所', hint: 'Excel（.xlsx）或 CSV，第一行是表头，列的先后不限', peopleColumns: '表头：姓名（必填）、证件号码、性别、出生日期、联系电话、网格编码、详细住址、户号、与户主关系、人口类型、居住状态。', placesColumns: '表头：名称（必填）、类型（必填）、类别、网格编码、地址、风险等级、联系人、联系电话、有无物业、户数、经度、纬度、备注。', area: '没有网格编码的行算作这个区域', likely: '可能已经登记过', row: '第 {{n}} 行', undo: '导入后可在“批次”里整批撤销。' },
    place: { basics: '场所信息', things: '部件', noThings: '没有登记部件', managed: '有物业', unmanaged: '无物业' },
  },
}, {
  registryDesk: {
    title: 'Registry', views: { people: 'People', households: 'Households', places: 'Places', things: 'Things', care: 'Care', duplicates: 'Duplicates', batches: 'Batches' },
    action: { register: 'Enter', import: 'Import', export: 'Export', change: 'Change', reveal: 'See the whole number', openCare: 'Open a care need', merge: 'Merge', notSame: 'Two people', undo: 'Undo', withdraw: 'Withdraw', endCare: 'End', extend: 'Review', helpers: 'Helpers' },
    filter: { text: 'Name, address', placeText: 'Name, address', householdText: 'Number, head, address', idNumber: 'By document', residence: 'Residence', status: 'Status', category: 'Category', kind: 'Kind', risk: 'Risk', unmanaged: 'Unmanaged compounds', tier: 'Tier', careState: 'State', mine: 'I help', verdict: 'How sure' },
    list: { placeName: 'Name', placeAddress: 'Address', name: 'Name', age: 'Age', sex: 'Sex', area: 'Grid', address: 'Address', phone: 'Telephone', idNumber: 'Document', residence: 'Residence', status: 'Status', years: '{{n}}', number: 'Number', head: 'Head', members: 'Members', people: '{{n}}', category: 'Category', kind: 'Kind', risk: 'Risk', contact: 'Contact', households: 'Households', state: 'State', code: 'Code', place: 'Place' },
    empty: { people: 'Nobody is entered yet', peopleHint: 'Enter people one by one, or import them from Excel.', households: 'No household is entered yet', places: 'No place is entered yet', things: 'No thing is entered yet', care: 'There is no care need that you may see', careHint: 'Those of minors and of a disorder of the mind are known to their helpers alone.', duplicates: 'Nobody seems to be there twice', duplicatesHint: 'Equal documents, or equal names with birthday, address or telephone, are listed here.', batches: 'Nothing was imported or merged yet' },
    person: {
      basics: 'Basics', sources: 'Sources and days', source: '{{source}} · {{day}}', by: 'entered by {{who}}', past: 'Past', until: '{{from}} to {{until}}', since: 'since {{from}}', household: 'Household', relation: 'Relation', care: 'Care', noCare: 'There is no need that you may see',
      masked: 'Numbers and some fields are masked', child: 'under fourteen', none: 'not entered', merged: '{{n}} duplicates merged', noHousehold: 'In no household', empty: '(empty)',
    },
    reveal: { title: 'See the whole number', field: 'Which', why: 'What for', whyHint: 'Say which matter it is. Who saw what, when and why is kept in the audit.', submit: 'See', left: 'At most 20 an hour', shown: 'The whole number', close: 'Done', phone: 'Telephone', idNumber: 'Document' },
    form: {
      registerTitle: 'Enter a person', changeTitle: 'Change {{name}}', submit: 'Save', saved: 'Saved', area: 'Grid', idKind: 'Document', idKindAuto: 'told from the number', idNumber: 'Number', idHint: 'Its check digit is checked; birthday and sex follow from it. Kept encrypted.', keep: 'Empty: unchanged', birthDate: 'Date of birth', phone: 'Telephone',
      source: 'Source', observedOn: 'Day', observedHint: 'The day on which it was so; what is older than what is known goes to the past alone.', placeTitle: 'Enter a place', changePlaceTitle: 'Change {{name}}', managed: 'Management', yes: 'yes', no: 'no', unknown: 'unknown', households: 'Households', note: 'Note', longitude: 'Longitude', latitude: 'Latitude', householdTitle: 'Enter a household', thingTitle: 'Enter a thing',
      olderKept: '{{n}} fields are older than what is known and went to the past.',
    },
    care: {
      title: 'Care register', openTitle: 'Care need of {{name}}', kind: 'Need', basis: 'Basis', basisNote: 'What it rests on', basisHint: 'say the number of the consent form', tier: 'Tier', cycle: 'Days between visits', cycleHint: 'Empty: 7, 30 or 90 by its tier', owner: 'Owner', helpers: 'Helpers', endOn: 'Review by', endHint: 'A year at most; it ends by itself unless somebody looks again', note: 'Note',
      sensitive: 'helpers only', sensitiveHint: 'Minors and disorders of the mind: once saved, only owner and helpers see it, and you not unless you are one of them.', next: 'next visit {{day}}', until: 'until {{day}}', ended: 'ended {{day}}', endTitle: 'End the need', reason: 'Reason', reviewTitle: 'Review', days: 'every {{n}} days', helperTitle: 'Name a helper', who: 'Person', as: 'As', roles: { helper: 'helper', owner: 'owner (hand over)', none: 'take off' }, chooseHelper: 'Find by name', nobody: 'Nobody found', person: 'Person',
    },
    dup: { left: 'Stays', right: 'Goes', swap: 'Swap', take: 'Take the right one', reasons: 'Why', mergeTitle: 'Merge into one', reason: 'Reason', done: 'Merged; can be undone under Batches', noted: 'Noted; not offered again', same: 'equal', chosen: 'Ticked fields take the right value; the others stay.' },
    batch: { kind: 'Kind', kinds: { import: 'import', merge: 'merge' }, what: 'What', at: 'When', by: 'By', created: 'New', changed: 'Changed', state: 'State', live: 'stands', undone: 'undone by {{who}}', undoTitle: 'Undo this batch', undoHint: 'What it entered and nobody touched since is withdrawn, what it changed goes back; what was found since stays.', reason: 'Reason', restored: 'Undone' },
    export: { title: 'Export people', purpose: 'What for', hint: 'Masked throughout; the first line names who took it and what for, and so does the audit. Only the present area and filter.', submit: 'Export', done: '{{n}} rows exported' },
    import: { peopleTitle: 'Import people', placesTitle: 'Import places', hint: 'Excel (.xlsx) or CSV with headings, in any order', peopleColumns: 'Headings: Name (required), Document number, Sex, Date of birth, Telephone, Grid code, Address, Household number, Relation, Residence, Status.', placesColumns: 'Headings: Name and Kind (required), Category, Grid code, Address, Risk, Contact, Telephone, Managed, Households, Longitude, Latitude, Note.', area: 'Rows without a grid code belong to', likely: 'May be there already', row: 'row {{n}}', undo: 'The whole batch can be undone under Batches.' },
    place: { basics: 'Place', things: 'Things', noThings: 'No thing is entered', managed: 'managed', unmanaged: 'not managed' },
  },
});
