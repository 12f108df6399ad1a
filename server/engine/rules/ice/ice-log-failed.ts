import { plural } from '../../../../shared/words';
import type { GivenUp } from '../../calls/agent-logs';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'ice-log-failed',
  title: 'The log of an ICE agent says that ICE failed',
  severity: 'warning',
  basis: 'observed',
  applies: 'either',
  source: ['RFC 8445 §8.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'trunk',
  watch: () => (event, _later, report) => {
    if (event.kind !== 'given-up') return;
    report({ message: `${event.agent} says: ${event.text}. ${adviceFor(event)}` });
  },
});

/** What was checked, and what that leaves to look at. */
function adviceFor({ checked, answered }: GivenUp): string {
  if (checked === 0)
    return 'Its log shows no check that it sent. Add the signalling of the call to judge it.';
  const pairs = `${plural(checked, 'pair')} ${checked === 1 ? 'was' : 'were'} checked`;
  return answered === 0
    ? `${pairs}, and none of them was answered: look at the firewalls between the two, and whether the far end has the right password. Add the signalling of the call to judge it.`
    : `${pairs}, and ${answered} answered: look for a component without an answer, or for a nomination that never came. Add the signalling of the call to judge it.`;
}
