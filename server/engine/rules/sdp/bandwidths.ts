import { isDigits, isTokenText } from '../../sdp/fields';

/** Whether the value of a b= line has its form (RFC 8866 §9). */
export function isBandwidth(text: string): boolean {
  const colon = text.indexOf(':');
  return colon > 0 && isTokenText(text.slice(0, colon)) && isDigits(text.slice(colon + 1));
}

/** Types of which 0 means that no media may be sent (RFC 3264 §5.1); RS and RR are RTCP's share, which may be 0 (RFC 3556). */
export function leavesNoMedia(text: string): boolean {
  return /^(?:AS|CT|TIAS):0+$/i.test(text);
}
