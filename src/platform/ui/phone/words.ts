import { words } from '../../core/words.ts';

export const phoneWords = words({
  phoneUi: {
    back: '返回', cancel: '取消', ok: '确定', optional: '选填', ago: '{{span}}前', remove: '移除',
    photos: {
      title: '照片', camera: '拍照', album: '从相册选', remove: '删除这张照片', removeAsk: '删除这张照片？', open: '看第 {{n}} 张照片',
      working: '正在缩小 {{n}} 张照片', unreadable: '这些文件打不开，没有加上：{{names}}', full: '照片已满 {{n}} 张',
    },
    map: { title: '地图', failed: '这部手机打不开地图，用文字选择地点', zoomIn: '放大', zoomOut: '缩小', loading: '地图加载中', middle: '拖动地图，让针尖对准地点' },
    unwritten: '手机存不下（存储已满），这条没有保存，填的内容还在这里。删掉一些照片或应用后再点一次，先不要离开本页。', littleRoom: '手机存储只剩 {{n}} MB，可能存不下照片。填写前先清理一些空间。', noRoom: '手机存储已满，现在填的内容可能存不住。先清理空间，再填写。',
    unstored: '手机存不下这份草稿（存储已满或无痕窗口），离开本页前先提交。',
  },
}, {
  phoneUi: {
    back: 'Back', cancel: 'Cancel', ok: 'OK', optional: 'optional', ago: '{{span}} ago', remove: 'Remove',
    photos: {
      title: 'Photos', camera: 'Take a photo', album: 'From the album', remove: 'Remove this photo', removeAsk: 'Remove this photo?', open: 'Look at photo {{n}}',
      working: 'Shrinking {{n}} photo(s)', unreadable: 'These files could not be read and were not added: {{names}}', full: 'No more than {{n}} photos',
    },
    map: { title: 'Map', failed: 'This phone cannot show the map; choose the place by name', zoomIn: 'Zoom in', zoomOut: 'Zoom out', loading: 'The map is loading', middle: 'Move the map until the pin points at the place' },
    unwritten: 'This phone has no room: it was not saved, and what you typed is still here. Delete some photos or apps and try again; do not leave this page.', littleRoom: 'Only {{n}} MB are left on this phone; photos may not fit. Make room before you write.', noRoom: 'This phone is full; what you write now may not be kept. Make room first.',
    unstored: 'This phone cannot keep the draft (storage full, or a private window). Submit before you leave this page.',
  },
});
