import { words } from '../../../platform/core/words.ts';

/** A worker's day: what waits for him, a case, and the steps he takes. */
export const workWords = words({
  today: { title: '今天', todo: '要办 {{n}} 件', todoTitle: '要办', none: '现在没有要办的', noneHint: '派给您核实、处置、核查的案件会按先后排在这里。', mine: '我上报的', mineNone: '还没有上报过。', report: '上报', stale: '连不上服务器，下面是刚才的内容。', digest: '{{n}} 件到了期限：{{numbers}}', digestRead: '知道了' },
  why: { verify: '去核实', check: '去核查', acknowledge: '要签收', handle: '要处置', rework: '要返工', accept: '要受理', file: '要立案', dispatch: '要派遣', triage: '要会商', approve: '要审批', feedback: '要答复', close: '要结案', rate: '请评价' },
  work: {
    title: '案件', unknown: '没有这个案件', unknownHint: '它不在您的范围里，或已经转走。', line: '{{number}} · {{at}} 上报', happened: '{{at}} 发生', standard: '立案标准', photosAwaited: '还有 {{n}} 张照片没有传到', reporter: '上报人 {{name}}', noPoint: '没有坐标，按文字地址找。', steps: '经过', now: '其他操作', nothing: '现在没有要您办的，等下一步。', atDesk: '{{actions}}在电脑上办理。',
    lead: '办理单位', verification: '核实结果', result: '办理结果', loss: '避免损失', yuan: '{{n}} 元', dispute: '调解层级', consentOpen: '当事人意愿未记录', consentYes: '当事人同意调解', consentNo: '当事人不同意调解', mergedInto: '已并入', extension: '申请延期', suspension: '申请挂起', inNameOf: '{{name}}（代 {{other}}）',
  },
  own: { here: '仅在本机', due: '{{at}} 到期', offline: '没有网络，显示的是上次取到的内容；办的步骤先存在手机里，有网自动上传。', ahead: '{{at}} 办的一步仅在本机，有网自动上传。', told: '没有网络，显示的是上次取到的案件。', photosGone: '上次提交的 {{n}} 张照片已带上。' },
  step: {
    submit: '提交', again: '再试一次', kept: '填的内容还在。', uploading: '上传第 {{n}} 张照片，共 {{all}} 张（{{percent}}%）', overtaken: '您填写时，别人先办了', news: '{{at}} {{who}}：{{what}}', somebody: '有人', stillPossible: '您这一步还可以办，看过后继续。', noLonger: '您这一步现在不用办了。', goOn: '看过了，继续',
    missing: { choice: '选一项', text: '写一句话说明', until: '选一个日期', days: '填 1 到 60 的整数', rule: '选一条退回依据', loss: '填数字', lossMethod: '写明怎样估算' },
  },
  explain: {
    verify: '到现场看一看，情况是否属实。', settle: '能当场解决的，解决后在这里记下结果，不再派遣。', check: '到现场看一看，是否真的办好了。', consent: '调解以自愿为前提，问清各方当事人。', acknowledge: '签收后开始计办理时间，由本单位办理。', handle: '记下进展，可以多次。', deliver: '写明办理结果，拍下办完的样子。', resume: '恢复办理，时限接着计。',
    return: '不属本单位的，写明依据退回指挥中心。', requestExtension: '由指挥中心批准，最多两次。', requestSuspension: '由指挥中心批准，挂起期间不计时。', urge: '办理人员会看到，两小时内只记一次。', rate: '说说满意不满意。', reopen: '没有解决的，要求重新办理。',
  },
  ask: { verify: '核实结果', check: '核查结果', consent: '当事人', outcome: '调解结果', result: '办理结果', reason: '理由', progress: '进展', note: '说明', rule: '退回依据', until: '挂起到哪天', days: '延几个工作日', loss: '避免的损失（元）', lossWhy: '没有就不填。', lossMethod: '怎样估算的' },
  choice: {
    verify: { exists: '情况属实', notExists: '没有发现', unable: '无法核实' },
    verifyHint: { exists: '看到了所反映的情况', notExists: '到了现场，没有这回事', unable: '进不去、找不到或已看不出' },
    check: { pass: '通过', fail: '不通过', unable: '无法核查' },
    checkHint: { pass: '确实办好了', fail: '没办好，返工', unable: '看不到结果，换人再看' },
    consent: { agreed: '各方都同意调解', disagreed: '有一方不同意' },
    outcome: { agreed: '达成协议', refused: '当事人不愿再调', failed: '没有调成' },
  },
  photosFor: { verify: '拍下看到的样子，没有发现也拍一张现场。', check: '拍下现在的样子，和办理前后对照。', result: '拍下办完的样子，和上报的照片对照。' },
  compare: { before: '上报时', after: '办理后', noPhotos: '没有照片' },
}, {
  today: { title: 'Today', todo: '{{n}} to do', todoTitle: 'To do', none: 'Nothing to do now', noneHint: 'Cases for you to verify, handle or check are listed here by need.', mine: 'My reports', mineNone: 'You have not reported anything yet.', report: 'Report', stale: 'The server cannot be reached; this is what was there before.', digest: '{{n}} fell due: {{numbers}}', digestRead: 'Seen' },
  why: { verify: 'Verify', check: 'Check', acknowledge: 'Acknowledge', handle: 'Handle', rework: 'Do again', accept: 'Accept', file: 'File', dispatch: 'Dispatch', triage: 'Triage', approve: 'Decide', feedback: 'Answer', close: 'Close', rate: 'Rate' },
  work: {
    title: 'Case', unknown: 'There is no such case', unknownHint: 'It is outside your area, or was passed on.', line: '{{number}} · reported {{at}}', happened: 'happened {{at}}', standard: 'Filing standard', photosAwaited: '{{n}} photo(s) have not arrived yet', reporter: 'Reported by {{name}}', noPoint: 'No coordinates; go by the address.', steps: 'What happened', now: 'Other steps', nothing: 'Nothing for you to do now; wait for the next step.', atDesk: 'At the desk: {{actions}}.',
    lead: 'Handled by', verification: 'Verification', result: 'Result', loss: 'Loss avoided', yuan: '{{n}} yuan', dispute: 'Mediation level', consentOpen: 'consent not recorded', consentYes: 'the parties agree to mediation', consentNo: 'a party does not agree', mergedInto: 'Merged into', extension: 'Extension asked', suspension: 'Suspension asked', inNameOf: '{{name}} (for {{other}})',
  },
  own: { here: 'only on this phone', due: 'due {{at}}', offline: 'No network: this is what was fetched last. Steps are kept here first and go up when there is one.', ahead: 'A step of {{at}} is on this phone only; it goes up when there is a network.', told: 'No network: the cases as fetched last.', photosGone: 'The {{n}} photo(s) of the last try are included.' },
  step: {
    submit: 'Submit', again: 'Try again', kept: 'What you typed is kept.', uploading: 'Uploading photo {{n}} of {{all}} ({{percent}}%)', overtaken: 'Somebody was faster', news: '{{at}} {{who}}: {{what}}', somebody: 'somebody', stillPossible: 'Your step is still possible; look, then go on.', noLonger: 'Your step is no longer needed.', goOn: 'Seen, go on',
    missing: { choice: 'Choose one', text: 'Write one sentence', until: 'Choose a day', days: 'A whole number from 1 to 60', rule: 'Choose the rule for the return', loss: 'A number', lossMethod: 'Say how it was estimated' },
  },
  explain: {
    verify: 'Go and look whether it is so.', settle: 'What can be solved on the spot: solve it and note the result; nobody else is sent.', check: 'Go and look whether it was really done.', consent: 'Mediation is voluntary; ask every party.', acknowledge: 'Your unit takes it; the handling time runs.', handle: 'Note the progress, as often as you like.', deliver: 'Say what was done and take a photo of it.', resume: 'Work goes on, and so does the clock.',
    return: 'Not your unit\'s affair: back to the command centre, with the rule.', requestExtension: 'The command centre decides; twice at most.', requestSuspension: 'The command centre decides; the clock stands still meanwhile.', urge: 'Those who handle it will see it; once in two hours counts.', rate: 'Satisfied or not?', reopen: 'Not solved: ask to take it up again.',
  },
  ask: { verify: 'What you found', check: 'What you found', consent: 'The parties', outcome: 'How the mediation ended', result: 'Result', reason: 'Reason', progress: 'Progress', note: 'Note', rule: 'Rule for the return', until: 'Suspended until', days: 'Working days more', loss: 'Loss avoided (yuan)', lossWhy: 'Leave empty if there is none.', lossMethod: 'How it was estimated' },
  choice: {
    verify: { exists: 'It is so', notExists: 'Not found', unable: 'Cannot tell' },
    verifyHint: { exists: 'you saw what was reported', notExists: 'you were there, it is not so', unable: 'no access, not found, or gone' },
    check: { pass: 'Pass', fail: 'Fail', unable: 'Cannot tell' },
    checkHint: { pass: 'it was really done', fail: 'not done; do it again', unable: 'cannot be seen; somebody else looks' },
    consent: { agreed: 'All parties agree', disagreed: 'A party does not agree' },
    outcome: { agreed: 'Agreement reached', refused: 'A party no longer wants it', failed: 'No agreement' },
  },
  photosFor: { verify: 'Show what you saw; if nothing, show the place.', check: 'Show how it is now, to compare.', result: 'Show how it looks when done, to compare with the report.' },
  compare: { before: 'When reported', after: 'After handling', noPhotos: 'No photos' },
});
