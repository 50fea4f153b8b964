import { words } from '../../../platform/core/words.ts';

export const patrolFieldWords = words({
  patrolField: {
    today: { title: '今日走访巡查', short: '走访巡查', none: '今天没有要走访巡查的', noneHint: '到期的走访、约好的事、赶场天和节假日的联巡会出现在这里', all: '全部 {{n}} 项', n: '{{n}} 项', done: '今天已记 {{n}} 次', diary: '民情日记', orders: '服务单', visits: '我的记录', last: '上次走访 {{on}}', never: '还没有走访过', seen: '{{on}} 已上门服务过', doneToday: '今天已记 {{n}} 次', other: '临时走访巡查' },
    visit: {
      title: '记录走访', round: '记录巡查', shift: '记录网络巡防', outcome: '见到人了吗', along: '同行的同事', alongWhy: '每人只记一次，不论谁填', alongFind: '按姓名找', alongMore: '再找一位', guests: '同行的其他人', found: '看到什么、听到什么', foundWhy: '只有您、同行的人、帮扶人和管关爱台账的人看得到', foundRound: '巡查情况',
      readings: '测量', readingsWhy: '没测就不填', systolic: '高压', diastolic: '低压', pulse: '心率', glucose: '血糖', when: '什么时候测的', fasting: '空腹', afterMeal: '饭后', any: '随机', checked: '我看过仪器，数值没错', position: '记下大概位置', positionWhy: '这个计划要求记位置：只记到约 100 米，30 天后删除，不记路线', positionOff: '不记位置也可以提交', positionNo: '没有取到位置，可以直接提交',
      wish: '他提出了需求', wishKind: '什么需求', wishText: '怎么说的', wishOn: '哪天要', wishUnit: '请谁来办', wishNobody: '先记下，以后再派', save: '保存', corrects: '更正会另存一条，原来的记录保留。', again: '再试一次', kept: '填的内容还在，改好后再点一次，不会重复。', saved: '已保存', savedHint: '记录已交到系统', advice: '提醒', back: '回到今日', nextWish: '需求已登记', full: '专职到岗', others: '其他到岗', present: '到岗人数', shiftWhy: '只记人数。发现的事情请用“上报”，不记谁说了什么', missing: '请填写', needed: '请写一句看到什么',
    },
    here: { tag: '仅在本机', saved: '已存在手机里', savedHint: '有网络时自动上传，不用等在这里', told: '没有网络，显示的是 {{at}} 取到的内容', needs: '没有被接收，见“待处理”', noneYet: '还没有取到过，连上网络后自动取' },
    diary: { title: '民情日记', write: '写一篇', text: '群众在说什么、盼什么', why: '自己和村、镇管理人员看得到；电话和证件号对他们遮盖', voice: '用语音输入：点输入法上的话筒说话，文字会出现在上面', byVoice: '语音', save: '保存日记', mine: '我写的', none: '还没有写过日记', corrected: '已更正', correct: '更正' },
    orders: { title: '服务单', none: '没有要办的服务单', noneHint: '走访时登记的需求、派给本单位的服务单会出现在这里', wanted: '约定 {{on}}', late: '已过约定日', story: '经过', send: '派给哪个单位', note: '说明', reason: '原因', how: '现在怎么样了', todo: '轮到您的', all: '其他服务单' },
    visits: { title: '我的走访记录', none: '还没有走访记录', corrected: '已被更正', correction: '更正', with: '同行 {{names}}', correct: '更正这条' },
  },
}, {
  patrolField: {
    today: { title: 'Rounds and visits today', short: 'Rounds and visits', none: 'Nothing to visit today', noneHint: 'Visits that fall due, promised wishes and the patrols of market days and holidays appear here', all: 'All {{n}}', n: '{{n}}', done: '{{n}} recorded today', diary: 'People\'s diary', orders: 'Service orders', visits: 'My records', last: 'Last visited {{on}}', never: 'Not visited yet', seen: 'Served at home on {{on}}', doneToday: '{{n}} recorded today', other: 'Another round' },
    visit: {
      title: 'Record a visit', round: 'Record a round', shift: 'Record an online patrol', outcome: 'Did you meet them?', along: 'Colleagues who came along', alongWhy: 'Each is credited once, whoever writes it down', alongFind: 'Find by name', alongMore: 'Another one', guests: 'Others who came along', found: 'What you saw and heard', foundWhy: 'Read by you, those who came, the helpers and the keepers of the care register alone', foundRound: 'What you saw',
      readings: 'Readings', readingsWhy: 'Leave empty what was not measured', systolic: 'Systolic', diastolic: 'Diastolic', pulse: 'Pulse', glucose: 'Glucose', when: 'When was it measured?', fasting: 'Fasting', afterMeal: 'After a meal', any: 'At random', checked: 'I looked at the device: the figure is right', position: 'Note the place roughly', positionWhy: 'This plan asks for a place: to about 100 m, deleted after 30 days, never a track', positionOff: 'You may save without it', positionNo: 'No place was found; you may save without it',
      wish: 'There is a wish', wishKind: 'What is wished for', wishText: 'In their words', wishOn: 'For which day', wishUnit: 'Who is asked', wishNobody: 'Note it, send it later', save: 'Save', corrects: 'A correction is a further record; the first one stays.', again: 'Try again', kept: 'What you typed is still here; mend it and try again: nothing is done twice.', saved: 'Saved', savedHint: 'The record has arrived', advice: 'A reminder', back: 'Back to today', nextWish: 'The wish is noted', full: 'Full-time present', others: 'Others present', present: 'Who was there', shiftWhy: 'Numbers alone. Report matters as cases; nobody\'s words are kept', missing: 'Please fill in', needed: 'One sentence on what you saw',
    },
    here: { tag: 'only on this phone', saved: 'Saved on this phone', savedHint: 'It goes up when there is a network; no need to wait here', told: 'No network: this is what was fetched {{at}}', needs: 'not taken; see “needs you”', noneYet: 'Nothing was fetched yet; it comes with the first connection' },
    diary: { title: 'People\'s diary', write: 'Write', text: 'What people talk about and hope for', why: 'Read by you and by those who manage the village and township; telephones and document numbers are covered for them', voice: 'By voice: tap the microphone of your keyboard, and the words appear above', byVoice: 'voice', save: 'Save', mine: 'Mine', none: 'Nothing written yet', corrected: 'corrected', correct: 'Correct' },
    orders: { title: 'Service orders', none: 'No service orders', noneHint: 'Wishes from visits and orders for your unit appear here', wanted: 'Promised for {{on}}', late: 'Past the promised day', story: 'Story', send: 'Which unit', note: 'Note', reason: 'Reason', how: 'How is it now?', todo: 'Your turn', all: 'Others' },
    visits: { title: 'My records', none: 'No records yet', corrected: 'corrected', correction: 'correction', with: 'With {{names}}', correct: 'Correct this' },
  },
});
