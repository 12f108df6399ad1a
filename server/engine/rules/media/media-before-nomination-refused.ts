import { bypassProfile, defineRule } from '../rule';

export const rule = defineRule({
  id: 'media-before-nomination-refused',
  title: 'The SBC refuses media that comes before the nomination',
  severity: 'warning',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Early media"'],
  profiles: bypassProfile,
  fixable: false,
  scope: 'packet',
  check({ replay, report }) {
    const told = new Set<number>();
    for (const { of, sender, content, message } of replay.icmp) {
      if (sender !== 'teams' || content !== 'rtp' || told.has(of.fork)) continue;
      const nomination = replay.steps.find(({ changes }) =>
        changes.some((change) => change.kind === 'nominated' && change.of.fork === of.fork),
      );
      const isOver = nomination !== undefined && nomination.in.index < message.index;
      if (isOver) continue;
      told.add(of.fork);
      report({
        in: message,
        message:
          'Media of Teams that came before the nomination was refused with an ICMP error. The SBC must expect media ' +
          'on any candidate until nominations are completed: it should open its port when it sends its SDP.',
      });
    }
  },
});
