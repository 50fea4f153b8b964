import { words } from '../core/words.ts';

export const uiWords = words({
  ui: {
    today: '今天', yesterday: '昨天', now: '刚刚', none: '—',
    left: '剩 {{span}}', over: '超 {{span}}', paused: '已挂起', provisional: '暂按推定日历',
    minutes: '{{n}} 分钟', hours: '{{n}} 小时', days: '{{n}} 天', hoursMinutes: '{{h}} 小时 {{m}} 分', daysHours: '{{d}} 天 {{h}} 小时', workingDays: '{{n}} 个工作日', workingDaysHours: '{{d}} 个工作日 {{h}} 小时',
    search: '搜索', more: '再取一些', loading: '正在取数', cancel: '取消', confirm: '确定', close: '关闭', save: '保存', print: '打印', retry: '再试一次', back: '返回',
    chooseArea: '选择区域', searchArea: '名称、代码或拼音首字母', noArea: '没有叫这个的区域', allAreas: '全部', backToHome: '回到我的区域',
    columns: '显示列', selectAll: '全选本页', selectRow: '选择 {{name}}', clearSelection: '取消选择',
    keys: '键盘', keysHint: '按 ? 看全部快捷键',
    photos: '照片', photoOf: '第 {{n}} 张，共 {{all}} 张', previous: '上一张', next: '下一张', addPhotos: '添加照片', removePhoto: '移除这张', photosHint: 'JPEG、PNG 或 WebP，每张不超过 15 MB，最多 {{max}} 张', photoFailed: '这张没有传上去：{{why}}',
    error: {
      title: '没有取到', unreachable: '连不上服务器。已填的内容还在，网络恢复后再试。', starting: '服务正在启动，稍候会自动再试。', server: '服务器出错了，已记录。再试一次，还不行就告诉管理员。',
      forbidden: '您的岗位没有这项权限。', absent: '没有这条记录，或者它不在您的范围里。', tooMany: '请求太密，过一会儿再试。', signedOut: '登录已失效，重新登录后继续。',
      crashed: '这个页面出错了', crashedHint: '其他页面不受影响。重新打开这一页；还不行就告诉管理员。', reload: '重新打开',
    },
    map: { label: '地图', noPlace: '{{n}} 件没有坐标，不在图上', truncated: '只画了前 {{n}} 件，缩小范围可看全部', legendOpen: '在办', legendLate: '超期', legendSelected: '选中', fit: '看全区域', zoomIn: '放大', zoomOut: '缩小', failed: '这台电脑打不开地图（需要 WebGL），列表照常可用。', drawing: '点一下加一个角，双击结束，Esc 取消', finish: '画完', undo: '退一步', pick: '点地图选位置' },
  },
}, {
  ui: {
    today: 'today', yesterday: 'yesterday', now: 'just now', none: '—',
    left: '{{span}} left', over: '{{span}} over', paused: 'paused', provisional: 'provisional calendar',
    minutes: '{{n}} min', hours: '{{n}} h', days: '{{n}} d', hoursMinutes: '{{h}} h {{m}} min', daysHours: '{{d}} d {{h}} h', workingDays: '{{n}} working days', workingDaysHours: '{{d}} working days {{h}} h',
    search: 'Search', more: 'Show more', loading: 'Loading', cancel: 'Cancel', confirm: 'OK', close: 'Close', save: 'Save', print: 'Print', retry: 'Try again', back: 'Back',
    chooseArea: 'Choose an area', searchArea: 'Name, code or pinyin initials', noArea: 'No area of that name', allAreas: 'All', backToHome: 'Back to my area',
    columns: 'Columns', selectAll: 'Select all shown', selectRow: 'Select {{name}}', clearSelection: 'Clear selection',
    keys: 'Keyboard', keysHint: 'Press ? for all shortcuts',
    photos: 'Photos', photoOf: 'Photo {{n}} of {{all}}', previous: 'Previous', next: 'Next', addPhotos: 'Add photos', removePhoto: 'Remove this photo', photosHint: 'JPEG, PNG or WebP, 15 MB each, {{max}} at most', photoFailed: 'This photo was not uploaded: {{why}}',
    error: {
      title: 'Could not load', unreachable: 'The server cannot be reached. What you typed is kept; try again when the line is back.', starting: 'The service is starting; it will be tried again shortly.', server: 'The server failed and has logged it. Try again, or tell the administrator.',
      forbidden: 'Your post does not permit this.', absent: 'No such record, or it is outside your area.', tooMany: 'Too many requests; try again in a while.', signedOut: 'Your session has ended. Sign in to go on.',
      crashed: 'This page failed', crashedHint: 'Other pages are not affected. Open it again, or tell the administrator.', reload: 'Open again',
    },
    map: { label: 'Map', noPlace: '{{n}} without coordinates are not on the map', truncated: 'Only the first {{n}} are drawn; narrow the filter to see all', legendOpen: 'open', legendLate: 'late', legendSelected: 'selected', fit: 'Show the whole area', zoomIn: 'Zoom in', zoomOut: 'Zoom out', failed: 'This computer cannot draw the map (WebGL is missing); the list works as usual.', drawing: 'Click to add a corner, double-click to finish, Esc to cancel', finish: 'Finish', undo: 'Undo', pick: 'Click the map to choose a place' },
  },
});
