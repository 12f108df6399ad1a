/**
 * Rules of scope `description` are asked once for all bodies of a form. What they say must be what they say when they are
 * asked for each. More of it is in `test/stress/description-form.test.ts`.
 */
import assert from 'node:assert/strict';
import { answer, change, offer as plainOffer, reinvite, setUp, textOf } from '../defects/plain';
import { assertSaysTheSame, describedTexts } from '../../support/forms';
import { Lot, others } from '../../support/other-values';

describe('bodies of one form', () => {
  it('are judged as each alone', function () {
    for (const text of describedTexts()) assertSaysTheSame(text);
  });

  it('are judged as each alone where values are others', function () {
    const lot = new Lot(1);
    for (const text of describedTexts()) if (text.includes('m=')) assertSaysTheSame(others(text, lot));
  });

  it('may begin one call and come later in another', () => {
    const offers = {
      'sdp-audio-missing': change(plainOffer, 'm=audio', 'm=image 40000 udptl t38'),
      'sdp-origin-syntax': change(plainOffer, 'o=', `o=a 11 ${2n ** 62n} IN IP4 192.0.2.10`),
      'dtls-setup-offer': [
        ...plainOffer.map((line) => line.replace('RTP/AVP', 'UDP/TLS/RTP/SAVP')),
        'a=setup:active',
        `a=fingerprint:sha-1 ${'4A:'.repeat(19)}AD`,
      ],
    };
    for (const [rule, offered] of Object.entries(offers)) {
      const later = textOf((flow) => {
        setUp(flow, plainOffer, answer);
        reinvite(flow, 5, 2, offered, answer);
      });
      const first = textOf((flow) => {
        setUp(flow, offered, answer);
      });
      // Of DTLS, it is told as less bad of a later one.
      for (const text of [later, first]) {
        const found = assertSaysTheSame(`#!side sbc\n${text}`, 'teams-bypass');
        assert.equal(found.includes(rule), text === first || rule === 'dtls-setup-offer', rule);
      }
    }
  });

  it('are none where something behind a credential makes it too long', () => {
    for (const ufrag of ['bKx4', 'bKx4Qm0vT7yLwR2dJ9sGnZ1e']) {
      const found = assertSaysTheSame(offer({ ufrag: `${ufrag} and more` }));
      assert.equal(found.includes('ice-ufrag-length'), ufrag.length > 4, found.join());
    }
  });

  it('are none where an address is written once as IPv4 and once as IPv6', () => {
    for (const candidate of ['20.1.2.3', '20.1.2.4']) {
      const found = assertSaysTheSame(offer({ connection: 'IP6 ::FFFF:1401:203', candidate }));
      assert.equal(found.includes('ice-default-mismatch'), candidate === '20.1.2.4', found.join());
    }
  });
});

function offer({ ufrag = 'bKx4', connection = 'IP4 20.1.2.3', candidate = '20.1.2.3' }): string {
  return [
    'v=0',
    'o=- 74823 1 IN IP4 20.9.9.9',
    's=-',
    `c=IN ${connection}`,
    't=0 0',
    'm=audio 50602 RTP/SAVP 0',
    `a=ice-ufrag:${ufrag}`,
    'a=ice-pwd:pV3kTz81QmWc0dRgXyLn5s',
    `a=candidate:1 1 UDP 2130706431 ${candidate} 50602 typ host`,
    'a=rtcp-mux',
    '',
  ].join('\r\n');
}
