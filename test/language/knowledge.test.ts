import assert from 'node:assert/strict';
import { candidatePriority, splitPriority } from '../../server/engine/ice/priority';
import {
  collidingRtcpPacketType,
  payloadTypeAssignment,
  STATIC_PAYLOAD_TYPES,
  staticPayloadType,
} from '../../server/engine/rtp/static-payload-types';
import {
  findSdpAttributeRegistration,
  findSdpAttributeRegistrationIgnoringCase,
  SDP_ATTRIBUTE_REGISTRY,
} from '../../server/engine/sdp/attribute-registry';
import { CRYPTO_SUITES, findCryptoSuite } from '../../server/engine/sdp/crypto-suites';
import { eventWords } from '../../server/language/hover/telephone-events';
import { CODECS, findCodec, findFormatParameter } from '../../server/language/knowledge/codecs';
import {
  CRYPTO_KEY_PARTS,
  CRYPTO_SESSION_PARAMETERS,
  findCryptoSessionParameter,
} from '../../server/language/knowledge/crypto-parameters';
import {
  CANDIDATE_FIELDS,
  CANDIDATE_TRANSPORTS,
  CANDIDATE_TYPES,
  findCandidateField,
  findCandidateTransport,
  findCandidateType,
} from '../../server/language/knowledge/ice';
import {
  findQ850Cause,
  findReasonProtocol,
  Q850_CAUSES,
  q850CauseGroup,
  REASON_PROTOCOLS,
} from '../../server/language/knowledge/q850-causes';
import {
  findSdpAttribute,
  SDP_ATTRIBUTE_EXPLANATIONS,
  SDP_ATTRIBUTES,
} from '../../server/language/knowledge/sdp-attributes';
import { findSdpLine, SDP_LINES } from '../../server/language/knowledge/sdp-lines';
import { findSipHeader, SIP_HEADERS } from '../../server/language/knowledge/sip-headers';
import { findSipMethod, SIP_METHODS } from '../../server/language/knowledge/sip-methods';
import { findStatusCode, STATUS_CLASSES, STATUS_CODES } from '../../server/language/knowledge/status-codes';
import type { CompletionHint, Explained } from '../../server/language/knowledge/types';

interface Catalogue {
  readonly name: string;
  readonly entries: readonly (Explained & { readonly completion?: CompletionHint })[];
  /** What {@link entries} are looked up by, in the same order. */
  readonly keys: readonly string[];
}

const CATALOGUES: readonly Catalogue[] = [
  { name: 'SDP lines', entries: SDP_LINES, keys: SDP_LINES.map((line) => line.type) },
  {
    name: 'SDP attributes',
    entries: SDP_ATTRIBUTES,
    keys: SDP_ATTRIBUTES.map((attribute) => attribute.name),
  },
  { name: 'SIP headers', entries: SIP_HEADERS, keys: SIP_HEADERS.map((header) => header.name.toLowerCase()) },
  { name: 'SIP methods', entries: SIP_METHODS, keys: SIP_METHODS.map((method) => method.name) },
  { name: 'status codes', entries: STATUS_CODES, keys: STATUS_CODES.map((status) => String(status.code)) },
  { name: 'Q.850 causes', entries: Q850_CAUSES, keys: Q850_CAUSES.map((cause) => String(cause.cause)) },
  { name: 'Reason protocols', entries: REASON_PROTOCOLS, keys: REASON_PROTOCOLS.map((entry) => entry.name) },
  { name: 'codecs', entries: CODECS, keys: CODECS.map((codec) => codec.encoding.toLowerCase()) },
  { name: 'crypto key parts', entries: CRYPTO_KEY_PARTS, keys: CRYPTO_KEY_PARTS.map((part) => part.name) },
  {
    name: 'crypto session parameters',
    entries: CRYPTO_SESSION_PARAMETERS,
    keys: CRYPTO_SESSION_PARAMETERS.map((parameter) => parameter.name),
  },
  { name: 'candidate types', entries: CANDIDATE_TYPES, keys: CANDIDATE_TYPES.map((entry) => entry.type) },
  {
    name: 'candidate transports',
    entries: CANDIDATE_TRANSPORTS,
    keys: CANDIDATE_TRANSPORTS.map((entry) => entry.transport),
  },
  { name: 'candidate fields', entries: CANDIDATE_FIELDS, keys: CANDIDATE_FIELDS.map((entry) => entry.field) },
];

