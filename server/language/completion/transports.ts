/** Completion of transports behind `transport=` in a URI and behind `SIP/2.0/` in a Via. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { noProposals, type Proposal, type Proposals } from './proposal';

const transports: readonly (readonly [string, string])[] = [
  ['tls', 'what Direct Routing wants between the SBC and Microsoft'],
  ['tcp', 'unencrypted, reliable'],
  ['udp', 'unencrypted, the default without TLS'],
  ['ws', 'WebSocket'],
  ['wss', 'WebSocket over TLS'],
];

export function transportProposals(before: string): Proposals {
  const uri = /;transport=(\w*)$/i.exec(before);
  if (uri !== null)
    return {
      typed: uri[1]?.length ?? 0,
      proposals: transports.map(([name, detail]) => proposal(name, detail)),
    };
  const via = /SIP\/2\.0\/(\w*)$/i.exec(before);
  if (via === null) return noProposals;
  return {
    typed: via[1]?.length ?? 0,
    proposals: transports.map(([name, detail]) => proposal(name.toUpperCase(), detail)),
  };
}

function proposal(name: string, detail: string): Proposal {
  return { label: name, kind: CompletionItemKind.EnumMember, snippet: name, detail, commit: [';', ' ', '>'] };
}
