import { words } from '../core/words.ts';

/** The shared forms, panels and imports of the administrator's pages. */
export const uiFormWords = words({
  uiForm: {
    required: '必填', kept: '已恢复上次没有提交的内容', discard: '清空重填', cancel: '取消', close: '关闭', saved: '已保存', ctrlEnter: 'Ctrl + Enter 提交', edit: '修改', chooseDay: '选择日期', any: '不限', yes: '是', no: '否',
    list: '列表', down: '下一行', up: '上一行', open: '打开', back: '关闭右侧', shown: '已取 {{n}} 行', total: '共 {{n}} 行', clearFilters: '清除筛选', filteredEmpty: '换个条件，或清除筛选。', readOnly: '您可以查看，修改由{{who}}办理。',
    copy: '复制', copied: '已复制', copyByHand: '已选中，按 Ctrl + C 复制', download: '下载', search: '搜索',
    import: {
      choose: '点这里选文件，或把文件拖进来', another: '换一个文件', reading: '正在读文件', previewing: '正在核对，还没有写入', preview: '预览', confirm: '确认导入', confirmCount: '确认导入 {{n}} 行', writing: '正在写入',
      rows: '共 {{n}} 行', created: '新增 {{n}}', changed: '修改 {{n}}', unchanged: '不变 {{n}}', errors: '有误 {{n}}', errorsTitle: '有误的行', errorsHint: '有一行有误就一行也不写入。改好文件后重新选择。', errorsDownload: '下载错误清单', errorsFile: '导入错误.csv',
      row: '行', column: '列', detail: '问题', nothing: '文件与现有内容相同，没有要写入的', done: '已导入：新增 {{created}}，修改 {{changed}}，不变 {{unchanged}}', again: '再导入一个', previewTitle: '要写入的内容', previewCut: '只列出前 {{n}} 行', unreadable: '这个文件打不开：{{name}}', tooLarge: '文件过大，上限 {{max}} MB', change: '变化', changes: { create: '新增', created: '新增', change: '修改', changed: '修改', rename: '改名', ended: '停用' },
    },
  },
}, {
  uiForm: {
    required: 'is required', kept: 'What you had not sent is back', discard: 'Start anew', cancel: 'Cancel', close: 'Close', saved: 'Saved', ctrlEnter: 'Ctrl + Enter sends', edit: 'Edit', chooseDay: 'Choose a day', any: 'Any', yes: 'yes', no: 'no',
    list: 'List', down: 'Next row', up: 'Previous row', open: 'Open', back: 'Close the pane', shown: '{{n}} rows shown', total: '{{n}} rows', clearFilters: 'Clear filters', filteredEmpty: 'Change the filter, or clear it.', readOnly: 'You may look; changes are made by the {{who}}.',
    copy: 'Copy', copied: 'Copied', copyByHand: 'Selected; press Ctrl + C', download: 'Download', search: 'Search',
    import: {
      choose: 'Click to choose a file, or drop it here', another: 'Another file', reading: 'Reading the file', previewing: 'Checking; nothing is written yet', preview: 'Preview', confirm: 'Import', confirmCount: 'Import {{n}} rows', writing: 'Writing',
      rows: '{{n}} rows', created: '{{n}} new', changed: '{{n}} changed', unchanged: '{{n}} unchanged', errors: '{{n}} wrong', errorsTitle: 'Rows with errors', errorsHint: 'With one wrong row nothing is written. Correct the file and choose it again.', errorsDownload: 'Download the errors', errorsFile: 'import-errors.csv',
      row: 'Row', column: 'Column', detail: 'Problem', nothing: 'The file equals what is there; nothing to write', done: 'Imported: {{created}} new, {{changed}} changed, {{unchanged}} unchanged', again: 'Import another', previewTitle: 'What will be written', previewCut: 'only the first {{n}} are listed', unreadable: 'This file cannot be opened: {{name}}', tooLarge: 'The file is too large; at most {{max}} MB', change: 'Change', changes: { create: 'new', created: 'new', change: 'changed', changed: 'changed', rename: 'renamed', ended: 'ended' },
    },
  },
});
