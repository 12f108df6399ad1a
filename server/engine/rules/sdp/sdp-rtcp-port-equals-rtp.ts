import type { Body, Call } from '../../calls/call';
import { sameAddress } from '../../network/address-classes';
import {
  attributeOf,
  defaultRtcpDestination,
  defaultRtpDestination,
  hasFlag,
  isRejected,
  isRtp,
  noPortYet,
} from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { addOrMoveLine } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { hasMisspelt } from './misspelling';

export const rule = defineRule({
  id: 'sdp-rtcp-port-equals-rtp',
  title: 'RTCP is to come to the RTP port, but rtcp-mux is not agreed to',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 5761 §5.1.1', 'RFC 8035 §3.1'],
  profiles: allProfiles,
  fixable: true,
  scope: 'body',
  sees: ({ body: { sdp } }) => sdp.media.some((media) => hasFlag(media, 'rtcp')),
  check({ body, call, report }) {
    const { sdp } = body;
    if (sdp.fragment || body.isCut) return;
    for (const media of sdp.media) {
      if (!isRtp(media) || isRejected(media) || hasFlag(media, 'rtcp-mux') || !sharesPort(body, media))
        continue;
      // Written at the wrong level or with a slip: rules of their own speak of that.
      if (hasFlag(sdp.session, 'rtcp-mux') || hasMisspelt(media, 'rtcp-mux')) continue;
      const port = defaultRtcpDestination(sdp, media, false)?.portToken;
      if (port === undefined) continue;
      const edits = mayMux(body, call, media) ? addOrMoveLine(body, media, 'a=rtcp-mux') : null;
      report({
        in: body,
        at: port,
        message:
          'a=rtcp names the port of the RTP itself, but the section has no a=rtcp-mux, so both cannot share it. ' +
          'The sender must add a=rtcp-mux, where the far end may use it, or name another port.',
        ...(edits === null ? {} : { fix: { title: 'Add a=rtcp-mux', edits } }),
      });
    }
  },
});

function sharesPort({ sdp }: Body, media: MediaSection): boolean {
  if (attributeOf(media, 'rtcp') === null) return false;
  const rtp = defaultRtpDestination(sdp, media);
  const rtcp = defaultRtcpDestination(sdp, media, false);
  if (rtp === null || rtcp === null || rtp.port === noPortYet) return false;
  return rtp.port === rtcp.port && sameAddress(rtp.address.text, rtcp.address.text);
}

/** An offer may always ask for rtcp-mux, an answer only agree to it (RFC 8035 §3.1). */
function mayMux(body: Body, call: Call, media: MediaSection): boolean {
  if (body.role !== 'answer') return body.role === 'offer';
  const exchange = call.exchanges.find(({ answers }) => answers.some((answer) => answer.body === body));
  const offered = exchange?.offer.sdp.media[media.index];
  return offered !== undefined && hasFlag(offered, 'rtcp-mux');
}
