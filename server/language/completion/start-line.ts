/** Completion of start lines: methods, status codes, the version, transports in a Request-URI. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { SIP_METHODS } from '../knowledge/sip-methods';
import { STATUS_CODES } from '../knowledge/status-codes';
import { explained } from '../markdown';
import { noProposals, snippetText, type Proposal, type Proposals } from './proposal';
import { transportProposals } from './transports';

export function startLineProposals(before: string): Proposals {
  const status = /^SIP\/2\.0 (\d{0,3}(?: [\w ]*)?)$/i.exec(before);
  if (status !== null) return { typed: status[1]?.length ?? 0, proposals: statusCodes };
  if (/^[A-Za-z]*$/.test(before)) return { typed: before.length, proposals: [...methods, version] };
  if (/^[A-Z]+ \S+ $/.test(before))
    return {
      typed: 0,
      proposals: [{ label: 'SIP/2.0', kind: CompletionItemKind.Keyword, snippet: 'SIP/2.0' }],
    };
  return /^[A-Z]+ \S+$/.test(before) ? transportProposals(before) : noProposals;
}

const methods: readonly Proposal[] = SIP_METHODS.map((method) => ({
  label: method.name,
  kind: CompletionItemKind.Method,
  snippet: `${method.name} \${1:sip:+14255550199@sip.pstnhub.microsoft.com} SIP/2.0`,
  detail: 'request',
  documentation: explained(method),
  rank: 3,
}));

const version: Proposal = {
  label: 'SIP/2.0',
  kind: CompletionItemKind.Keyword,
  snippet: 'SIP/2.0 ',
  detail: 'response',
  rank: 4,
};

const statusCodes: readonly Proposal[] = STATUS_CODES.map((status) => ({
  label: `${status.code} ${status.phrase}`,
  kind: CompletionItemKind.EnumMember,
  snippet: snippetText(`${status.code} ${status.phrase}`),
  documentation: explained(status),
}));
