import { peerAddress } from '../../calls/microsoft-hop';
import { factsOf } from '../../sip/facts';
import { topVia } from '../../sip/values';
import { defineRule, teamsProfiles } from '../rule';
import { inviteOrOptions, isFirst, isToMicrosoft } from './sbc-messages';

const PORT = 5061;

export const rule = defineRule({
  id: 'dr-port-5061',
  title: 'The SBC does not send to port 5061 over TLS',
  severity: 'warning',
  otherwise: [{ severity: 'info', when: 'where only the capture, not the Via, says that it is not TLS' }],
  basis: 'teams',
  applies: 'sbc',
  source: ['Plan Direct Routing, "SIP Signaling: Ports"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'message',
  of: isFirst(inviteOrOptions),
  check(subject) {
    const { call, message, sip, facts, report } = subject;
    if (!isToMicrosoft(subject)) return;
    // What port a name is asked at tells nothing of Microsoft, and Microsoft's own Contact says 443.
    if (peerAddress(message, facts.network) !== 'microsoft') return;
    const { destination, transport } = message.message.record.meta;
    const port = destination?.port ?? PORT;
    const carried = transport?.toUpperCase() ?? 'TLS';
    const said = topVia(sip)?.transport ?? carried;
    if (port === PORT && (carried === 'TLS' || said === 'TLS')) return;
    const first = call.messages.find(
      (each) =>
        each.side === 'sbc' &&
        each.message.parsed.kind === 'sip' &&
        factsOf(each.message.parsed).status === null,
    );
    if (first?.place !== message.place) return;
    const isRewrapped = said === 'TLS' && carried !== 'TLS';
    report({
      in: message,
      at: sip.startLine,
      ...(isRewrapped ? { severity: 'info' as const } : {}),
      message: isRewrapped
        ? `The trace shows ${carried} to port ${String(port)}, the Via says TLS: a decrypted capture may be written so. If it ` +
          'is not, the SBC must send to port 5061 over TLS.'
        : `This goes to port ${String(port)}${carried === 'TLS' ? '' : ` over ${carried}`}. Microsoft listens on port 5061 over ` +
          'TLS only: the SBC must send there.',
    });
  },
});
