import { isMicrosoftHop, isSentToMicrosoft } from '../../calls/microsoft-hop';
import { factsOf } from '../../sip/facts';
import { addressesOf } from '../../sip/values';
import { parseUri, type Uri } from '../../sip/uri';
import { replace } from '../edits';
import { defineRule, teamsProfiles } from '../rule';

const addressed = ['from', 'to', 'contact', 'refer-to', 'record-route'] as const;

export const rule = defineRule({
  id: 'dr-sips-uri',
  title: 'The SBC writes a sips: URI',
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing SIP protocol, notes on OPTIONS'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'message',
  check(subject) {
    const { call, message, sip, facts, report } = subject;
    const { startLine, content } = sip;
    if (!/\bsips:/i.test(content.slice(0, sip.bodyStart))) return;
    // An answer echoes From and To.
    const isAsked =
      startLine.kind === 'status'
        ? factsOf(sip).method === 'INVITE' && isMicrosoftHop(call, facts.network)
        : isSentToMicrosoft(call, message, facts.network);
    if (!isAsked) return;
    const uris: readonly Uri[] =
      startLine.kind === 'status'
        ? addressesOf(sip, 'contact').map(({ uri }) => uri)
        : [
            parseUri(content, startLine.uri.start, startLine.uri.end),
            ...addressed.flatMap((id) => addressesOf(sip, id).map(({ uri }) => uri)),
          ];
    for (const { scheme } of uris) {
      if (scheme.text.toLowerCase() !== 'sips') continue;
      report({
        in: message,
        at: scheme,
        message:
          'Direct Routing does not take sips: URIs. The SBC must write sip: and, in Contact, transport=tls: the connection ' +
          'is encrypted all the same.',
        fix: { title: 'Write sip:', edits: [replace(scheme, 'sip')] },
      });
    }
  },
});
