/** The session parameters of SRTP that RFC 4568 §6.3 defines. */
import type { Crypto, SessionParam } from '../../sdp/crypto';
import { blankInKey, isRemark } from './crypto-lines';

export const plainTextParams: ReadonlySet<string> = new Set([
  'UNENCRYPTED_SRTP',
  'UNENCRYPTED_SRTCP',
  'UNAUTHENTICATED_SRTP',
]);

const known: ReadonlySet<string> = new Set([...plainTextParams, 'KDR', 'FEC_ORDER', 'FEC_KEY', 'WSH']);

/** A line's session parameters. None where a broken key, or a remark in its place, spills into theirs. */
export function sessionParamsOf(crypto: Crypto): readonly SessionParam[] {
  const spills =
    crypto.keyParams.some(({ keySalt }) => isRemark(keySalt.text)) || blankInKey(crypto) !== null;
  return spills ? [] : crypto.sessionParams;
}

/** The parameter's name as the RFC spells it. */
export function nameOf(param: SessionParam): string {
  return param.name.text.toUpperCase();
}

export function isKnownParam(param: SessionParam): boolean {
  return known.has(nameOf(param));
}

/** A parameter that may be ignored by who does not know it (RFC 4568 §6.3.7). */
export function isOptionalParam(param: SessionParam): boolean {
  return param.text.startsWith('-');
}
