import type { Body, Call, Described } from '../../calls/call';
import {
  attributesOf,
  defaultRtpDestination,
  direction,
  effectiveAttribute,
  hasFlag,
  hasIce,
  iceCredentials,
  isRejected,
} from '../../sdp/query';
import type { AttributeLine, MediaSection } from '../../sdp/sdp';
import { insertAtSectionEnd, insertAtSessionEnd } from '../edits';
import { allProfiles, defineRule, type Edit, type Fix } from '../rule';
import { isOfUntoldRole } from '../../calls/role';
import { offerFor } from '../offered';

export const rule = defineRule({
  id: 'ice-hold-without-ice',
  title: 'A stream on hold has lost its ICE lines',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §4.2.1.6'],
  profiles: allProfiles,
  fixable: true,
  scope: 'body',
  sees: ({ body }) => body.sdp.media.some((media) => isOnHoldWithout(body, media)),
  check({ body, call, report }) {
    const previous = body.previousAgreed;
    if (previous === null || isOfUntoldRole(body) || body.isCut) return;
    if (body.role === 'answer' && !wasOfferedIce(call, body)) return;
    for (const media of body.sdp.media) {
      const before = previous.sdp.media[media.index];
      if (before === undefined || !isOnHoldWithout(body, media) || !isIceStream(previous, before)) continue;
      const fix = restoration(body, media, previous, before);
      report({
        in: body,
        at: media.line,
        message:
          'The stream is on hold and its a=ice-ufrag, a=ice-pwd and a=candidate lines are gone; before it had them. ' +
          'ICE goes on during hold: the sender must repeat them, or the far end takes the call for one without ICE.',
        related: [{ in: previous, at: before.line, message: 'the stream before, with ICE' }],
        ...(fix === null ? {} : { fix }),
      });
    }
  },
});

function wasOfferedIce(call: Call, body: Body): boolean {
  const offer = offerFor(call, body);
  return offer !== null && hasIce(offer.sdp);
}

function isOnHoldWithout(body: Described, media: MediaSection): boolean {
  return !isRejected(media) && direction(body.sdp, media) !== 'sendrecv' && hasLostIce(body, media);
}

function isIceStream({ sdp }: Body, media: MediaSection): boolean {
  return !isRejected(media) && hasFlag(media, 'candidate') && iceCredentials(sdp, media) !== null;
}

/** Where only some of the lines are gone, ice-candidate-missing and ice-credentials-missing speak. */
function hasLostIce({ sdp }: Described, media: MediaSection): boolean {
  if (hasFlag(media, 'candidate') || hasFlag(media, 'ice-mismatch')) return false;
  return (
    effectiveAttribute(sdp, media, 'ice-ufrag') === null && effectiveAttribute(sdp, media, 'ice-pwd') === null
  );
}

/** The lines of the previous body, where media still goes where it went. */
function restoration(body: Body, media: MediaSection, previous: Body, before: MediaSection): Fix | null {
  const credentials = iceCredentials(previous.sdp, before);
  const now = defaultRtpDestination(body.sdp, media);
  const then = defaultRtpDestination(previous.sdp, before);
  if (credentials === null || now === null || then === null) return null;
  if (now.address.text !== then.address.text || now.port !== then.port) return null;
  const lines: readonly AttributeLine[] = [
    credentials.ufrag,
    credentials.pwd,
    ...attributesOf(before, 'candidate'),
  ];
  const text = lines.map((line) => previous.content.slice(line.start, line.end));
  const lite = hasFlag(previous.sdp.session, 'ice-lite') && !hasFlag(body.sdp.session, 'ice-lite');
  const edits: readonly (Edit | null)[] = [
    lite ? insertAtSessionEnd(body.content, body.sdp, 'a=ice-lite') : null,
    insertAtSectionEnd(body.content, media, text.join(body.content.includes('\r\n') ? '\r\n' : '\n')),
  ];
  return {
    title: 'Repeat the ICE lines of the previous SDP',
    edits: edits.filter((edit) => edit !== null),
  };
}
