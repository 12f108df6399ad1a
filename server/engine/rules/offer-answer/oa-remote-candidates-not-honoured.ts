import type { Breach } from '../../ice/renegotiation';
import { isIpv4, sameAddress } from '../../network/address-classes';
import {
  attributeOf,
  candidatesOf,
  defaultRtpDestination,
  effectiveConnection,
  usedStreams,
} from '../../sdp/query';
import { rtcpOf } from '../../sdp/rtcp';
import { replace } from '../edits';
import { allProfiles } from '../../basics/rule-head';
import { defineRule, type Edit, type Fix } from '../rule';
import { reportBreaches } from './later-exchanges';

export const rule = defineRule({
  id: 'oa-remote-candidates-not-honoured',
  title: 'The answer does not use the address that the remote candidates of the offer name',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: [
    'RFC 8839 §4.4.2.2',
    'RFC 5245 §9.2.2.3, §9.2.3',
    'Direct Routing media protocols, "Terminology": Re-Invite',
  ],
  profiles: allProfiles,
  fixable: true,
  scope: 'call',
  of: ({ isRenegotiated }) => isRenegotiated,
  check(subject) {
    reportBreaches(
      subject,
      'oa-remote-candidates-not-honoured',
      'ICE has selected that address: the answerer must stay on it.',
      answerThere,
    );
  },
});

/** Puts the address that is wanted wherever the answer has the other one; null where other streams share its `c=`. */
function answerThere({ description: { body, stream }, facts }: Breach): Fix | null {
  if (facts.rule !== 'oa-remote-candidates-not-honoured') return null;
  const { named } = facts;
  const { sdp } = body;
  const media = sdp.media[stream];
  const was = media === undefined ? null : defaultRtpDestination(sdp, media);
  if (media === undefined || was === null) return null;
  const { address } = named;
  const port = String(named.port);
  const isOtherAddress = !sameAddress(was.address.text, address);
  const connection = effectiveConnection(sdp, media);
  const isShared = usedStreams(sdp).some(
    (each) => each !== media && effectiveConnection(sdp, each) === connection,
  );
  if (isOtherAddress && (isShared || isIpv4(was.address.text) !== isIpv4(address))) return null;
  const edits: Edit[] = [];
  if (isOtherAddress) edits.push(replace(was.address, address));
  if (was.port !== named.port) edits.push(replace(was.portToken, port));
  const candidates = candidatesOf(media).filter(
    (each) => each.portValue === was.port && sameAddress(each.address.text, was.address.text),
  );
  for (const each of candidates) {
    if (isOtherAddress) edits.push(replace(each.address, address));
    if (was.port !== named.port) edits.push(replace(each.port, port));
  }
  const line = attributeOf(media, 'rtcp');
  const rtcp = line === null ? null : rtcpOf(line);
  if (rtcp !== null && rtcp.portValue === was.port && was.port !== named.port)
    edits.push(replace(rtcp.port, port));
  const rtcpAddress = rtcp?.address ?? null;
  if (rtcpAddress !== null && isOtherAddress && sameAddress(rtcpAddress.text, was.address.text))
    edits.push(replace(rtcpAddress, address));
  return { title: `Answer with ${address} port ${port}`, edits };
}
