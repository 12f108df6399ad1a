/** What goes wrong in the field leads from the symptom to the line at fault: a good call with one known damage each. */
import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import { LineIndex } from '../../../server/engine/basics/lines';
import { analysedCalls } from '../../../server/engine/report/calls';
import { client, sbcMedia, sbcSdp, Scenario, teamsSdp } from '../ice/scenario';
import {
  CallScript,
  damaged,
  inbound,
  logged,
  outbound,
  type Parties,
  type Sent,
} from '../../support/sip-call';

const out = new CallScript(outbound);
const into = new CallScript(inbound);
const iceFailed = out.hangUp(28, {
  from: 'callee',
  headers: ['Reason: Q.850;cause=22;text="IceConnectivityChecksFailed"'],
});
const normal = out.hangUp(28);

interface Failure {
  readonly name: string;
  /** A trace, or what was sent. */
  readonly sent: readonly Sent[] | string;
  readonly parties?: Parties;
  /** One of these is named as the cause. */
  readonly cause: readonly string[];
  /** The line that is named first. */
  readonly line: RegExp;
  readonly grade?: 'bad' | 'doubtful' | 'fine';
}

function offer(change: (text: string) => string): readonly Sent[] {
  return damaged(out.setUp(), 'INVITE', change);
}

function refusedOffer(change: (text: string) => string, reason: string): readonly Sent[] {
  return [
    ...offer(change).slice(0, 2),
    out.response(0.3, '488 Not Acceptable Here', 'INVITE', { headers: [reason] }),
  ];
}

function reinvited(change: (text: string) => string): readonly Sent[] {
  const again = out.request(10, 'INVITE', { cseq: 2, toTag: 'callee', body: outbound.offer });
  return [
    ...out.setUp(),
    ...damaged([again], 'INVITE', (text) => change(text.replace('o=- 1 1', 'o=- 1 2'))),
    out.response(10.2, '200 OK', 'INVITE', { cseq: 2, body: outbound.answer }),
    out.request(10.3, 'ACK', { cseq: 2 }),
  ];
}

/** A call by media bypass with its packets, up to the ACK. */
function withPackets(checked: (scenario: Scenario) => Scenario): Scenario {
  return checked(new Scenario('field').invite('sbc', sbcSdp()).at(200).respond(183, 'a', teamsSdp()).at(220))
    .at(3000)
    .respond(200, 'a', teamsSdp())
    .at(3010)
    .ack('a');
}

function nominated(scenario: Scenario): Scenario {
  return scenario.exchange().at(260).exchange({ nominate: true });
}

/** A firewall drops each sending of a check (RFC 8489 §6.2.1), and the caller gives up. */
function droppedChecks(): string {
  const call = new Scenario('dropped').invite('sbc', sbcSdp()).at(150).respond(183, 'a', teamsSdp()).at(160);
  const first = call.check();
  for (const at of [660, 1660, 3660, 7660]) call.at(at).check({ again: first });
  return call.at(14_000).cancel().at(14_010).respond(487, 'a').text();
}

const withoutIce = (sdp: string): string => sdp.replace(/^a=(?:ice-.*|candidate:.*)\n/gm, '');
const behindNat: Parties = {
  ...outbound,
  caller: '81.2.69.142:5061',
  offer: withoutIce(outbound.offer).replace('c=IN IP4 198.51.100.10', 'c=IN IP4 192.168.1.10'),
  answer: withoutIce(outbound.answer),
};

const key = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd';

