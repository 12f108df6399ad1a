import { durationText, SECOND } from '../../basics/durations';
import { defineRule, teamsProfiles } from '../rule';

/** What comes later is a call of its own. */
const TRIES_AGAIN = 60 * SECOND;
/** Calls that are remembered at one time. */
const MOST_CALLS = 10_000;

export const rule = defineRule({
  id: 'dr-503-retry-after',
  title: 'The SBC tries the datacenter again that sent it away',
  severity: 'warning',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing SIP protocol, "Retry-After"', 'Microsoft and SIP response codes, 503 (540998)'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'trunk',
  watch() {
    /** Caller and called number → who refused the call, and when. */
    const refused = new Map<string, { readonly address: string; readonly micros: number }>();
    return (event, _later, report) => {
      if (event.kind !== 'invitation' || !event.isToMicrosoft || event.called === '') return;
      const { refusal, address, micros } = event;
      const key = `${event.caller} ${event.called}`;
      const before = refused.get(key);
      const apart = before === undefined || micros === null ? -1 : micros - before.micros;
      if (before !== undefined && address === before.address && apart >= 0 && apart <= TRIES_AGAIN)
        report({
          message:
            `The SBC sends this call to ${address} again, ${durationText(apart)} after 503 with Retry-After came from there. ` +
            'That datacenter is busy or drained: the SBC must close the connection, try the next of sip, sip2 and sip3, and ' +
            'resolve the name anew.',
        });
      if (refusal?.status !== 503 || !refusal.hasRetryAfter || refusal.micros === null || address === null)
        return;
      if (refused.size >= MOST_CALLS) refused.clear();
      refused.set(key, { address, micros: refusal.micros });
    };
  },
});
