/** Compliant Direct Routing calls to put a defect into: no rule says more of them than a remark. */
import { readSample } from '../../support/samples';
import { CallScript, inbound, logged, outbound, type Parties, type Sent } from '../../support/sip-call';
import { messagesOf, withLength, type Logged } from './one-defect';

/** The SBC calls Teams: a real call, over UDP, as its laboratory sent it. */
export const realToTeams = messagesOf(readSample('inbound-ok.siptrace'));
/** Teams calls the SBC. */
export const realFromTeams = messagesOf(readSample('outbound-ok.siptrace'));

const withEvents = (sdp: string): string =>
  sdp.replace('telephone-event/8000\n', 'telephone-event/8000\na=fmtp:101 0-16\n');
const toTeams: Parties = {
  ...outbound,
  offer: withEvents(outbound.offer),
  answer: withEvents(outbound.answer),
};
const fromTeams: Parties = {
  ...inbound,
  offer: withEvents(inbound.offer),
  answer: withEvents(inbound.answer),
};

const allow = 'Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, REFER, NOTIFY';

function later(sdp: string, version: number, direction: string): string {
  return sdp.replace(/^o=(.*) 1 IN/m, `o=$1 ${version} IN`).replace('a=sendrecv', `a=${direction}`);
}

function setUp(script: CallScript): readonly Sent[] {
  const { parties } = script;
  return [
    script.request(0, 'INVITE', { body: parties.offer, headers: [allow] }),
    script.response(0.1, '100 Trying', 'INVITE', { toTag: '' }),
    script.response(1, '183 Session Progress', 'INVITE', { body: parties.answer, headers: [allow] }),
    script.response(3, '200 OK', 'INVITE', { body: parties.answer, headers: [allow] }),
    script.request(3.1, 'ACK'),
  ];
}

/** An INVITE of the caller within the dialog, its answer and its ACK. */
function again(script: CallScript, at: number, cseq: number, offer: string, answer: string): readonly Sent[] {
  return [
    script.request(at, 'INVITE', { cseq, toTag: 'callee', body: offer }),
    script.response(at + 0.1, '200 OK', 'INVITE', { cseq, body: answer }),
    script.request(at + 0.2, 'ACK', { cseq }),
  ];
}

/** The SBC calls Teams, holds the call and takes it back. */
export const heldBySbc: readonly Logged[] = (() => {
  const script = new CallScript(toTeams);
  const held = again(script, 6, 2, later(toTeams.offer, 2, 'inactive'), later(toTeams.answer, 2, 'inactive'));
  const resumed = again(
    script,
    12,
    3,
    later(toTeams.offer, 3, 'sendrecv'),
    later(toTeams.answer, 3, 'sendrecv'),
  );
  return messagesOf(
    logged([...setUp(script), ...held, ...resumed, ...script.hangUp(20, { cseq: 4 })], toTeams),
  );
})();

/** What Teams offers when ICE has chosen: the chosen pair alone. */
const chosen = later(fromTeams.offer, 2, 'sendrecv')
  .replace(/^a=candidate:1 .*\n/m, '')
  .replace('a=sendrecv', 'a=remote-candidates:1 198.51.100.10 54056\na=sendrecv');

/** Teams calls the SBC, tells which candidates ICE chose, and restarts ICE. */
export const renewedByTeams: readonly Logged[] = (() => {
  const script = new CallScript(fromTeams);
  const restart = (sdp: string): string =>
    later(sdp, 3, 'sendrecv').replace(/^(a=ice-(?:ufrag|pwd)):/gm, '$1:New');
  return messagesOf(
    logged(
      [
        ...setUp(script),
        ...again(script, 6, 2, chosen, fromTeams.answer),
        ...again(script, 12, 3, restart(fromTeams.offer), restart(fromTeams.answer)),
        ...script.hangUp(20, { cseq: 4 }),
      ],
      fromTeams,
    ),
  );
})();

const withoutIce = (sdp: string): string => sdp.replace(/^a=(?:ice-.*|candidate:.*)\n/gm, '');

/** As {@link heldBySbc}, without ICE: media bypass is off. */
export const heldWithoutIce: readonly Logged[] = heldBySbc.map(({ name, text }) => {
  const sdp = withoutIce(text);
  return { name, text: withLength(sdp) };
});

/** Teams offers audio and video, the SBC refuses the video. */
export const withVideo: readonly Logged[] = (() => {
  const parties: Parties = {
    ...fromTeams,
    offer: `${fromTeams.offer}a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:q3hC7nVxYp0Ws2RkTzLb9dEuMfJgHaQi5oKtXcvB\na=mid:0\nm=video 53158 RTP/SAVP 122\na=mid:1\na=rtcp-mux\na=rtpmap:122 H264/90000\na=ice-ufrag:TEAM\na=ice-pwd:TeamsPassword000000000001\na=candidate:1 1 UDP 2130706431 10.20.30.40 50008 typ host\na=candidate:3 1 UDP 1258289663 52.113.200.73 53158 typ relay raddr 192.0.2.77 rport 50008\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:V1h6CxaNnQbGq1B8yPq0bA4ZJx5rT2mUo7sKfEwd\na=sendrecv\n`,
    answer: `${fromTeams.answer}a=mid:0\nm=video 0 RTP/SAVP 122\na=mid:1\n`,
  };
  const script = new CallScript(parties);
  return messagesOf(logged([...setUp(script), ...script.hangUp(20)], parties));
})();
