import { words } from '../words.ts';

/** Sentences about what phones send and what was set aside of it. */
export const syncWords = words({
  sync: {
    action: { phones: '查看手机上传情况', rejected: '查看手机端待处理', rejectedBody: '查看待处理内容', handOver: '交给主管', settle: '办结待处理', keepers: '查看可交办人员', assign: '交办待处理', keys: '开手机本地存储的锁', pull: '手机取数', push: '手机上传' },
    refusal: {
      'device-frozen': '这部手机的记录与服务器上的不一致（可能被复制或恢复过旧备份），已停止自动上传；未上传的内容都在“待处理”里，请核对后再提交',
      'device-foreign': '这部手机的上传编号属于另一个账号，将换用新的编号继续上传',
      'unknown-command': '服务器不认识这类记录，可能是手机上的版本过旧或过新；内容已保留，请联系管理员',
      unreadable: '这条记录已损坏，服务器读不出来；内容已原样保留',
      'other-person': '这条记录是另一个账号写的，不能用您的名义提交；内容已保留',
      'other-session': '现在登录的是另一个账号，本人登录后自动上传',
      'gave-up': '服务器处理这条记录时多次出错，已先放到一边，不影响其他记录上传；内容已保留',
      skipped: '这条记录没有上传，内容在写它的手机上',
      'long-ago': '这条记录很久以前已经处理过',
      'not-found': '没有这条记录',
      'not-a-keeper': '此人不负责这个区域的值班安排，不能交办',
      'too-many-devices': '这个账号近 {{days}} 天已用过 {{most}} 部手机，暂不能再添加；内容都保留在手机上，到期后自动上传，急用请联系管理员',
    },
  },
}, {
  sync: {
    action: { phones: 'looked at phones', rejected: 'looked at what was set aside', rejectedBody: 'read what was set aside', handOver: 'handed over', settle: 'settled what was set aside', keepers: 'looked up whom to give it to', assign: 'gave what was set aside to somebody', keys: 'unlocked what a phone keeps', pull: 'pulled to a phone', push: 'pushed from a phone' },
    refusal: {
      'device-frozen': 'What this phone has differs from what the server has of it (it may have been cloned or put back to an old image). It sends nothing by itself; what is not sent is under "Needs you"',
      'device-foreign': 'This phone\'s number for sending belongs to another account; it goes on under a new one',
      'unknown-command': 'The server does not know this kind of record: the app may be too old or too new. It is kept; ask an administrator',
      unreadable: 'This record is damaged and cannot be read; it is kept as it came',
      'other-person': 'Another account wrote this record; it cannot be sent in your name. It is kept',
      'other-session': 'Another account is signed in; it is sent when its writer signs in',
      'gave-up': 'The server failed on this record several times; it was set aside so that the others go on. It is kept',
      skipped: 'This record was not sent; it is on the phone on which it was written',
      'long-ago': 'This record was dealt with long ago',
      'not-found': 'There is no such record',
      'not-a-keeper': 'This person does not keep the roster there',
      'too-many-devices': 'This account has used {{most}} phones within {{days}} days and cannot add another now. Everything is kept on the phone and goes up by itself later; if it is urgent, ask an administrator',
    },
  },
});
