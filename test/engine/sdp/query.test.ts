import assert from 'node:assert/strict';
import { parseSdp } from '../../../server/engine/sdp/parse';
import {
  attributeOf,
  attributesOf,
  candidatesOf,
  cryptosOf,
  defaultRtcpDestination,
  defaultRtpDestination,
  direction,
  effectiveAttribute,
  effectiveConnection,
  hasFlag,
  hasIce,
  iceCredentials,
  isAudio,
  isRejected,
  isRtp,
  isSecureProfile,
  lineAt,
  sectionAt,
  type Destination,
} from '../../../server/engine/sdp/query';
import { body, mediaAt } from './reading';

const text = body(
  'v=0',
  'c=IN IP4 198.51.100.10',
  'a=ice-lite',
  'a=ice-ufrag:sess',
  'a=ice-pwd:asd88fgpdd777uzjYhagZg',
  'a=sendonly',
  'm=audio 54056 RTP/SAVP 0 8',
  'a=rtcp:54057',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:V/Lr6Lsvhad/crSB9kCQ28jrYDxR2Yfk5bXryH5V',
  'a=cryptoscale:1 client AES_CM_128_HMAC_SHA1_80 inline:V/Lr6Lsvhad/crSB9kCQ28jrYDxR2Yfk5bXryH5V',
  'a=candidate:1 1 UDP 2130706431 198.51.100.10 54056 typ host',
  'a=candidate:1 2 UDP 2130706430 198.51.100.10 54057 typ host',
  'm=video 0 UDP/TLS/RTP/SAVPF 34',
  'c=IN IP6 2001:db8::10',
  'a=ice-ufrag:medi',
  'a=inactive',
  'a=recvonly',
  'm=image 5000 udptl t38',
  'c=PSTN E164 +15555550100',
);
const sdp = parseSdp(text);
const audio = mediaAt(sdp, 0);
const video = mediaAt(sdp, 1);
const image = mediaAt(sdp, 2);

