import { mayLackLines } from '../../calls/cut-off';
import type { Described } from '../../calls/call';
import { perObject } from '../../basics/memo';
import { isAudio, isRtp, usedStreams } from '../../sdp/query';
import type { MediaSection, Sdp } from '../../sdp/sdp';
import { insertAtSectionEnd } from '../edits';
import { defineRule, teamsProfiles, type Fix } from '../rule';
import { areAllKnown, codecsOf } from './codecs';
import { eventClockOf, telephoneEventsOf } from './telephone-events';

export const rule = defineRule({
  id: 'sdp-telephone-event-missing',
  title: 'The SBC offers audio without telephone-event',
  severity: 'warning',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Early media"', 'RFC 4733 §2.5.1.1'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    // An answer cannot add what was not offered: oa-telephone-event-dropped.
    if (body.role !== 'offer') return;
    for (const media of usedStreams(body.sdp)) {
      if (!isAudio(media) || !isRtp(media) || mayLackLines(body, media)) continue;
      // A number without an rtpmap may have been meant for it.
      if (!areAllKnown(codecsOf(media)) || telephoneEventsOf(media).length > 0) continue;
      const fix = addition(body, media);
      report({
        in: body,
        at: media.line,
        message:
          'The offer has no telephone-event, so no key presses (DTMF) can be sent as events: menus and conference PINs do ' +
          'not hear them. Microsoft wants the SBC able to send them, in early media, too: the SBC should offer it.',
        ...(fix === null ? {} : { fix }),
      });
    }
  },
});

function addition(body: Described, media: MediaSection): Fix | null {
  const free = freePayloadType(body.sdp);
  const last = media.description.formats.at(-1);
  const lines = `a=rtpmap:${free ?? ''} telephone-event/${eventClockOf(media)}`;
  const rtpmap = insertAtSectionEnd(body.content, media, lines);
  if (free === undefined || last === undefined || rtpmap === null) return null;
  const lineEnd = rtpmap.newText.slice(0, -lines.length);
  return {
    title: `Add telephone-event as ${free}`,
    edits: [
      { start: last.end, end: last.end, newText: ` ${free}` },
      { ...rtpmap, newText: `${rtpmap.newText}${lineEnd}a=fmtp:${free} 0-16` },
    ],
  };
}

/** A dynamic payload type that no stream uses. */
const freePayloadType = perObject(({ media }: Sdp): number | undefined => {
  const taken = new Set(media.flatMap((each) => codecsOf(each).map(({ payloadType }) => payloadType)));
  return [101, ...Array.from({ length: 32 }, (_, place) => 96 + place)].find((number) => !taken.has(number));
});
