import { replace } from '../edits';
import { defineRule, teamsProfiles, type Fix } from '../rule';
import type { Described } from '../../calls/call';
import type { Crypto, Mki } from '../../sdp/crypto';
import { readableCryptosOf } from './crypto-lines';
import { mkiFault } from './mki';

export const rule = defineRule({
  id: 'srtp-crypto-mki-present',
  title: 'The key carries an MKI',
  severity: 'warning',
  otherwise: [{ severity: 'info', when: 'unless the SBC sends it' }],
  basis: 'teams',
  applies: 'either',
  source: ['Direct Routing media protocols, "SRTP support requirements"', 'RFC 4568 §6.1'],
  profiles: teamsProfiles,
  superfluous: true,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const crypto of readableCryptosOf(body)) {
      const mki = crypto.keyParams.find((key) => key.mki !== null)?.mki ?? null;
      if (mki === null || mki.lengthValue === null || mkiFault(mki) !== null) continue;
      const fix = removal(body, crypto, mki);
      const cost = `Every SRTP packet under this key then carries ${octets(mki.lengthValue)} more.`;
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
  },
});

/** Only before anybody relies on it, and never where it tells several keys apart. */
function removal(body: Described, crypto: Crypto, mki: Mki): Fix | null {
  if (body.side !== 'sbc' || body.role !== 'offer' || crypto.keyParams.length > 1) return null;
  return { title: 'Delete the MKI', edits: [replace({ start: mki.start - 1, end: mki.end }, '')] };
}

function octets(count: number): string {
  return count === 1 ? '1 octet' : `${count} octets`;
}
