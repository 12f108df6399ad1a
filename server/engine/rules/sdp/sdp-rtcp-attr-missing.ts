import type { Body } from '../../calls/call';
import { mayLackLines } from '../../calls/cut-off';
import { isBundledIntoAnother } from '../../sdp/mids';
import { candidatesOf, hasFlag, isRtp, noPortYet, usedStreams, usesNoRtcp } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { insertAtSectionEnd } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';
import { isWrittenOtherwise } from './misspelling';

export const rule = defineRule({
  id: 'sdp-rtcp-attr-missing',
  title: 'RTP has an odd port, and nothing says where RTCP is wanted',
  severity: 'info',
  basis: 'should',
  applies: 'either',
  source: ['RFC 3264 §5.1', 'RFC 3550 §11', 'RFC 3605 §2.1'],
  profiles: allProfiles,
  fixable: true,
  scope: 'body',
  sees: ({ body: { sdp } }) => usedStreams(sdp).some(({ description }) => description.portNumber % 2 === 1),
  check({ body, report }) {
    for (const media of usedStreams(body.sdp)) {
      const { port, portNumber } = media.description;
      if (portNumber % 2 !== 1 || portNumber === noPortYet || !isRtp(media) || mayLackLines(body, media))
        continue;
      if (tellsOfRtcp(body, media)) continue;
      const ports = candidatesOf(media).flatMap((each) =>
        each.componentValue === 2 ? [each.portValue] : [],
      );
      // That a candidate for RTCP has another port is told by ice-default-rtcp-mismatch.
      if (ports.length > 0 && !ports.includes(portNumber + 1)) continue;
      const fix = ports.length > 0 ? addition(body, media) : null;
      report({
        in: body,
        at: port,
        message:
          `Port ${portNumber} is odd. RTCP goes to the next one, ${portNumber + 1}, by RFC 3264, but older receivers take an odd ` +
          'port for that of RTCP. The sender had better take an even port, or add a=rtcp or a=rtcp-mux.',
        ...(fix === null ? {} : { fix }),
      });
    }
  },
});

function tellsOfRtcp({ sdp }: Body, media: MediaSection): boolean {
  return (
    ['rtcp', 'rtcp-mux'].some(
      (name) => hasFlag(media, name) || hasFlag(sdp.session, name) || isWrittenOtherwise(media, name),
    ) ||
    usesNoRtcp(media) ||
    isBundledIntoAnother(sdp, media)
  );
}

function addition({ content }: Body, media: MediaSection): Fix | null {
  const text = `a=rtcp:${media.description.portNumber + 1}`;
  const insert = insertAtSectionEnd(content, media, text);
  return insert === null ? null : { title: `Add "${text}"`, edits: [insert] };
}
