import { words } from '../../../platform/core/words.ts';

export const geographyDeskWords = words({
  geographyDesk: {
    title: '区域与网格', tree: '区域树', map: '区域边界', search: '名称、代码或拼音首字母', noHit: '没有叫这个的区域', hits: '找到 {{n}} 个', hitsMore: '只列出前 {{n}} 个，再多写几个字', loadMore: '正在取下级',
    choose: '在左边选一个区域', chooseHint: '可以查看它的代码、边界和下级，也可以新建、移动、撤销和画网格。',
    facts: {
      kind: '类别', code: '代码', above: '上级', children: '下级', childrenCount: '{{n}} 个', households: '户数', householdsCount: '{{n}} 户', noHouseholds: '没有登记', assessmentUnit: '考核单位', since: '设立日期', until: '撤销日期', ended: '已撤销',
      outline: '边界', noOutline: '还没有边界', size: '{{n}} 平方公里', sizeSmall: '{{n}} 平方米', pieces: '{{n}} 块', corners: '{{n}} 个角点', aliases: '曾用代码和名称', aliasUntil: '用到 {{day}}', place: '中心位置',
    },
    action: {
      create: '新建下级', change: '修改', move: '移到别的上级', end: '撤销', drawNew: '画新网格', redraw: '重画边界', draw: '画边界', divisions: '导入区划', grids: '导入网格', serials: '编码位数',
    },
    why: { noChildKind: '“{{kind}}”之下不再分级', hasChildren: '其下还有 {{n}} 个有效的区域，先移走或撤销它们', city: '市没有上级，不能移动', ended: '已撤销的区域不能再改' },
    form: {
      kind: '类别', name: '名称', nameHint: '按批复或公示的全称写。', code: '代码', codeAuto: '不填就自动取下一个顺序号，用过的号不再用。', codeChange: '改了代码，原代码仍可查到，并记录用到哪天。', households: '户数', householdsHint: '农村微网格 10–15 户，微单元 50–100 户；超出会提示，不会拦下。',
      assessmentUnit: '单独考核', assessmentUnitHint: '作为考核单位参加排名，例如县（市、区）和开发区。', validFrom: '设立日期', dayHint: '不能晚于今天；今后才生效的，到那天再办。', parent: '新的上级', parentHint: '“{{kind}}”只能设在{{parents}}之下。', from: '从哪天起', endOn: '撤销日期', endHint: '撤销后不再出现在列表和地图上，历史案件仍归它；它的顺序号永不再用。',
      created: '已新建', changed: '已修改', moved: '已移动', ended: '已撤销', createIn: '在“{{name}}”下新建', changeOf: '修改“{{name}}”', moveOf: '移动“{{name}}”', endOf: '撤销“{{name}}”', submitCreate: '新建', submitChange: '保存', submitMove: '移动', submitEnd: '撤销',
      gridDigits: '网格顺序号位数', microDigits: '微网格顺序号位数', serialsHint: '只对今后新建的起作用，已有的代码不变。', serialsDone: '已保存，今后新建的按此取号', digits: '{{n}} 位', keepEmpty: '空着表示没有登记',
    },
    draw: {
      titleNew: '在“{{name}}”里画新网格', titleRedraw: '重画“{{name}}”的边界', how: '在右边地图上逐点画：点一下加一个角，双击结束。画完后可以拖动角点，点角点可以去掉它。', corners: '已画 {{n}} 个角点', none: '还没有画', clear: '擦掉重画', undo: '退一步', restore: '恢复原来的边界', check: '检查重叠和空隙', fine: '没有重叠、空隙或越界', found: '有 {{n}} 处问题，点一条看在哪里', size: '面积 {{size}}',
      accept: '我已核对，按现状保存', acceptHint: '例如边界本来就有一段以河中线为准。', onePiece: '原来的边界由 {{n}} 块组成；重画后只有一块。', name: '网格名称', nameAuto: '不填就叫“第几网格”。', submit: '保存边界', done: '已保存', needRing: '先在地图上画出边界', noParentOutline: '“{{name}}”还没有边界，只能检查与相邻网格的重叠。', simplified: '原来的边界角点很多（{{n}} 个），在图上拖动时会比较慢。',
    },
    problem: { overlap: '重叠', gap: '空隙', outsideParent: '越界', childOutside: '下级越界' },
    divisions: {
      title: '导入区划', hint: 'CSV，首行为 code、name、level、parent_code（或 代码、名称、级别、上级代码）；UTF-8 和 GBK 都可以，最大 8 MB', validFrom: '新增区域的设立日期', validFromHint: '不填就是今天。', columns: { code: '代码', name: '名称', level: '级别', parent_code: '上级代码', was: '原名' },
    },
    grids: {
      title: '导入网格', hint: 'GeoJSON，每个要素的属性有 name、communityCode（12 位）或 code（15–17 位）、households；最大 40 MB', datum: '坐标系', datums: { wgs84: 'WGS-84（GPS、天地图）', gcj02: 'GCJ-02（高德、腾讯）' }, datumHint: '选错会整体偏移五百米左右，以地图上的位置为准。', columns: { code: '代码', name: '名称', community: '所在村（社区）', areaM2: '面积（平方米）', communityCode: '村（社区）代码', households: '户数', geometry: '图形', type: '要素' },
      found: '重叠、空隙、越界 {{n}} 处，点一条看在哪里', none: '没有重叠、空隙或越界', all: '看全部网格', accept: '我已核对，按现状导入', needAccept: '核对后勾选“按现状导入”，或改好文件再来', shownOnMap: '地图上画的是文件里的网格，还没有写入', tooMany: '网格较多，地图上只画前 {{n}} 个',
    },
  },
}, {
  geographyDesk: {
    title: 'Areas and grids', tree: 'Tree of areas', map: 'Outlines', search: 'Name, code or pinyin initials', noHit: 'No area of that name', hits: '{{n}} found', hitsMore: 'only the first {{n}} are listed; type a little more', loadMore: 'Loading what is below',
    choose: 'Choose an area at the left', chooseHint: 'See its code, outline and parts; create, move and end areas, and draw grids.',
    facts: {
      kind: 'Kind', code: 'Code', above: 'Part of', children: 'Parts', childrenCount: '{{n}}', households: 'Households', householdsCount: '{{n}}', noHouseholds: 'not recorded', assessmentUnit: 'Assessed by itself', since: 'Since', until: 'Ended on', ended: 'ended',
      outline: 'Outline', noOutline: 'no outline yet', size: '{{n}} km²', sizeSmall: '{{n}} m²', pieces: '{{n}} pieces', corners: '{{n}} corners', aliases: 'Former codes and names', aliasUntil: 'until {{day}}', place: 'Middle',
    },
    action: {
      create: 'New part', change: 'Change', move: 'Move', end: 'End', drawNew: 'Draw a grid', redraw: 'Redraw', draw: 'Draw the outline', divisions: 'Import divisions', grids: 'Import grids', serials: 'Digits of codes',
    },
    why: { noChildKind: 'Nothing stands below a {{kind}}', hasChildren: '{{n}} living areas are below it; move or end them first', city: 'A city has nothing above it and cannot be moved', ended: 'An ended area does not change any more' },
    form: {
      kind: 'Kind', name: 'Name', nameHint: 'In full, as approved or published.', code: 'Code', codeAuto: 'Empty takes the next serial; used ones never come back.', codeChange: 'The former code can still be found, with the day until which it held.', households: 'Households', householdsHint: '10–15 for a rural micro-grid, 50–100 for a micro-unit; others are pointed out, not stopped.',
      assessmentUnit: 'Assessed by itself', assessmentUnitHint: 'Stands in the ranking, such as counties and development zones.', validFrom: 'Since', dayHint: 'Today or earlier; what begins later is entered on that day.', parent: 'New parent', parentHint: 'A {{kind}} can only stand under: {{parents}}.', from: 'From', endOn: 'Ended on', endHint: 'It leaves lists and maps; old cases stay with it, and its serial never comes back.',
      created: 'Created', changed: 'Changed', moved: 'Moved', ended: 'Ended', createIn: 'New part of {{name}}', changeOf: 'Change {{name}}', moveOf: 'Move {{name}}', endOf: 'End {{name}}', submitCreate: 'Create', submitChange: 'Save', submitMove: 'Move', submitEnd: 'End it',
      gridDigits: 'Digits of a grid\'s serial', microDigits: 'Digits of a micro-grid\'s serial', serialsHint: 'Holds for what is created from now on; codes already given stay.', serialsDone: 'Saved; new codes follow it', digits: '{{n}} digits', keepEmpty: 'Empty means not recorded',
    },
    draw: {
      titleNew: 'A new grid in {{name}}', titleRedraw: 'The outline of {{name}}', how: 'Draw on the map: a click adds a corner, a double click ends. Then corners can be dragged, and a click on one removes it.', corners: '{{n}} corners', none: 'Nothing drawn yet', clear: 'Start again', undo: 'Undo', restore: 'Back to the present outline', check: 'Check overlaps and gaps', fine: 'No overlap, no gap, nothing outside', found: '{{n}} problems; click one to see where', size: 'Area {{size}}',
      accept: 'I have checked them; save it as it is', acceptHint: 'Such as a border that follows the middle of a river.', onePiece: 'The present outline has {{n}} pieces; drawn again it will have one.', name: 'Name of the grid', nameAuto: 'Empty names it by its number.', submit: 'Save the outline', done: 'Saved', needRing: 'Draw the outline on the map first', noParentOutline: '{{name}} has no outline yet; only overlaps with neighbours can be checked.', simplified: 'The present outline has many corners ({{n}}); dragging will be slow.',
    },
    problem: { overlap: 'overlap', gap: 'gap', outsideParent: 'outside', childOutside: 'part outside' },
    divisions: {
      title: 'Import divisions', hint: 'CSV with the columns code, name, level, parent_code; UTF-8 or GBK, at most 8 MB', validFrom: 'New areas since', validFromHint: 'Empty means today.', columns: { code: 'Code', name: 'Name', level: 'Level', parent_code: 'Parent', was: 'Was' },
    },
    grids: {
      title: 'Import grids', hint: 'GeoJSON with the properties name, communityCode (12 digits) or code (15–17), households; at most 40 MB', datum: 'Datum', datums: { wgs84: 'WGS-84 (GPS, Tianditu)', gcj02: 'GCJ-02 (Amap, Tencent)' }, datumHint: 'The wrong one shifts everything by some 500 m; look at the map.', columns: { code: 'Code', name: 'Name', community: 'Community', areaM2: 'Area (m²)', communityCode: 'Code of the community', households: 'Households', geometry: 'Outline', type: 'Feature' },
      found: '{{n}} overlaps, gaps or pieces outside; click one to see where', none: 'No overlap, no gap, nothing outside', all: 'Show all grids', accept: 'I have checked them; import as it is', needAccept: 'Tick “import as it is” when checked, or correct the file', shownOnMap: 'The map shows the grids of the file; nothing is written yet', tooMany: 'Many grids: the map shows the first {{n}}',
    },
  },
});