/** Documents that a source may name. `observed` owns up to having none. */
const SOURCE =
  /RFC \d{4}|ITU-T [A-Z]\.\d+|3GPP TS \d|\[MS-[A-Z0-9]+\]|draft-|IANA |observed|documentation|Azure Communications Gateway|Local Media Optimization|AOMedia/;

describe('knowledge base', () => {
  for (const { name, entries, keys } of CATALOGUES) {
    describe(name, () => {
      it('explains each thing once', () => {
        assert.deepEqual(duplicates(keys), []);
        assert.equal(keys.length, entries.length);
      });

      it('gives each entry a short plain summary and a source', () => {
        entries.forEach((entry, index) => {
          const key = keys[index] ?? '';
          assertProse(entry.summary, `${key}: summary`, 4);
          if (entry.teams !== undefined) {
            assertProse(entry.teams, `${key}: teams`, 5);
          }
          assert.match(entry.source, SOURCE, `${key}: source`);
        });
      });

      it('has completions that are well-formed snippets', () => {
        for (const { completion } of entries) {
          if (completion !== undefined) {
            assertSnippet(completion.insert);
            assert.notEqual(completion.detail, '');
          }
        }
      });
    });
  }
});

describe('SDP line knowledge', () => {
  it('covers every line type of RFC 8866 in its order', () => {
    assert.equal(SDP_LINES.map((line) => line.type).join(''), 'vosiuepcbtrzkma');
  });

  it('has an example of the right type for each', () => {
    for (const line of SDP_LINES) {
      assert.ok(line.example.startsWith(`${line.type}=`), line.type);
      assert.notEqual(line.fields.length, 0);
    }
  });

  it('is looked up by the letter, in its case', () => {
    assert.equal(findSdpLine('m')?.name, 'Media description');
    assert.equal(findSdpLine('M'), null);
    assert.equal(findSdpLine('x'), null);
  });
});