const failures: readonly Failure[] = [
  {
    name: '1, 7: no check comes through, as the SBC offers a private address',
    sent: [
      ...offer((text) => text.replace('198.51.100.10 54056 typ', '192.168.1.10 54056 typ')),
      ...iceFailed,
    ],
    cause: ['ice-candidate-private-address', 'ice-default-mismatch'],
    line: /^(?:a=candidate|m=|c=)/,
  },
  {
    name: '2: the SBC takes itself for a full agent and refuses the role of Teams',
    sent: withPackets((scenario) => {
      const first = scenario.check();
      return scenario.refuse(first, 487);
    })
      .at(30_000)
      .bye('teams', 'a', 'Q.850;cause=22;text="IceConnectivityChecksFailed"')
      .text(),
    cause: ['stun-role-conflict-487'],
    line: /ERROR-CODE 487/,
  },
  {
    name: '3: a=ice-lite stands at a stream',
    sent: [
      ...offer((text) =>
        text.replace('a=ice-lite\n', '').replace('a=rtcp-mux\n', 'a=rtcp-mux\na=ice-lite\n'),
      ),
      ...iceFailed,
    ],
    cause: ['sdp-attribute-level', 'ice-lite-missing'],
    line: /^(?:a=ice-lite|m=|v=)/,
  },
  {
    name: '4: half of an ICE restart in a re-INVITE',
    sent: [
      ...reinvited((text) => text.replace('a=ice-ufrag:SBCu', 'a=ice-ufrag:SBCx')),
      ...out.hangUp(40, {
        from: 'callee',
        headers: ['Reason: Q.850;cause=22;text="IceConnectivityChecksFailed"'],
        cseq: 1,
      }),
    ],
    cause: ['oa-ice-restart-partial'],
    line: /^a=ice-/,
  },
  {
    name: '5: the default destination is no candidate',
    sent: [
      ...offer((text) =>
        text.replace('m=audio 54056', 'm=audio 54058').replace('a=rtcp:54056', 'a=rtcp:54058'),
      ),
      ...iceFailed,
    ],
    cause: ['ice-default-mismatch'],
    line: /^(?:m=|c=|a=candidate)/,
  },
  {
    name: '6: the SBC behind a NAT names its private address, without ICE',
    sent: [...new CallScript(behindNat).setUp(), ...new CallScript(behindNat).hangUp(20)],
    parties: behindNat,
    cause: ['sdp-address-unusable'],
    line: /^c=IN IP4 192/,
    grade: 'fine',
  },
  {
    name: '8: rtcp-mux is offered by neither',
    sent: [...offer((text) => text.replace('a=rtcp-mux\n', '')), ...iceFailed],
    cause: ['sdp-rtcp-mux-missing', 'oa-rtcp-mux-not-offered'],
    line: /^(?:m=|a=)/,
  },
  {
    name: '9: the rollover counter of a sender is not what the receiver counts',
    sent: withPackets(nominated)
      .srtp(sbcMedia, client, 12_000, {})
      .srtp(client, sbcMedia, 12_000, { sequence: 30_000, rollovers: 1 })
      .at(12_000)
      .bye('sbc', 'a')
      .text(),
    cause: ['media-srtp-auth-failed'],
    line: /RTP \d+ packets/,
    grade: 'doubtful',
  },
  {
    name: '10: a key that no description told',
    sent: withPackets(nominated)
      .srtp(sbcMedia, client, 12_000, { inline: 'PD0+P0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZ' })
      .srtp(client, sbcMedia, 12_000, {})
      .at(12_000)
      .bye('teams', 'a')
      .text(),
    cause: ['media-srtp-auth-failed'],
    line: /RTP \d+ packets/,
    grade: 'doubtful',
  },
  {
    name: '11: the answer takes a crypto tag that was not offered',
    sent: [
      ...damaged(into.setUp(), 'SIP/2.0', (text) => text.replace('a=crypto:1 ', 'a=crypto:2 ')),
      ...into.hangUp(20),
    ],
    parties: inbound,
    cause: ['oa-crypto-tag'],
    line: /^a=crypto:2/,
    grade: 'doubtful',
  },
  {
    name: '12: a lifetime that cannot be',
    sent: refusedOffer(
      (text) => text.replace(key, `${key}|2^99`),
      'Reason: Q.850;cause=65;text="MissingSdes"',
    ),
    cause: ['srtp-crypto-lifetime'],
    line: /^a=crypto/,
  },
  {
    name: '13: an MKI',
    sent: refusedOffer(
      (text) => text.replace(key, `${key}|2^31|1:1`),
      'Reason: Q.850;cause=65;text="MissingSdes"',
    ),
    cause: ['srtp-crypto-mki-present'],
    line: /^a=crypto/,
  },
  {
    name: '14: no suite that Teams knows',
    sent: refusedOffer(
      (text) => text.replace('AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32'),
      'Reason: Q.850;cause=65;text="MissingSdes"',
    ),
    cause: ['srtp-crypto-required-suite'],
    line: /^(?:a=crypto|m=)/,
  },
  {
    name: '15: SRTP without a key',
    sent: refusedOffer(
      (text) => text.replace(/a=crypto.*\n/, ''),
      'Reason: Q.850;cause=65;text="SrtpEncryptionRequired"',
    ),
    cause: ['srtp-crypto-missing'],
    line: /^m=audio/,
  },
  {
    name: '16: the 200 has other ICE credentials than the 183',
    sent: [
      ...damaged(into.setUp(), 'SIP/2.0 200', (text) => text.replace('a=ice-ufrag:SBCu', 'a=ice-ufrag:SBCx')),
      ...into.hangUp(28, {
        from: 'caller',
        headers: ['Reason: Q.850;cause=22;text="IceConnectivityChecksFailed"'],
      }),
    ],
    parties: inbound,
    cause: ['call-ice-changed-183-200'],
    line: /^a=ice-ufrag:SBCx/,
  },
  {
    name: '17: the answer has fewer m-lines than the offer',
    sent: [
      ...damaged(into.setUp(), 'INVITE', (text) => `${text}m=video 0 RTP/SAVP 34\n`),
      ...into.hangUp(20),
    ],
    parties: inbound,
    cause: ['oa-m-line-count'],
    line: /^m=|^v=/,
    grade: 'doubtful',
  },
  {
    name: '18: a hold that is answered sendrecv',
    sent: [...reinvited((text) => text.replace('a=sendrecv', 'a=sendonly')), ...out.hangUp(20, { cseq: 3 })],
    cause: ['oa-direction'],
    line: /^a=sendrecv/,
    grade: 'doubtful',
  },
  {
    name: '19: Contact is an address',
    sent: [
      ...damaged(out.setUp().slice(0, 2), 'INVITE', (text) =>
        text.replace(/Contact: .*/, 'Contact: <sip:x@198.51.100.10:5061>'),
      ),
      out.response(0.3, '403 Forbidden', 'INVITE'),
    ],
    cause: ['dr-contact-fqdn'],
    line: /^Contact:/,
  },
  {
    name: '20: the SBC takes no REFER',
    sent: [
      ...into.setUp(),
      into.request(10, 'REFER', { headers: ['Refer-To: <sip:x@sip.pstnhub.microsoft.com>'], cseq: 2 }),
      into.response(10.1, '405 Method Not Allowed', 'REFER', {
        cseq: 2,
        headers: ['Allow: INVITE, ACK, BYE, CANCEL'],
      }),
      ...into.hangUp(20, { cseq: 3 }),
    ],
    parties: inbound,
    cause: ['dr-refer-unanswered'],
    line: /^SIP\/2.0 405/,
  },
  {
    name: 'no SDP in the INVITE',
    sent: [out.request(0, 'INVITE'), out.response(0.3, '488 Not Acceptable Here', 'INVITE')],
    cause: ['dr-delayed-offer'],
    line: /^INVITE/,
  },
  {
    name: 'no check comes through, and the caller gives up',
    sent: droppedChecks(),
    cause: ['stun-no-response'],
    line: /./,
    grade: 'doubtful',
  },
];

describe('failures of the field', () => {
  for (const { name, sent, parties = outbound, cause, line, grade = 'bad' } of failures) {
    it(name, () => {
      const text = typeof sent === 'string' ? sent : logged(sent, parties);
      const [call] = analysedCalls(analyse(text), new LineIndex(text));
      const found = call?.diagnosis;
      assert.ok(found);
      const told = JSON.stringify(found, null, 1);
      assert.equal(found.grade, grade, told);
      assert.ok(cause.includes(found.rules[0] ?? ''), told);
      assert.match(text.split('\n')[(found.lines[0] ?? 1) - 1] ?? '', line, told);
    });
  }

  it('names nothing where nothing was damaged', () => {
    const text = logged([...out.setUp(), ...normal]);
    const [call] = analysedCalls(analyse(text), new LineIndex(text));
    assert.equal(call?.diagnosis?.grade, 'fine');
    assert.match(call.diagnosis.text, /no (?:defect|error) was seen/);
  });
});
