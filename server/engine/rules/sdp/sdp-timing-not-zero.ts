import { linesOfType } from '../../sdp/query';
import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'sdp-timing-not-zero',
  title: 'The time line of a call is not "t=0 0"',
  severity: 'info',
  basis: 'should',
  applies: 'either',
  source: ['RFC 3264 §5'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    // An announcement has times, and an answer repeats the offer's: oa-time-line.
    if (body.standsAlone || body.role === 'answer') return;
    const [line] = linesOfType(body.sdp, 't');
    if (line === undefined || line.value.text === '' || /^0[ \t]+0$/.test(line.value.text)) return;
    report({
      in: body,
      at: line.value,
      message:
        'The session is given a time, as of a broadcast. A call begins and ends by SIP, so "0 0" is wanted; a receiver ' +
        'that believes the time may take the call for over. The sender should write "t=0 0".',
      fix: { title: 'Write "t=0 0"', edits: [replace(line.value, '0 0')] },
    });
  },
});