describe('queries of a session description', () => {
  it('find attributes of a section by name, as written', () => {
    assert.equal(attributesOf(audio, 'candidate').length, 2);
    assert.equal(attributeOf(audio, 'candidate')?.index, 10);
    assert.equal(attributeOf(audio, 'Candidate'), null);
    assert.deepEqual(attributesOf(audio, 'ice-lite'), []);
    assert.equal(hasFlag(sdp.session, 'ice-lite'), true);
    assert.equal(hasFlag(audio, 'constructor'), false);
  });

  it('take the session’s value where the media section has none', () => {
    assert.equal(effectiveAttribute(sdp, audio, 'ice-ufrag')?.attribute.value?.text, 'sess');
    assert.equal(effectiveAttribute(sdp, video, 'ice-ufrag')?.attribute.value?.text, 'medi');
    assert.equal(effectiveAttribute(sdp, video, 'mid'), null);
    assert.equal(effectiveConnection(sdp, audio)?.index, 1);
    assert.equal(effectiveConnection(sdp, video)?.index, 13);
  });

  it('find effective ICE credentials', () => {
    assert.deepEqual(
      [iceCredentials(sdp, audio)?.ufrag.index, iceCredentials(sdp, audio)?.pwd.index],
      [3, 4],
    );
    assert.equal(iceCredentials(sdp, video)?.ufrag.index, 14);
    const half = parseSdp(body('m=audio 1 RTP/SAVP 0', 'a=ice-ufrag:half'));
    assert.equal(iceCredentials(half, mediaAt(half, 0)), null);
  });

  it('judge m-lines', () => {
    assert.deepEqual([audio, video, image].map(isRejected), [false, true, false]);
    assert.deepEqual([audio, video, image].map(isAudio), [true, false, false]);
    assert.deepEqual([audio, video, image].map(isRtp), [true, true, false]);
    assert.deepEqual([audio, video, image].map(isSecureProfile), [true, true, false]);
    const plain = parseSdp('m=audio 1 RTP/AVP 0');
    assert.equal(isSecureProfile(mediaAt(plain, 0)), false);
    assert.equal(isRejected(mediaAt(parseSdp('m=audio x RTP/AVP 0'), 0)), false);
  });

  it('find the direction: first of the section, else the session’s, else sendrecv', () => {
    assert.deepEqual([direction(sdp, audio), direction(sdp, video)], ['sendonly', 'inactive']);
    const silent = parseSdp('m=audio 1 RTP/AVP 0');
    assert.equal(direction(silent, mediaAt(silent, 0)), 'sendrecv');
  });

  it('find the default RTP destination', () => {
    assert.equal(shown(defaultRtpDestination(sdp, audio)), 'IP4 198.51.100.10 54056');
    assert.equal(shown(defaultRtpDestination(sdp, video)), 'IP6 2001:db8::10 0');
    assert.equal(defaultRtpDestination(sdp, image), null, 'a telephone number is no IP address');
    const bare = parseSdp('m=audio 1 RTP/AVP 0');
    assert.equal(defaultRtpDestination(bare, mediaAt(bare, 0)), null);
  });

  it('find the default RTCP destination', () => {
    const of = (muxNegotiated: boolean, ...attributes: readonly string[]): string | null => {
      const one = parseSdp(body('c=IN IP4 192.0.2.1', 'm=audio 5000 RTP/AVP 0', ...attributes));
      return shown(defaultRtcpDestination(one, mediaAt(one, 0), muxNegotiated));
    };
    assert.equal(of(false), 'IP4 192.0.2.1 5001');
    assert.equal(of(true), 'IP4 192.0.2.1 5000');
    assert.equal(of(false, 'a=rtcp:6001'), 'IP4 192.0.2.1 6001');
    assert.equal(of(true, 'a=rtcp:6001'), 'IP4 192.0.2.1 6001');
    assert.equal(of(true, 'a=rtcp:6001 IN IP6 2001:db8::1'), 'IP6 2001:db8::1 6001');
    assert.equal(of(false, 'a=rtcp:damaged'), 'IP4 192.0.2.1 5001');
  });

  it('read candidates and keys once', () => {
    assert.deepEqual(
      candidatesOf(audio).map((candidate) => candidate.componentValue),
      [1, 2],
    );
    assert.equal(candidatesOf(audio)[0], candidatesOf(audio)[0]);
    assert.equal(cryptosOf(audio).length, 1);
    assert.equal(cryptosOf(audio, 'cryptoscale')[0]?.role?.text, 'client');
    assert.deepEqual(candidatesOf(video), []);
  });

  it('tell whether a body carries ICE', () => {
    assert.equal(hasIce(sdp), true);
    assert.equal(hasIce(parseSdp('m=audio 1 RTP/AVP 0\na=candidate:1')), true);
    assert.equal(hasIce(parseSdp('a=ice-lite\nm=audio 1 RTP/AVP 0')), false);
  });

  it('find line and section of an offset', () => {
    for (const line of sdp.lines) {
      assert.equal(lineAt(sdp, line.start), line);
      assert.equal(lineAt(sdp, line.end), line);
      assert.equal(lineAt(sdp, line.end + 1), null, 'between CR and LF');
    }
    assert.equal(lineAt(sdp, -1), null);
    assert.equal(sectionAt(sdp, 0), sdp.session);
    assert.equal(sectionAt(sdp, audio.start - 1), sdp.session);
    assert.equal(sectionAt(sdp, audio.start), audio);
    assert.equal(sectionAt(sdp, video.start - 1), audio);
    assert.equal(sectionAt(sdp, text.length), image);
  });
});

function shown(destination: Destination | null): string | null {
  if (destination === null) return null;
  return `${destination.addrType.text} ${destination.address.text} ${destination.port}`;
}
