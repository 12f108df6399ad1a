/** Session timers as messages say them (RFC 4028 §4). */
import { headerOf } from '../../sip/values';
import type { Header, SipMessage } from '../../sip/message';

export interface SessionExpires {
  readonly header: Header;
  /** Seconds. */
  readonly interval: number;
  /** Who refreshes; null where nothing says. */
  readonly refresher: 'uac' | 'uas' | null;
}

/** The Session-Expires of a message; null where it has none that can be read. */
export function sessionExpiresOf(message: SipMessage): SessionExpires | null {
  const header = headerOf(message, 'session-expires');
  const digits = /^\d{1,9}/.exec(header?.value.text ?? '')?.[0];
  if (header === undefined || digits === undefined) return null;
  const refresher = /;\s*refresher\s*=\s*"?(uac|uas)/i.exec(header.value.text)?.[1]?.toLowerCase();
  return {
    header,
    interval: Number(digits),
    refresher: refresher === 'uac' || refresher === 'uas' ? refresher : null,
  };
}
