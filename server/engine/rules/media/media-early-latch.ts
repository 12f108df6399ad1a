import { reportVerdicts } from '../packets';
import { bypassProfile, defineRule } from '../rule';

export const rule = defineRule({
  id: 'media-early-latch',
  title: 'Early media goes to another fork than the one that streamed first',
  severity: 'warning',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Early media"'],
  profiles: bypassProfile,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportVerdicts(subject, 'media-early-latch', 'Set the SBC to keep to the first stream.');
  },
});
