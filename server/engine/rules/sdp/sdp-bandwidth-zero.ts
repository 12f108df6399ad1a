import type { Described } from '../../calls/call';
import { direction, usedStreams } from '../../sdp/query';
import type { SdpLine } from '../../sdp/sdp';
import { allProfiles, defineRule } from '../rule';
import { leavesNoMedia } from './bandwidths';

export const rule = defineRule({
  id: 'sdp-bandwidth-zero',
  title: 'A stream in use has no bandwidth for media',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §5.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const line of emptyBandwidths(body)) {
      report({
        in: body,
        at: line.value,
        message:
          'A bandwidth of 0 says that no media should be sent, yet the stream is in use: whoever believes it stays silent. ' +
          'The sender must name a bandwidth or leave the line out; a=inactive is how to stop a stream.',
      });
    }
  },
});

function emptyBandwidths({ sdp }: Described): readonly SdpLine[] {
  const isEmpty = ({ type, value }: SdpLine): boolean => type === 'b' && leavesNoMedia(value.text);
  const active = usedStreams(sdp).filter((media) => direction(sdp, media) !== 'inactive');
  if (active.length === 0) return [];
  return [...sdp.session.lines.filter(isEmpty), ...active.flatMap(({ lines }) => lines.filter(isEmpty))];
}
