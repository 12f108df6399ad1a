import { isRtp } from '../../sdp/query';
import { rtpmapsOf } from '../sdp/codecs';
import { mappingText, sayTheSame } from '../sdp/rtpmaps';
import { allProfiles, defineRule } from '../rule';
import { goingOn } from './earlier';

const firstDynamic = 96;

export const rule = defineRule({
  id: 'oa-payload-remapped',
  title: 'A payload type stands for another codec than before',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §8.3.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'body',
  ofLater: true,
  check({ body, report }) {
    for (const { previous, before, after } of goingOn(body)) {
      if (!isRtp(after)) continue;
      const earlier = rtpmapsOf(before);
      for (const [payloadType, [is]] of rtpmapsOf(after)) {
        const was = earlier.get(payloadType)?.[0];
        if (payloadType < firstDynamic || is === undefined || was === undefined) continue;
        if (!is.valid || !was.valid || sayTheSame(is, was)) continue;
        report({
          in: body,
          at: is.line,
          message:
            `Payload type ${payloadType} stood for ${mappingText(was)} and now stands for ${mappingText(is)}. Packets that are ` +
            'on their way are decoded as what they are not, and many never change the decoder: for a new codec the sender ' +
            'must take a number that was not used.',
          related: [{ in: previous, at: was.line, message: 'What it stood for.' }],
        });
        break;
      }
    }
  },
});
