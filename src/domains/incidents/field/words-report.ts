import { words } from '../../../platform/core/words.ts';

/** Reporting, the outbox, and a report as its reporter follows it. */
export const reportWords = words({
  noClass: '未分类', reportedAt: '{{at}} 上报 · {{number}}', titled: '{{name}}：{{value}}',
  urgent: {
    title: '正在发生的危险，先打电话', now: '听起来是急事：先拨 {{number}}（{{name}}），打完再上报。', call: '拨打 {{number}}', label: '拨打 {{number}} {{name}}',
    110: '报警', 119: '火警', 120: '急救', 122: '交通事故',
  },
  home: {
    title: '经纬 · 居民上报', report: '上报问题', reportHint: '不用登录，一分钟内报完，给您一个编号查进展。', number: '查上报进展', numberHint: '填写上报后得到的编号', numberMissing: '填写编号', follow: '查看进展',
    sent: '这部手机报过的', forgetAsk: '从这部手机移除编号和查询码？案件照常办理，没有编号查不到进展，没有查询码不能评价。', workers: '网格员和工作人员', signIn: '登录',
  },
  report: {
    title: '上报', correct: '改正后重新上报', description: '说说情况', descriptionExample: '例：3 号楼门口井盖破了，有老人差点踩空', voice: '可用键盘上的话筒说话。',
    photosWhy: '先拍照最快。照片缩小后上传，并去掉照片里的位置和机型信息。', submit: '提交', earlier: '这部手机上有一份没登录时写的草稿。', goOnWithIt: '接着写那一份',
    missing: { description: '写一句话说明情况', place: '选一个地点，网格员才找得到', happenedAt: '发生时间晚于现在，请改正', phone: '电话号码不对，请改正或不填', some: '还差一点，见上面红字' },
  },
  place: {
    title: '地点', here: '定位到我这里', again: '重新定位', finding: '定位中', byName: '按名称选', onMap: '在地图上改', why: '只在点按时定位一次，不记录行踪。', accuracy: '误差约 {{n}} 米，不准可在地图上改', setOnMap: '在地图上选定', pointOnly: '已记下位置（联网后显示地名）',
    address: '门牌、路名或旁边的标志', addressExample: '例：菜市场西门对面', find: '按名称查找', up: '返回上一级', enough: '只知道在{{name}}', noneOfName: '没有叫这个名字的地方',
    moveMap: '拖动地图，让针尖对准地点。', take: '用这个位置', noOutline: '这个地方还没有网格图，请用文字写明地址。',
    trouble: {
      denied: '没有允许定位。可在浏览器的网站设置里允许，或点“按名称选”。', insecure: '这个网址不是安全连接（https），浏览器不给定位。请按名称选。', unavailable: '手机现在测不到位置，可到室外再试，或按名称选。', timeout: '定位太久没有结果，可再试一次，或按名称选。', outside: '这个位置不在本市范围内，请按名称选。',
    },
  },
  class: { title: '类别', optional: '· 选填，最多点三下', choose: '选类别', other: '其他类别', find: '按名称查找', up: '返回上一级', none: '没有找到', noneHint: '换个说法，或选“不清楚”。', unsure: '不清楚，由受理人员判断' },
  when: { title: '发生时间', now: '刚刚', other: '另选时间', backToNow: '改回刚刚' },
  reporter: {
    why: '留下称呼和电话，办理人员有不清楚的地方可以问您，办完告诉您。不留也受理。', whyWorker: '替居民上报时填写，办完由您或指挥中心告诉他。', forSomebody: '替别人上报？填写他的称呼和电话',
    name: '您的称呼', phone: '您的电话', nameOther: '居民称呼', phoneOther: '居民电话',
  },
  privacy: {
    title: '怎样使用这些信息', what: '只收办理这件事要用的：情况、照片、地点，以及您自愿留下的称呼和电话。', who: '称呼和电话只给受理和派遣的人员看，被反映的单位看不到。', place: '位置只在您点按时取一次，不连续记录。', phone: '提交前，照片和电话只在这部手机上；为判断类别，文字的开头会先传到服务器，不保存。', rights: '可以凭编号和查询码要求更正或删除您的个人信息。',
  },
  sent: {
    title: '已上报', done: '收到了', number: '您的编号，凭它查进展：', code: '查询码', keep: '请截图保存', copy: '复制', copied: '已复制', copyByHand: '不能自动复制，请长按编号选取。', next: '编号查进展，别人有编号也看不到您的姓名和电话。查询码证明是您报的：评价、催办、要求重新办理时用，不要给别人。', nextSignedIn: '进展也在“今天”里。', follow: '看进展', another: '再报一件',
    sending: '正在上传', photo: '上传第 {{n}} 张照片，共 {{all}} 张', words: '上传内容', kept: '已存在手机里', keptHint: '不用等在这里。有网络时自动上传，上传后编号显示在首页。', refused: '没有被接收', look: '查看并改正', gone: '这条已不在手机里', goneHint: '可能已上传，或在另一个页面被移除。',
  },
  outbox: {
    title: '未上传', chip: '{{n}} 条仅在本机，最早 {{ago}}', chipRefused: ' · {{n}} 条待处理', needsYou: '待处理', onTheWay: '等待上传', handOver: '交给主管', handedOver: '已交给主管。这里的一份由您决定何时删除。', ago: '{{span}}前', justNow: '刚刚', empty: '都已上传', emptyHint: '没有网络时提交的上报存在这里，联网后自动上传。',
    sendAll: '现在上传', retry: '再试一次', running: '正在上传 {{percent}}%', correct: '改正', asItIs: '原样再试', inMyName: '以我的名义上传', export: '存成文件', exportFailed: '没有存成，再试一次。', discard: '删除', discardAsk: '删除这条没有上传的上报和照片？删除后找不回来。',
    photos: '照片 {{n}} 张', photosChip: '{{n}} 张照片未上传', photosTitle: '照片', photosFollow: '上报已收到，照片还有 {{n}} 张没有传完，联网后接着传。', photoStays: '这张照片服务器没有收下，留在手机里。', photoDiscardAsk: '删除这张没有上传的照片？删除后找不回来。',
    foreign: '另有 {{n}} 条由别的使用者保存，本人登录后自动上传。', never: '没有上传的不会自动删除。', notYet: '等待上传', offline: '没有网络，联网后自动上传', serverBusy: '服务器正忙，稍后自动再试', refusedUnknown: '服务器没有接收这条上报，请改正后再试。',
    hold: { otherPerson: '登录后自动上传', nobody: '写这条时没有登录，现在登录了。确认以您的名义上传，或退出登录后再传。' },
  },
  export: { title: '上报', at: '时间', why: '未上传原因' },
  story: {
    title: '办理进展', unknown: '没有编号 {{number}}', unknownHint: '核对编号：不要漏位，字母不分大小写。', promise: '下一步最晚 {{at}} 完成', reported: '{{at}} 上报', feedback: '答复', satisfied: '满意', notSatisfied: '不满意', steps: '经过', step: '第 {{n}} 步，共 6 步：{{name}}',
    youMay: '您可以办理：', youSee: '这件事在您的范围内。', openWork: '去办理',
  },
  code: { open: '这是我报的：评价、催办或要求重新办理', title: '填写查询码', why: '上报成功的页面上，编号下面的 8 位字符。这部手机会记住。', missing: '填写 8 位查询码', submit: '确认' },
  plain: {
    reported: '已收到，等待受理', accepted: '已受理', verifying: '正派人到现场核实', filed: '已立案，正在确定由谁办理', declined: '不予立案，原因见答复', merged: '与另一件是同一回事，合并办理', dispatched: '已交给办理单位', acknowledged: '办理单位已签收', returned: '正在重新确定由谁办理',
    handling: '正在办理', suspended: '暂缓办理', rework: '核查没有通过，正在返工', handled: '已办完，等待核查', checking: '正在核查办理结果', feedback: '已办完，正在答复', answered: '已答复', answeredRate: '已答复，请您评价', closed: '已结案', evaluated: '已结案',
  },
  rate: { title: '解决了吗', question: '您对办理结果', yes: '满意，解决了', no: '不满意，没解决', comment: '想说的话', choose: '选一项', submit: '提交评价' },
  reopen: { title: '没解决，要求重新办理', reason: '哪里没有解决', hint: '重新办理后，原来的经过都保留。', missing: '写一句话说明', submit: '要求重新办理' },
  urgeForm: { hint: '等得太久可以催办，两小时内只记一次。', submit: '催办', done: '已催办，办理人员会看到。' },
}, {
  noClass: 'not classified', reportedAt: 'reported {{at}} · {{number}}', titled: '{{name}}: {{value}}',
  urgent: {
    title: 'Danger right now? Call first', now: 'This sounds urgent: call {{number}} ({{name}}) first, report afterwards.', call: 'Call {{number}}', label: 'Call {{number}}, {{name}}',
    110: 'Police', 119: 'Fire', 120: 'Medical', 122: 'Traffic',
  },
  home: {
    title: 'Jingwei · Report', report: 'Report a problem', reportHint: 'No account needed, done in a minute; you get a number to follow it.', number: 'Follow a report', numberHint: 'The number you were given', numberMissing: 'Enter the number', follow: 'Show',
    sent: 'Reported from this phone', forgetAsk: 'Remove number and follow code from the phone? The case goes on, but without the number you cannot follow it, and without the code you cannot answer.', workers: 'Grid workers and staff', signIn: 'Sign in',
  },
  report: {
    title: 'Report', correct: 'Correct and report again', description: 'What is the matter?', descriptionExample: 'e.g. broken manhole cover at building 3, somebody nearly fell', voice: 'You can speak with the microphone of your keyboard.',
    photosWhy: 'A photo first is the quickest. It is shrunk before the upload; place and phone model inside it are left out.', submit: 'Submit', earlier: 'There is a draft on this phone, begun while nobody was signed in.', goOnWithIt: 'Go on with it',
    missing: { description: 'Write one sentence about it', place: 'Choose a place, so that it can be found', happenedAt: 'The time is in the future; correct it', phone: 'The telephone number is wrong; correct it or leave it out', some: 'Something is missing, see the red lines above' },
  },
  place: {
    title: 'Place', here: 'Where I am', again: 'Locate again', finding: 'Locating', byName: 'By name', onMap: 'On the map', why: 'Located once, when you tap; no track is kept.', accuracy: 'Accurate to about {{n}} m; correct it on the map', setOnMap: 'Set on the map', pointOnly: 'Position noted (its name appears when online)',
    address: 'House number, road, or what is beside it', addressExample: 'e.g. opposite the west gate of the market', find: 'Find by name', up: 'One level up', enough: 'Somewhere in {{name}}', noneOfName: 'No place of that name',
    moveMap: 'Move the map until the pin points at the place.', take: 'Use this place', noOutline: 'No grid map here yet; write the address.',
    trouble: {
      denied: 'Location is not allowed. Allow it in the browser\'s site settings, or choose by name.', insecure: 'This address is not a secure connection (https), so the browser gives no location. Choose by name.', unavailable: 'The phone cannot find its position now. Try outdoors, or choose by name.', timeout: 'Locating took too long. Try again, or choose by name.', outside: 'This place is outside the city. Choose by name.',
    },
  },
  class: { title: 'Class', optional: '· optional, three taps at most', choose: 'Choose a class', other: 'Another class', find: 'Find by name', up: 'One level up', none: 'Nothing found', noneHint: 'Try another word, or choose “not sure”.', unsure: 'Not sure; the desk decides' },
  when: { title: 'When', now: 'just now', other: 'Another time', backToNow: 'Back to just now' },
  reporter: {
    why: 'With a name and a telephone number we can ask you when something is unclear, and tell you when it is done. Reports without them are taken too.', whyWorker: 'When you report for a resident: he is told when it is done.', forSomebody: 'For somebody else? Add his name and telephone',
    name: 'Your name', phone: 'Your telephone', nameOther: 'Resident\'s name', phoneOther: 'Resident\'s telephone',
  },
  privacy: {
    title: 'How this is used', what: 'Only what the matter needs: what happened, photos, place, and the name and telephone you choose to give.', who: 'Name and telephone are seen only by those who accept and dispatch, never by the unit complained of.', place: 'The position is taken once when you tap, never followed.', phone: 'Until you submit, photos and telephone stay on this phone; to suggest a class, the beginning of the text is sent to the server, which does not keep it.', rights: 'With the number and the follow code you may ask to correct or delete your personal data.',
  },
  sent: {
    title: 'Reported', done: 'It has arrived', number: 'Your number, to follow it:', code: 'Follow code', keep: 'Take a screenshot and keep it', copy: 'Copy', copied: 'Copied', copyByHand: 'It could not be copied; hold the number to select it.', next: 'The number shows the progress; others who have it see neither your name nor your telephone. The follow code proves that the report is yours: you need it to rate, urge or reopen. Do not pass it on.', nextSignedIn: 'You also find it under “Today”.', follow: 'See the progress', another: 'Report another',
    sending: 'Uploading', photo: 'Uploading photo {{n}} of {{all}}', words: 'Uploading the text', kept: 'Kept on the phone', keptHint: 'No need to wait here. It is uploaded when there is a network; the number then appears on the first page.', refused: 'It was not taken', look: 'See why, and correct it', gone: 'It is no longer on this phone', goneHint: 'It may have been uploaded, or removed on another page.',
  },
  outbox: {
    title: 'Not uploaded', chip: '{{n}} only on this phone, oldest {{ago}}', chipRefused: ' · {{n}} need you', needsYou: 'Needs you', onTheWay: 'Waiting to be uploaded', handOver: 'Hand over', handedOver: 'Your supervisor has it. This copy goes when you delete it.', ago: '{{span}} ago', justNow: 'just now', empty: 'Everything is uploaded', emptyHint: 'Reports submitted without a network wait here and are uploaded later.',
    sendAll: 'Upload now', retry: 'Try again', running: 'Uploading {{percent}}%', correct: 'Correct', asItIs: 'Try as it is', inMyName: 'Send in my name', export: 'Save as a file', exportFailed: 'It was not saved. Try again.', discard: 'Delete', discardAsk: 'Delete this report and its photos? It was never uploaded and cannot be brought back.',
    photos: '{{n}} photo(s)', photosChip: '{{n}} photo(s) not uploaded', photosTitle: 'Photos', photosFollow: 'The report has arrived; {{n}} photo(s) are not uploaded yet and go on when there is a network.', photoStays: 'The server did not take this photo; it stays on the phone.', photoDiscardAsk: 'Delete this photo? It was never uploaded and cannot be brought back.',
    foreign: '{{n}} more were written by another user of this phone; they are uploaded when he signs in.', never: 'What is not uploaded is never deleted by itself.', notYet: 'Waiting to be uploaded', offline: 'No network; it is uploaded when there is one', serverBusy: 'The server is busy; it is tried again shortly', refusedUnknown: 'The server did not take this report. Correct it and try again.',
    hold: { otherPerson: 'Uploaded when you sign in', nobody: 'Written while nobody was signed in. Send it in your name, or sign out to send it without.' },
  },
  export: { title: 'Report', at: 'Time', why: 'Why it was not uploaded' },
  story: {
    title: 'Progress', unknown: 'There is no number {{number}}', unknownHint: 'Check the number: all digits there? Capitals do not matter.', promise: 'Next step due by {{at}}', reported: 'reported {{at}}', feedback: 'Answer', satisfied: 'Satisfied', notSatisfied: 'Not satisfied', steps: 'What happened', step: 'Step {{n}} of 6: {{name}}',
    youMay: 'You may:', youSee: 'This case is within your area.', openWork: 'Open the case',
  },
  code: { open: 'It is my report: rate, urge or reopen', title: 'Enter the follow code', why: 'The 8 characters below the number on the page that said your report had arrived. This phone will remember it.', missing: 'Enter the 8 characters', submit: 'Confirm' },
  plain: {
    reported: 'Arrived, waiting to be accepted', accepted: 'Accepted', verifying: 'Somebody is looking on the spot', filed: 'Filed; it is being decided who handles it', declined: 'Declined; see the answer for the reason', merged: 'The same matter as another report; handled together', dispatched: 'Given to the unit that handles it', acknowledged: 'The unit has acknowledged it', returned: 'It is being decided anew who handles it',
    handling: 'Being handled', suspended: 'Put off for now', rework: 'The check failed; being done again', handled: 'Done, waiting to be checked', checking: 'The result is being checked', feedback: 'Done; the answer is being given', answered: 'Answered', answeredRate: 'Answered; please say whether it is solved', closed: 'Closed', evaluated: 'Closed',
  },
  rate: { title: 'Is it solved?', question: 'The result', yes: 'Satisfied, it is solved', no: 'Not satisfied, it is not solved', comment: 'Anything to add', choose: 'Choose one', submit: 'Send' },
  reopen: { title: 'Not solved: take it up again', reason: 'What is not solved?', hint: 'Everything that happened so far is kept.', missing: 'Write one sentence', submit: 'Ask to take it up again' },
  urgeForm: { hint: 'Waiting too long? You may urge; once in two hours counts.', submit: 'Urge', done: 'Urged; those who handle it will see it.' },
});
