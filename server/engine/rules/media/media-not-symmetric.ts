import { addressText } from '../../ice/address';
import { reaches } from '../../ice/attribution';
import { sessionAt } from '../packets';
import { allProfiles, defineRule } from '../rule';
import { isSteady, rtpFrom } from './streams';

export const rule = defineRule({
  id: 'media-not-symmetric',
  title: 'The SBC sends media from another address or port than it offers',
  severity: 'warning',
  basis: 'must',
  applies: 'sbc',
  source: ['RFC 4961 §3, §4', 'RFC 8445 §12.1', 'RFC 5245 §11.1.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check({ replay, report }) {
    const told = new Set<string>();
    for (const stream of rtpFrom(replay, 'sbc')) {
      const own = sessionAt(replay, stream.of)?.descriptions.sbc ?? null;
      const key = `${stream.of.fork} ${addressText(stream.source)}`;
      if (own === null || !isSteady(stream) || told.has(key) || reaches(own, stream.source)) continue;
      told.add(key);
      report({
        in: stream.message,
        message:
          `The SBC sends media from ${addressText(stream.source)}, but its SDP names ` +
          `${own.candidates.map(addressText).join(', ') || 'another address'}. It must send from where it receives, ` +
          'or firewalls and Teams drop the packets.',
      });
    }
  },
});
