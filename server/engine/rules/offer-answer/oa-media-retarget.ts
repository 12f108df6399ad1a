import { sameAddress } from '../../network/address-classes';
import { isAudio } from '../../sdp/query';
import { defineRule } from '../rule';
import { destinations, goingOn } from './earlier';

export const rule = defineRule({
  id: 'oa-media-retarget',
  title: 'The SBC moves the media of a running call to another address',
  severity: 'warning',
  basis: 'teams',
  applies: 'sbc',
  source: ['Plan Direct Routing, note on codecs: media retargeting'],
  profiles: ['teams-nonbypass'],
  fixable: false,
  scope: 'body',
  ofLater: true,
  check({ body, report }) {
    for (const stream of goingOn(body)) {
      const ends = isAudio(stream.after) ? destinations(body, stream) : null;
      if (ends === null || sameAddress(ends.was.address.text, ends.is.address.text)) continue;
      report({
        in: body,
        at: ends.is.address,
        message:
          `The SBC's media address goes from ${ends.was.address.text} to ${ends.is.address.text}. Without media bypass Teams ` +
          'agrees to that in SIP and does not send there: the call is silent from now on. The SBC must keep the media of ' +
          'the call on the address that it began with.',
        related: [{ in: stream.previous, at: ends.was.address, message: 'The address before.' }],
      });
      return;
    }
  },
});
