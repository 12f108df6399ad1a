import { durationText, SECOND } from '../../basics/durations';
import { defineRule, teamsProfiles } from '../rule';

/** What Microsoft recommends, with room for timers that are a little late. */
const LEAST = 57 * SECOND;
const MOST = 189 * SECOND;
/** Microsoft prefers other trunks after this time without a sign of life. */
const DEMOTED = 300 * SECOND;
/** Longer ones show that nothing was captured meanwhile. */
const PAUSE = 1800 * SECOND;
/** Trunks that are remembered at one time. */
const MOST_TRUNKS = 1000;

interface Known {
  readonly last: number;
  /** The latest three. */
  readonly gaps: readonly number[];
  readonly isTold: boolean;
}

export const rule = defineRule({
  id: 'dr-options-interval',
  title: 'The SBC sends OPTIONS too seldom, or too often',
  severity: 'warning',
  otherwise: [{ severity: 'info', when: 'more often than once a minute' }],
  basis: 'teams',
  applies: 'sbc',
  source: [
    'Connect your SBC to Direct Routing, note on SIP options',
    'Monitor and troubleshoot Direct Routing, "SIP options"',
    "What's new in Direct Routing",
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'trunk',
  watch() {
    const trunks = new Map<string, Known>();
    return (event, _later, report) => {
      if (event.kind !== 'keep-alive' || event.by !== 'sbc' || event.micros === null) return;
      const key = `${event.from} ${event.to}`;
      const known = trunks.get(key);
      if (trunks.size >= MOST_TRUNKS) trunks.clear();
      const gap = known === undefined ? PAUSE : event.micros - known.last;
      if (known === undefined || gap >= PAUSE) {
        trunks.set(key, { last: event.micros, gaps: [], isTold: known?.isTold ?? false });
        return;
      }
      const gaps = [...known.gaps, gap].slice(-3);
      const usual = gaps.length < 3 ? null : (gaps.toSorted((one, other) => one - other)[1] ?? null);
      const isWrong = usual !== null && (usual > MOST || usual < LEAST);
      trunks.set(key, { last: event.micros, gaps, isTold: known.isTold || isWrong });
      if (!isWrong || known.isTold) return;
      if (usual < LEAST)
        report({
          severity: 'info',
          message: `The SBC asks ${event.to} every ${durationText(usual)}. Once a minute is enough.`,
        });
      else
        report({
          message:
            `The SBC sends OPTIONS to ${event.to} every ${durationText(usual)} only` +
            (usual > DEMOTED ? ', and after five minutes without one Microsoft prefers other trunks' : '') +
            '. The SBC must send one at least every three minutes; once a minute is usual.',
        });
    };
  },
});
