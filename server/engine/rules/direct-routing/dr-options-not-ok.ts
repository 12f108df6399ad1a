import type { KeepAlive } from '../../calls/trunk-events';
import { defineRule, teamsProfiles } from '../rule';

/** Trunks that are remembered at one time. */
const MOST_TRUNKS = 1000;

interface Known {
  /** How many failed one behind the other. */
  readonly failed: number;
  readonly isTold: boolean;
}

export const rule = defineRule({
  id: 'dr-options-not-ok',
  title: 'OPTIONS are not answered with 200',
  severity: 'error',
  otherwise: [
    { severity: 'warning', when: 'where it is the SBC that refuses those of Microsoft' },
    { severity: 'info', when: 'where the trace shows nothing at all that Microsoft sends' },
  ],
  basis: 'teams',
  applies: 'either',
  source: [
    'Direct Routing SIP protocol, "Processing the incoming request"',
    'Connect your SBC to Direct Routing, "Validate SIP options"',
    'RFC 3261 §11.2',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'trunk',
  watch() {
    const trunks = new Map<string, Known>();
    const heard = new Set<string>();
    return (event, _later, report) => {
      if (event.kind !== 'keep-alive' || event.outcome === 'unknown') return;
      const { outcome, by, from, to } = event;
      if (trunks.size >= MOST_TRUNKS) trunks.clear();
      if (heard.size >= MOST_TRUNKS) heard.clear();
      if (outcome !== 'silent' && by === 'sbc') heard.add(to);
      const key = `${by} ${from} ${to}`;
      const { failed, isTold } = trunks.get(key) ?? { failed: 0, isTold: false };
      if (outcome !== 'silent' && outcome < 300) {
        trunks.delete(key);
        return;
      }
      const says = isTold ? null : faultOf(event, outcome, failed + 1, heard.has(to));
      trunks.set(key, { failed: failed + 1, isTold: isTold || says !== null });
      if (says !== null) report(says);
    };
  },
});

type Fault = { readonly message: string; readonly severity?: 'warning' | 'info' };

/** What is wrong once so many failed in a row; null for nothing yet. */
function faultOf(
  { by, to }: KeepAlive,
  outcome: number | 'silent',
  failed: number,
  isHeard: boolean,
): Fault | null {
  if (by === 'teams') {
    // Any answer shows that the SBC lives.
    if (outcome === 'silent') return null;
    return {
      severity: 'warning',
      message:
        `The SBC answers Microsoft's OPTIONS with ${String(outcome)}. It must answer 200: look at its rules for requests ` +
        'without a user from this trunk.',
    };
  }
  if (outcome === 'silent') {
    if (isHeard && failed >= 2)
      return {
        message:
          `${to} does not answer OPTIONS any more: ${String(failed)} in a row had no answer within 32 s. Look at the TLS ` +
          'connection to it, the firewall, and the certificate of the SBC; the trunk shows as inactive.',
      };
    return failed === 3
      ? {
          severity: 'info',
          message:
            `${to} answers no OPTIONS in this trace. Either the trace lacks what Microsoft sends, or the trunk is dead: look ` +
            'at the TLS connection, the firewall and the certificate of the SBC.',
        }
      : null;
  }
  const isRefused = outcome >= 400 && outcome < 500 && outcome !== 408;
  if (!isRefused && failed < 2) return null;
  return {
    message:
      `Microsoft answers the SBC's OPTIONS with ${String(outcome)}, so the trunk shows as inactive. ` +
      (isRefused
        ? 'It does not know the SBC: the FQDN in Contact must be that of the trunk in the tenant and stand on the certificate.'
        : `${String(failed)} in a row failed: let the SBC try sip2 and sip3, too.`),
  };
}
