import type { Candidate } from '../../sdp/candidate';
import { candidatesOf, isRtp, usedStreams } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';
import { readableCandidatesIn } from './candidates';

const largest = 256;

export const rule = defineRule({
  id: 'ice-candidate-component',
  title: "A candidate's component is wrong",
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §5.1', 'RFC 8445 §5.1.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    const { sdp } = body;
    const lone = sdp.fragment ? readableCandidatesIn(sdp.session) : [];
    for (const candidate of lone.filter((each) => !isInRange(each))) {
      report({ in: body, at: candidate.component, message: outOfRange });
    }
    for (const media of usedStreams(sdp)) {
      const candidates = readableCandidatesIn(media);
      const isOfRtp = isRtp(media);
      const wrong = candidates.filter((each) => !isInRange(each) || (isOfRtp && !isRtpOrRtcp(each)));
      for (const candidate of wrong) {
        const message = isInRange(candidate) ? notOfRtp : outOfRange;
        report({ in: body, at: candidate.component, message });
      }
      const [first] = candidates;
      const isComplete = candidates.length === candidatesOf(media).length;
      if (first === undefined || wrong.length > 0 || !isComplete || sdp.fragment) continue;
      if (candidates.some((each) => each.componentValue === 1)) continue;
      report({
        in: body,
        at: first.component,
        message:
          'No candidate of the stream is for component 1, which carries RTP, so there is no path for the media. The ' +
          'sender must offer a candidate with component 1.',
      });
    }
  },
});

const outOfRange =
  'The component is outside 1 to 256. A receiver drops the candidate: the sender must write 1 for RTP or 2 for RTCP.';

const notOfRtp =
  'RTP knows two components: 1 for RTP, 2 for RTCP. A receiver drops the candidate: the sender must write one of them.';

function isInRange({ componentValue }: Candidate): boolean {
  return componentValue !== null && componentValue >= 1 && componentValue <= largest;
}

function isRtpOrRtcp({ componentValue }: Candidate): boolean {
  return componentValue === 1 || componentValue === 2;
}