describe('SDP attribute registry', () => {
  it('agrees with the explanations: same names, nothing on one side only', () => {
    const registered = SDP_ATTRIBUTE_REGISTRY.map((entry) => entry.name);
    assert.deepEqual([...SDP_ATTRIBUTE_EXPLANATIONS.keys()].sort(), [...registered].sort());
    for (const entry of SDP_ATTRIBUTE_REGISTRY) {
      const knowledge = findSdpAttribute(entry.name);
      assert.equal(knowledge?.level, entry.level, entry.name);
      assert.equal(knowledge.value, entry.value, entry.name);
    }
  });

  it('has no two names that differ in case only', () => {
    assert.deepEqual(duplicates(SDP_ATTRIBUTE_REGISTRY.map((entry) => entry.name.toLowerCase())), []);
  });

  it('puts attributes at the level that their RFC gives them', () => {
    const levels: Record<string, readonly string[]> = {
      media: [
        ...['candidate', 'remote-candidates', 'ice-mismatch', 'crypto', 'rtcp', 'rtcp-mux', 'rtpmap', 'fmtp'],
        ...['ptime', 'maxptime', 'mid', 'rtcp-fb', 'ssrc', 'label', 'tls-id', 'bundle-only'],
      ],
      session: ['ice-lite', 'ice-pacing', 'group', 'identity', 'tool'],
      both: [
        ...['ice-ufrag', 'ice-pwd', 'ice-options', 'fingerprint', 'setup', 'connection', 'extmap'],
        ...['sendrecv', 'sendonly', 'recvonly', 'inactive', 'key-mgmt', 'T38FaxVersion'],
      ],
      source: ['cname', 'previous-ssrc'],
    };
    for (const [level, names] of Object.entries(levels)) {
      for (const name of names) {
        assert.equal(findSdpAttributeRegistration(name)?.level, level, name);
      }
    }
  });

  it('knows flags from attributes with a value', () => {
    for (const name of ['ice-lite', 'rtcp-mux', 'ice-mismatch', 'sendrecv', 'end-of-candidates']) {
      assert.equal(findSdpAttributeRegistration(name)?.value, 'flag', name);
    }
    for (const name of ['candidate', 'crypto', 'rtcp', 'mid']) {
      assert.equal(findSdpAttributeRegistration(name)?.value, 'value', name);
    }
    assert.equal(findSdpAttributeRegistration('T38FaxFillBitRemoval')?.value, 'either');
  });

  it('is case-sensitive, and can tell the right spelling of a name in the wrong case', () => {
    assert.equal(findSdpAttributeRegistration('Crypto'), null);
    assert.equal(findSdpAttributeRegistrationIgnoringCase('Crypto')?.name, 'crypto');
    assert.equal(findSdpAttributeRegistrationIgnoringCase('T38maxBitRate')?.name, 'T38MaxBitRate');
    assert.equal(findSdpAttributeRegistrationIgnoringCase('cripto'), null);
  });

  it("does not take a misspelling from Microsoft's prose for a name", () => {
    assert.equal(findSdpAttributeRegistration('remote-candidate'), null);
  });

  it('shows a syntax that contains the name, and completes to the name', () => {
    for (const attribute of SDP_ATTRIBUTES) {
      assert.ok(attribute.syntax.includes(attribute.name), attribute.name);
      if (attribute.completion !== undefined) {
        assert.ok(attribute.completion.insert.startsWith(attribute.name), attribute.name);
      }
    }
  });

  it("marks Microsoft's own attributes and no others", () => {
    assert.equal(findSdpAttribute('x-candidate-ipv6')?.microsoft, true);
    assert.equal(findSdpAttribute('cryptoscale')?.microsoft, true);
    assert.equal(findSdpAttribute('candidate')?.microsoft, undefined);
  });

  it("says what media bypass wants of the attributes in Microsoft's samples", () => {
    for (const name of [
      'candidate',
      'ice-lite',
      'ice-ufrag',
      'ice-pwd',
      'crypto',
      'rtcp',
      'rtcp-mux',
      'fingerprint',
    ]) {
      assert.notEqual(findSdpAttribute(name)?.teams, undefined, name);
    }
  });
});

describe('crypto suites', () => {
  it('give the octets and characters that a key decodes to', () => {
    const expected: readonly (readonly [
      name: string,
      octets: number,
      characters: number,
      padding: number,
    ])[] = [
      ['AES_CM_128_HMAC_SHA1_80', 30, 40, 0],
      ['AES_CM_128_HMAC_SHA1_32', 30, 40, 0],
      ['F8_128_HMAC_SHA1_80', 30, 40, 0],
      ['AES_192_CM_HMAC_SHA1_80', 38, 52, 1],
      ['AES_192_CM_HMAC_SHA1_32', 38, 52, 1],
      ['AES_256_CM_HMAC_SHA1_80', 46, 64, 2],
      ['AES_256_CM_HMAC_SHA1_32', 46, 64, 2],
      ['AEAD_AES_128_GCM', 28, 40, 2],
      ['AEAD_AES_256_GCM', 44, 60, 1],
    ];
    assert.deepEqual(
      CRYPTO_SUITES.map((suite) => [
        suite.name,
        suite.keySaltOctets,
        suite.base64Characters,
        suite.base64Padding,
      ]),
      expected,
    );
    for (const [name, octets, characters, padding] of expected) {
      const text = Buffer.alloc(octets).toString('base64');
      assert.equal(text.length, characters, name);
      assert.equal(text.length - text.replaceAll('=', '').length, padding, name);
    }
  });

  it('shorten the tag of SRTP only', () => {
    const short = findCryptoSuite('AES_CM_128_HMAC_SHA1_32');
    assert.deepEqual([short?.srtpTagBits, short?.srtcpTagBits], [32, 80]);
    const gcm = findCryptoSuite('AEAD_AES_256_GCM');
    assert.deepEqual([gcm?.srtpTagBits, gcm?.srtcpTagBits], [128, 128]);
  });

  it("fit the key of Microsoft's sample offer", () => {
    const key = Buffer.from('V/Lr6Lsvhad/crSB9kCQ28jrYDxR2Yfk5bXryH5V', 'base64');
    assert.equal(findCryptoSuite('AES_CM_128_HMAC_SHA1_80')?.keySaltOctets, key.length);
  });

  it('are found in any case and by the other spelling of F8', () => {
    assert.equal(findCryptoSuite('aes_cm_128_hmac_sha1_80')?.name, 'AES_CM_128_HMAC_SHA1_80');
    assert.equal(findCryptoSuite('F8_128_HMAC_SHA1_32')?.name, 'F8_128_HMAC_SHA1_80');
    assert.equal(findCryptoSuite('AES_128_CM_HMAC_SHA1_80'), null);
  });

  it('have session parameters that are found with value and with minus', () => {
    assert.equal(findCryptoSessionParameter('WSH=128')?.name, 'WSH');
    assert.equal(findCryptoSessionParameter('-KDR=16')?.name, 'KDR');
    assert.equal(findCryptoSessionParameter('UNENCRYPTED_SRTCP')?.insecure, true);
    assert.equal(findCryptoSessionParameter('FOO=1'), null);
  });
});

