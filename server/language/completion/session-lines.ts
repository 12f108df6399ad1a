/** Completion of the values of lines other than m-lines and attributes. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { SdpCompletionPlace } from './place';
import { noProposals, snippetText, tabStop, type Proposal, type Proposals } from './proposal';
import { addressOf } from './sdp-facts';

export function sessionLineProposals(place: SdpCompletionPlace, type: string, value: string): Proposals {
  const proposals = valuesOf(place, type);
  return proposals.length === 0 || !/^[\w ./:-]*$/.test(value)
    ? noProposals
    : { typed: value.length, proposals };
}

function valuesOf(place: SdpCompletionPlace, type: string): readonly Proposal[] {
  const address = addressOf(place) ?? '198.51.100.10';
  const version = address.includes(':') ? 'IP6' : 'IP4';
  switch (type) {
    case 'v':
      return [value('0')];
    case 's':
      return [value('-')];
    case 't':
      return [value('0 0')];
    case 'c':
      return [value(`IN ${version} ${address}`, `IN ${version} ${tabStop(1, address)}`)];
    case 'o':
      return [
        value(`- 1 1 IN ${version} ${address}`, `- \${1:1} \${2:1} IN ${version} ${tabStop(3, address)}`),
      ];
    case 'b':
      return [
        value('AS:', 'AS:${1:80}', 'kbit/s of one m-line'),
        value('CT:', 'CT:${1:80}', 'kbit/s of the whole session'),
        value('TIAS:', 'TIAS:${1:64000}', 'bit/s of payload'),
        value('RS:', 'RS:${1:0}', 'bit/s of RTCP for senders'),
        value('RR:', 'RR:${1:0}', 'bit/s of RTCP for receivers'),
      ];
    default:
      return [];
  }
}

function value(label: string, snippet = snippetText(label), detail?: string): Proposal {
  return { label, kind: CompletionItemKind.Value, snippet, ...(detail === undefined ? {} : { detail }) };
}
