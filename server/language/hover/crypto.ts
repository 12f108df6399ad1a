/** Hover of `a=crypto` and Microsoft's `a=cryptoscale`: suite, key length, lifetime, MKI; never the key. */
import { cryptoOf, type Crypto, type KeyParam, type SessionParam } from '../../engine/sdp/crypto';
import { findCryptoSuite, type CryptoSuite } from '../../engine/sdp/crypto-suites';
import { cryptosOf } from '../../engine/sdp/query';
import type { AttributeLine } from '../../engine/sdp/sdp';
import { touches, type Span } from '../../engine/basics/span';
import { CRYPTO_KEY_PARTS, findCryptoSessionParameter } from '../knowledge/crypto-parameters';
import { findSdpAttribute } from '../knowledge/sdp-attributes';
import type { Explained } from '../knowledge/types';
import { code, grouped, plural, secret } from '../markdown';
import type { Explanation } from './explanation';
import { counterparts, type SdpPlace } from './sdp-place';

export function cryptoExplanation(place: SdpPlace, line: AttributeLine): Explanation {
  const crypto = cryptoOf(line);
  const suite = findCryptoSuite(crypto.suite.text);
  const [at, knowledge] = fieldAt(crypto, suite, place.offset) ?? [
    line,
    findSdpAttribute(line.attribute.name.text),
  ];
  return {
    at,
    title: `**a=${line.attribute.name.text}** · SRTP key, tag ${code(crypto.tag.text)}`,
    facts: [
      ...tagFacts(place, crypto),
      suiteFact(crypto, suite),
      ...crypto.keyParams.slice(0, 3).flatMap((key) => keyFacts(key, suite)),
      ...crypto.sessionParams.map(sessionFact),
    ],
    knowledge,
  };
}

/** What a lifetime means: `2,147,483,648 packets, about 11,930 hours of 20 ms audio`. */
function lifetimeWords(packets: bigint): string {
  const hours = (Number(packets) * 0.02) / 3600;
  const time =
    hours >= 1 ? plural(Math.round(hours), 'hour') : plural(Math.max(1, Math.round(hours * 60)), 'minute');
  // Beyond 2^64 the digits help nobody.
  const count = packets > 1n << 64n ? 'more than 2^64' : grouped(packets);
  return `${count} packets, about ${time} of 20 ms audio`;
}

function tagFacts(place: SdpPlace, { tag }: Crypto): readonly string[] {
  if (place.body === null || place.media === null) return [];
  if (place.body.role === 'offer') {
    const tags = cryptosOf(place.media).map((crypto) => crypto.tag.text);
    return tags.length < 2 ? [] : [`choice ${tags.indexOf(tag.text) + 1} of ${tags.length} in this offer`];
  }
  if (place.body.role !== 'answer') return [];
  const [offered] = counterparts(place).map(({ media }) => cryptosOf(media));
  if (offered === undefined) return [];
  const taken = offered.find((crypto) => crypto.tag.text === tag.text);
  return [
    taken === undefined
      ? `the offer has no line with tag ${code(tag.text)}`
      : `takes the offer's line with tag ${code(tag.text)}, ${code(taken.suite.text)}`,
  ];
}

function suiteFact({ suite: token }: Crypto, suite: CryptoSuite | null): string {
  if (suite === null) return `suite ${code(token.text)}: not defined by any SRTP standard`;
  const { masterKeyOctets: key, masterSaltOctets: salt, srtpTagBits: tag } = suite;
  return `suite ${code(token.text)}: ${key} octets key, ${salt} octets salt, ${tag} bits authentication tag on each packet`;
}

function keyFacts(key: KeyParam, suite: CryptoSuite | null): readonly string[] {
  return [
    `key ${secret(key.keySalt.text)}, masked: ${lengthWords(key, suite)}`,
    lifetimeFact(key, suite),
    ...(key.mki === null ? [] : [`MKI ${code(key.mki.value.text)}, ${mkiWords(key.mki.lengthValue)}`]),
  ];
}

function lengthWords({ keyOctets, keySalt }: KeyParam, suite: CryptoSuite | null): string {
  if (keyOctets === null) return `${plural(keySalt.text.length, 'character')} that are no base64`;
  if (suite === null) return plural(keyOctets, 'octet');
  if (keyOctets !== suite.keySaltOctets) {
    return `${plural(keyOctets, 'octet')}, but the suite wants ${suite.keySaltOctets} (${suite.base64Characters} characters)`;
  }
  return `${suite.keySaltOctets} octets (${suite.masterKeyOctets} key + ${suite.masterSaltOctets} salt), as the suite wants`;
}

function lifetimeFact({ lifetime, lifetimeValue }: KeyParam, suite: CryptoSuite | null): string {
  if (lifetime === null) {
    if (suite === null) return 'no lifetime given';
    const { srtp, srtcp } = suite.defaultLifetime;
    return `no lifetime given: 2^${srtp} SRTP and 2^${srtcp} SRTCP packets`;
  }
  if (lifetimeValue === null) return `lifetime ${code(lifetime.text)}: no number of packets`;
  return `lifetime ${code(lifetime.text)}: ${lifetimeWords(lifetimeValue)}`;
}

function mkiWords(length: number | null): string {
  if (length === null) return 'without a length';
  return `${plural(length, 'octet')} more in every packet before the authentication tag`;
}

function sessionFact({ name, value }: SessionParam): string {
  const known = findCryptoSessionParameter(name.text);
  const shown =
    /key/i.test(name.text) && value !== null
      ? `${code(name.text)} = ${secret(value.text)}`
      : code(value === null ? name.text : `${name.text}=${value.text}`);
  if (known === null) return `${shown}: a session parameter that RFC 4568 does not define`;
  return `${shown}: ${known.insecure === true ? '**weakens SRTP.** ' : ''}${known.summary}`;
}

const tagKnowledge: Explained = {
  summary: 'Names this line in its m-line. The answer repeats the tag and suite of the line that it takes.',
  source: 'RFC 4568 §4.1 and §5.1.2',
};

function fieldAt(
  crypto: Crypto,
  suite: CryptoSuite | null,
  offset: number,
): readonly [Span, Explained] | null {
  if (crypto.tag.text !== '' && touches(crypto.tag, offset)) return [crypto.tag, tagKnowledge];
  if (suite !== null && touches(crypto.suite, offset)) {
    const teams =
      suite.name === 'AES_CM_128_HMAC_SHA1_80'
        ? 'The suite that the SBC must support (Direct Routing – media protocols, SRTP and SDES support requirements).'
        : 'Microsoft demands AES_CM_128_HMAC_SHA1_80; another suite may stand beside it, not in its place.';
    return [
      crypto.suite,
      { summary: `Cipher and authentication of the stream.`, teams, source: suite.source },
    ];
  }
  const [keyPart, lifetimePart, mkiPart] = CRYPTO_KEY_PARTS;
  for (const key of crypto.keyParams) {
    if (key.mki !== null && mkiPart !== undefined && touches(key.mki, offset)) return [key.mki, mkiPart];
    if (key.lifetime !== null && lifetimePart !== undefined && touches(key.lifetime, offset))
      return [key.lifetime, lifetimePart];
    if (keyPart !== undefined && touches(key, offset)) return [key, keyPart];
  }
  const session = crypto.sessionParams.find((param) => touches(param, offset));
  const known = session === undefined ? null : findCryptoSessionParameter(session.name.text);
  return session === undefined || known === null ? null : [session, known];
}
