import { words } from '../../platform/core/words.ts';

export const auditWords = words({
  audit: {
    outcome: { done: '已完成', refused: '按规则拒绝', denied: '无权' },
  },
}, {
  audit: {
    outcome: { done: 'done', refused: 'refused by a rule', denied: 'denied' },
  },
});
