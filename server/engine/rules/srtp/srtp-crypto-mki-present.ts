import type { Described } from '../../calls/call';
import type { Crypto, Mki } from '../../sdp/crypto';
import { attributesOf, usedStreams } from '../../sdp/query';
import { replace } from '../edits';
import { offeredStream, offerFor } from '../offered';
import { allProfiles, defineRule, type BodySubject, type Fix } from '../rule';
import { readableCryptosIn, readableCryptosOf } from './crypto-lines';
import { mkiFault } from './mki';

export const rule = defineRule({
  id: 'srtp-crypto-mki-present',
  title: 'The key carries an MKI',
  severity: 'warning',
  otherwise: [{ severity: 'info', when: 'in a Teams profile, unless the SBC sends it' }],
  basis: 'interop',
  applies: 'either',
  source: ['Direct Routing media protocols, "SRTP support requirements"', 'RFC 4568 §6.1'],
  profiles: allProfiles,
  superfluous: true,
  fixable: true,
  scope: 'body',
  sees: ({ body, profile }) => profile === 'rfc' || mayHaveMki(body),
  check(subject) {
    if (subject.profile === 'rfc') checkPair(subject);
    else if (mayHaveMki(subject.body)) checkOne(subject);
  },
});

/** Microsoft requires none. */
function checkOne({ body, report }: BodySubject): void {
  for (const crypto of readableCryptosOf(body)) {
    const mki = mkiOf(crypto);
    if (mki === null) continue;
    const fix = removal(body, crypto, mki);
    const cost = costOf(mki);
    report({
      in: body,
      at: mki,
      severity: body.side === 'sbc' ? 'warning' : 'info',
      message:
        body.side === 'sbc'
          ? `An MKI is announced, which Direct Routing does not require. ${cost} Whoever receives them must expect it: the SBC had better leave it out.`
          : `An MKI is announced, which Microsoft says is not required. ${cost} Whoever receives them must expect it.`,
      ...(fix === null ? {} : { fix }),
    });
  }
}

/** Elsewhere both ends may want it; where one alone has it, the other may not know how to read it. */
function checkPair({ body, call, report }: BodySubject): void {
  if (body.role !== 'answer') return;
  const offer = offerFor(call, body);
  if (offer === null || !(mayHaveMki(body) || mayHaveMki(offer))) return;
  for (const media of usedStreams(body.sdp)) {
    const offered = offeredStream(offer, media);
    if (offered === null) continue;
    const lines = readableCryptosIn(offered);
    for (const crypto of readableCryptosIn(media)) {
      const accepted = lines.find(({ tagValue }) => tagValue !== null && tagValue === crypto.tagValue);
      const own = mkiOf(crypto);
      const theirs = accepted === undefined ? null : mkiOf(accepted);
      const mki = own ?? theirs;
      if (accepted === undefined || mki === null || (own !== null && theirs !== null)) continue;
      report({
        in: own === null ? offer : body,
        at: mki,
        message:
          `The ${own === null ? 'offer' : 'answer'} has an MKI for this key, the ${own === null ? 'answer' : 'offer'} has none. ${costOf(mki)} ` +
          'Some receivers that send none expect none, and drop every packet. If audio is missing in this direction, ' +
          'switch the MKI off, or on at both ends.',
        related: [
          {
            in: own === null ? body : offer,
            at: own === null ? crypto.line : accepted.line,
            message: 'No MKI.',
          },
        ],
      });
    }
  }
}

/** Whether it is worth while to read the keys: an MKI has a colon behind the key's. */
function mayHaveMki({ sdp }: Described): boolean {
  return sdp.media.some((media) =>
    attributesOf(media, 'crypto').some(({ attribute: { value } }) => {
      const inline = value?.text.indexOf(':') ?? -1;
      return inline >= 0 && value?.text.includes(':', inline + 1) === true;
    }),
  );
}

/** The MKI of a line, where it can be read. */
function mkiOf({ keyParams }: Crypto): Mki | null {
  const mki = keyParams.find((key) => key.mki !== null)?.mki ?? null;
  return mki === null || mki.lengthValue === null || mkiFault(mki) !== null ? null : mki;
}

function costOf({ lengthValue }: Mki): string {
  return `Every SRTP packet under this key then carries ${lengthValue === 1 ? '1 octet' : `${lengthValue ?? 0} octets`} more.`;
}

/** Only before anybody relies on it, and never where it tells several keys apart. */
function removal(body: Described, crypto: Crypto, mki: Mki): Fix | null {
  if (body.side !== 'sbc' || body.role !== 'offer' || crypto.keyParams.length > 1) return null;
  return { title: 'Delete the MKI', edits: [replace({ start: mki.start - 1, end: mki.end }, '')] };
}