describe('candidate priority', () => {
  it('splits the recommended values', () => {
    assert.deepEqual(splitPriority(2130706431), parts(126, 65535, 1, 'host'));
    assert.deepEqual(splitPriority(2130706430), parts(126, 65535, 2, 'host'));
    assert.deepEqual(splitPriority(1862270975), parts(110, 65535, 1, 'prflx'));
    assert.deepEqual(splitPriority(1694498815), parts(100, 65535, 1, 'srflx'));
  });

  it('splits values that Teams sends', () => {
    assert.deepEqual(splitPriority(2130705918), parts(126, 65533, 2, 'host'));
    assert.deepEqual(splitPriority(1694497791), parts(100, 65531, 1, 'srflx'));
    assert.deepEqual(splitPriority(1258289663), parts(74, 65529, 1, null));
    assert.deepEqual(splitPriority(2121006078), parts(126, 27643, 2, 'host'));
  });

  it('copes with what is no priority', () => {
    assert.deepEqual(splitPriority(4294967295), parts(255, 65535, 1, null));
    assert.deepEqual(splitPriority(0), parts(0, 0, 256, 'relay'));
    for (const bad of [-1, 1.5, NaN, Infinity, 2 ** 32]) {
      assert.equal(splitPriority(bad), null, String(bad));
    }
  });

  it('is put together again', () => {
    assert.equal(candidatePriority(126, 65535, 1), 2130706431);
    assert.equal(candidatePriority(74, 65529, 1), 1258289663);
  });
});

describe('static payload types', () => {
  it('follow tables 4 and 5 of RFC 3551', () => {
    assert.equal(staticPayloadType(0)?.encoding, 'PCMU');
    assert.equal(staticPayloadType(8)?.encoding, 'PCMA');
    assert.equal(staticPayloadType(9)?.clockRate, 8000);
    assert.equal(staticPayloadType(10)?.channels, 2);
    assert.equal(staticPayloadType(13)?.encoding, 'CN');
    assert.equal(staticPayloadType(18)?.encoding, 'G729');
    assert.deepEqual(
      [staticPayloadType(34)?.encoding, staticPayloadType(34)?.media, staticPayloadType(34)?.clockRate],
      ['H263', 'video', 90000],
    );
    assert.deepEqual(duplicates(STATIC_PAYLOAD_TYPES.map((entry) => String(entry.payloadType))), []);
  });

  it('name every number from 0 to 127 and no other', () => {
    const kinds = new Map<string, number[]>();
    for (let payloadType = 0; payloadType <= 127; payloadType += 1) {
      const kind = payloadTypeAssignment(payloadType)?.kind ?? 'missing';
      kinds.set(kind, [...(kinds.get(kind) ?? []), payloadType]);
    }
    assert.deepEqual(kinds.get('reserved'), [1, 2, 19, 72, 73, 74, 75, 76]);
    assert.deepEqual(kinds.get('dynamic'), range(96, 127));
    assert.deepEqual(kinds.get('unassigned'), [
      ...range(20, 24),
      27,
      29,
      30,
      ...range(35, 71),
      ...range(77, 95),
    ]);
    assert.equal(kinds.get('static')?.length, STATIC_PAYLOAD_TYPES.length);
    for (const bad of [-1, 128, 0.5, NaN]) {
      assert.equal(payloadTypeAssignment(bad), null);
    }
  });

  it('tell which numbers read as RTCP on a shared port', () => {
    assert.equal(collidingRtcpPacketType(72), 200);
    assert.equal(collidingRtcpPacketType(76), 204);
    assert.equal(collidingRtcpPacketType(77), 205);
    assert.equal(collidingRtcpPacketType(63), null);
    assert.equal(collidingRtcpPacketType(96), null);
  });

  it('all have a codec explained, at that clock rate', () => {
    for (const entry of STATIC_PAYLOAD_TYPES) {
      if (!['CelB', 'nv', 'MPV', 'MP2T'].includes(entry.encoding)) {
        assert.ok(findCodec(entry.encoding)?.clockRates.includes(entry.clockRate), entry.encoding);
      }
    }
  });
});

