import { FOLLOWS } from '../../calls/trunk-events';
import { durationText } from '../../basics/durations';
import { defineRule, teamsProfiles } from '../rule';

/** Calls that are remembered at one time: those of a few seconds count. */
const MOST_CALLS = 10_000;

export const rule = defineRule({
  id: 'dr-603-retry',
  title: 'The SBC calls again at once though the user declined',
  severity: 'warning',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing SIP protocol, "Handling retries (603 response)"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'trunk',
  watch() {
    /** Caller and called number → when the call was declined. */
    const declined = new Map<string, number>();
    return (event, _later, report) => {
      if (event.kind !== 'invitation' || !event.isToMicrosoft || event.called === '') return;
      const key = `${event.caller} ${event.called}`;
      const before = declined.get(key);
      const apart = before === undefined || event.micros === null ? -1 : event.micros - before;
      // A person takes longer to dial again.
      if (apart >= 0 && apart <= FOLLOWS)
        report({
          message:
            `The same caller calls ${event.called} again ${durationText(apart)} after it was declined with 603, so the user sees ` +
            'several missed calls. The SBC, or the carrier behind it, must not try again on 603.',
        });
      const { refusal } = event;
      if (refusal?.status !== 603 || refusal.micros === null) return;
      if (declined.size >= MOST_CALLS) declined.clear();
      declined.set(key, refusal.micros);
    };
  },
});