describe('codec knowledge', () => {
  it('names exactly the codecs that Plan Direct Routing lists as supported', () => {
    const supported = CODECS.filter((codec) => codec.teamsSupport === 'supported').map(
      (codec) => codec.encoding,
    );
    assert.deepEqual(supported.sort(), ['G722', 'G729', 'PCMA', 'PCMU', 'SILK']);
  });

  it('finds encodings and parameters in any case', () => {
    const opus = findCodec('OPUS');
    assert.equal(opus?.encoding, 'opus');
    assert.match(findFormatParameter(opus, 'UseInbandFEC')?.summary ?? '', /error correction/);
    assert.equal(findFormatParameter(opus, 'annexb'), null);
    assert.equal(findCodec('nonsense'), null);
  });

  it('names telephone events', () => {
    for (const [list, words] of [
      ['0-15', 'digits 0–9, `*`, `#`, A–D'],
      [
        '0-16,32,33',
        'digits 0–9, `*`, `#`, A–D, flash hook, 32 (answer tone (ANS)), 33 (answer tone with phase reversal (/ANS))',
      ],
      [
        '0-15,32-35,66,70',
        'digits 0–9, `*`, `#`, A–D, 32–35 (fax and modem signals), 66 (dial tone), 70 (ringing tone)',
      ],
      ['0-36', 'digits 0–9, `*`, `#`, A–D, flash hook, 32–36 (fax and modem signals), 17–31 (not assigned)'],
      [
        '192-194,200-202',
        "192–194 (Cisco's signals for fax and modem pass-through), 200–202 (Cisco's signals for the change to T.38)",
      ],
      ['1,2,9-11,300', 'digits 1, 2, 9, `*`, `#`, `300`'],
    ] as const)
      assert.equal(eventWords(list), words);
  });
});

describe('SIP header knowledge', () => {
  it('finds headers in any case and by compact form', () => {
    assert.equal(findSipHeader('CALL-ID')?.name, 'Call-ID');
    const compact: Record<string, string> = {
      ...{ v: 'Via', f: 'From', t: 'To', i: 'Call-ID', m: 'Contact', l: 'Content-Length', c: 'Content-Type' },
      ...{ e: 'Content-Encoding', k: 'Supported', s: 'Subject', x: 'Session-Expires', r: 'Refer-To' },
      ...{ b: 'Referred-By', o: 'Event', u: 'Allow-Events', d: 'Request-Disposition', a: 'Accept-Contact' },
      ...{ j: 'Reject-Contact', y: 'Identity', n: 'Identity-Info' },
    };
    for (const [letter, name] of Object.entries(compact)) {
      assert.equal(findSipHeader(letter)?.name, name, letter);
    }
    assert.equal(findSipHeader('X-Unheard-Of'), null);
  });

  it('uses each compact form once', () => {
    const compacts = SIP_HEADERS.flatMap((header) => header.compact ?? []);
    assert.equal(compacts.length, 20);
    assert.deepEqual(duplicates(compacts), []);
  });

  it('has an example line and a completion that begin with the name', () => {
    for (const header of SIP_HEADERS) {
      assert.ok(header.example.startsWith(`${header.name}: `), header.name);
      if (header.completion !== undefined) {
        assert.ok(header.completion.insert.startsWith(`${header.name}: `), header.name);
      }
    }
  });

  it('owns up where Microsoft documents nothing', () => {
    assert.match(findSipHeader('X-MS-UserLocation')?.source ?? '', /Local Media Optimization/);
    assert.equal(findSipHeader('X-MS-SBC-FQDN')?.source, 'observed');
  });
});

describe('SIP methods, status codes and causes', () => {
  it('know the methods of the registry, in their case', () => {
    assert.equal(SIP_METHODS.length, 14);
    assert.equal(findSipMethod('PRACK')?.name, 'PRACK');
    assert.equal(findSipMethod('prack'), null);
  });

  it('list status codes in rising order, each in a known class', () => {
    const codes = STATUS_CODES.map((status) => status.code);
    assert.deepEqual(
      codes,
      [...codes].sort((a, b) => a - b),
    );
    for (const status of codes) {
      assert.ok(STATUS_CLASSES.has(Math.floor(status / 100)), String(status));
    }
    assert.equal(findStatusCode(488)?.phrase, 'Not Acceptable Here');
    assert.equal(findStatusCode(299), null);
  });

  it('say what failing calls mean with Teams', () => {
    for (const status of [183, 403, 404, 408, 488, 503, 504, 603]) {
      assert.notEqual(findStatusCode(status)?.teams, undefined, String(status));
    }
  });

  it('know Q.850 causes and the group of those without a name', () => {
    assert.equal(findQ850Cause(16)?.name, 'Normal call clearing');
    assert.match(findQ850Cause(22)?.teams ?? '', /IceConnectivityChecksFailed/);
    assert.equal(findQ850Cause(10), null);
    assert.deepEqual([1, 31, 34, 50, 65, 81, 96, 127].map(q850CauseGroup), [
      'Normal event',
      'Normal event',
      'Resource unavailable',
      'Service or option unavailable',
      'Service or option not implemented',
      'Invalid message',
      'Protocol error',
      'Interworking',
    ]);
    assert.equal(q850CauseGroup(0), null);
    assert.equal(q850CauseGroup(128), null);
  });

  it('know Reason protocols in any case', () => {
    assert.equal(findReasonProtocol('q.850')?.name, 'Q.850');
    assert.equal(findReasonProtocol('HTTP'), null);
  });
});

describe('ICE knowledge', () => {
  it('says of each candidate type what it means for the path', () => {
    for (const type of ['host', 'srflx', 'prflx', 'relay']) {
      assertProse(findCandidateType(type)?.path ?? '', type, 4);
    }
    assert.equal(findCandidateType('HOST')?.type, 'host');
    assert.equal(findCandidateType('local'), null);
  });

  it('finds transports and fields in any case', () => {
    assert.equal(findCandidateTransport('TCP-ACT')?.usedByLitePeer, false);
    assert.equal(findCandidateTransport('UDP')?.usedByLitePeer, true);
    assert.equal(findCandidateField('MTURNID')?.field, 'mturnid');
  });
});

function assertProse(text: string, what: string, mostSentences: number): void {
  assert.match(text, /^\S.*[.)]$/, `${what} is one line that ends as a sentence does`);
  assert.ok(text.length <= 520, `${what} is ${text.length} characters long`);
  assert.doesNotMatch(text, /[*<>[\]]{2}|\t| {2}/, `${what} holds no markup`);
  assert.equal(text.split('`').length % 2, 1, `${what} closes its backquotes`);
  const sentences = text.replace(/`[^`]*`|\([^)]*\)/g, '').match(/[.?!](?= [A-Z]|$)/g)?.length ?? 0;
  assert.ok(sentences <= mostSentences, `${what} has ${sentences} sentences`);
}

/** Tab stops `${n}`, `${n:text}`, `${n|a,b|}` with nothing left over that would break the snippet. */
function assertSnippet(insert: string): void {
  const plain = insert.replace(/\$\{\d(?::[^{}$]*|\|[^{}|$]+\|)?\}/g, '');
  assert.doesNotMatch(plain, /[${}]/, insert);
}

function duplicates(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

function parts(
  typePreference: number,
  localPreference: number,
  componentId: number,
  likelyType: string | null,
): object {
  return { typePreference, localPreference, componentId, likelyType };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
