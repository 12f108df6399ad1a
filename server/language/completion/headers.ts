/** Completion of header names and of the values that have few forms. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { octetLength } from '../../engine/basics/octet-length';
import type { SipMessage } from '../../engine/sip/message';
import { headerId, holdsAddresses } from '../../engine/sip/names';
import { methodOf } from '../../engine/sip/values';
import { OPTION_TAGS } from '../knowledge/option-tags';
import { Q850_CAUSES, REASON_PROTOCOLS } from '../knowledge/q850-causes';
import { SIP_HEADERS, type SipHeaderKnowledge } from '../knowledge/sip-headers';
import { SIP_METHODS } from '../knowledge/sip-methods';
import { findStatusCode } from '../knowledge/status-codes';
import { code, explained } from '../markdown';
import type { HeaderCompletionPlace } from './place';
import { noProposals, snippetText, tabStop, type Proposal, type Proposals } from './proposal';
import { transportProposals } from './transports';

export function headerProposals({ before, sip, lineStart }: HeaderCompletionPlace): Proposals {
  if (/^[\w-]*$/.test(before)) return { typed: before.length, proposals: headerNames(sip, lineStart) };
  const value = /^([\w-]+)[ \t]*:(.*)$/.exec(before);
  if (value === null) return noProposals;
  const [, name = '', text = ''] = value;
  return headerValues(headerId(name), text.trimStart(), sip, lineStart);
}

/** Headers that every request needs (RFC 3261 §8.1.1). */
const mandatory: ReadonlySet<string> = new Set(['via', 'max-forwards', 'from', 'to', 'call-id', 'cseq']);
/** Headers that may well stand more than once. */
const repeatable: ReadonlySet<string> = new Set([
  'via',
  'route',
  'record-route',
  'history-info',
  'diversion',
  'reason',
]);

function headerNames(sip: SipMessage, lineStart: number): readonly Proposal[] {
  const present = new Set(
    sip.headers.filter((header) => header.start !== lineStart).map((header) => header.id),
  );
  return SIP_HEADERS.map((header) => ({
    label: header.name,
    kind: CompletionItemKind.Property,
    snippet: headerSnippet(header, sip, lineStart),
    ...(header.completion === undefined ? {} : { detail: header.completion.detail }),
    documentation: `${explained(header)}\n\n${code(header.example, 120)}`,
    rank: headerRank(header, present),
  }));
}

function headerSnippet({ name, completion }: SipHeaderKnowledge, sip: SipMessage, lineStart: number): string {
  if (headerId(name) === 'content-length') return `Content-Length: ${bodyOctets(sip, lineStart)}`;
  if (headerId(name) === 'cseq') return `CSeq: ${tabStop(1, '1')} ${tabStop(2, methodOf(sip) || 'INVITE')}`;
  return completion?.insert ?? `${name}: `;
}

function headerRank(header: SipHeaderKnowledge, present: ReadonlySet<string>): number {
  const id = headerId(header.name);
  if (present.has(id) && !repeatable.has(id)) return 8;
  if (mandatory.has(id) && !present.has(id)) return 0;
  if (header.completion?.sortFirst === true) return 1;
  if (header.completion !== undefined) return 2;
  return header.microsoft === true ? 3 : 4;
}

function bodyOctets({ content, bodyStart }: SipMessage, lineStart: number): number {
  const body = content.slice(bodyStart);
  // Where the caret's empty line ends the headers, the next one will once this line is a header.
  const isSeparator = /^[\r\n]*$/.test(content.slice(lineStart, bodyStart));
  return octetLength(isSeparator ? body.replace(/^\r?\n/, '') : body, 'crlf');
}

function headerValues(id: string, text: string, sip: SipMessage, lineStart: number): Proposals {
  switch (id) {
    case 'allow':
      return listed(
        text,
        SIP_METHODS.map((method) => word(method.name, explained(method))),
      );
    case 'supported':
    case 'require':
    case 'proxy-require':
    case 'unsupported':
      return listed(
        text,
        OPTION_TAGS.map((tag) => word(tag.name, explained(tag))),
      );
    case 'reason':
      return reasonValues(text);
    case 'via':
      return text === ''
        ? whole(text, ['SIP/2.0/TLS', 'SIP/2.0/TCP', 'SIP/2.0/UDP'])
        : transportProposals(text);
    case 'cseq':
      return cseqValues(text, sip);
    case 'content-length':
      return whole(text, [String(bodyOctets(sip, lineStart))]);
    default: {
      const values = fixedValues.get(id);
      if (values !== undefined) return whole(text, values);
      return holdsAddresses(id) ? transportProposals(text) : noProposals;
    }
  }
}

const fixedValues: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'content-type',
    [
      'application/sdp',
      'multipart/mixed;boundary=boundary1',
      'message/sipfrag',
      'application/pidf+xml',
      'application/dtmf-relay',
      'text/plain',
    ],
  ],
  ['accept', ['application/sdp']],
  ['content-disposition', ['session', 'session;handling=required', 'session;handling=optional', 'render']],
  ['max-forwards', ['70']],
  ['session-expires', ['1800', '1800;refresher=uac', '1800;refresher=uas']],
  ['min-se', ['90']],
  ['privacy', ['none', 'id', 'header', 'session', 'user', 'critical', 'history']],
  ['event', ['refer', 'dialog', 'presence', 'message-summary', 'conference', 'reg']],
  ['subscription-state', ['active;expires=60', 'pending', 'terminated;reason=noresource']],
  ['priority', ['emergency', 'urgent', 'normal', 'non-urgent']],
  ['p-early-media', ['supported', 'sendrecv', 'sendonly', 'recvonly', 'inactive', 'gated']],
  ['x-ms-userlocation', ['internal', 'external']],
  ['x-ms-fmc', ['MO', 'MT', 'APP']],
  ['mime-version', ['1.0']],
]);

/** One of a few whole values. */
function whole(text: string, values: readonly string[]): Proposals {
  return { typed: text.length, proposals: values.map((value) => word(value)) };
}

/** The next word of a comma list, without those that stand in it already. */
function listed(text: string, words: readonly Proposal[]): Proposals {
  const last = text.slice(text.lastIndexOf(',') + 1).trimStart();
  const present = new Set(
    text
      .slice(0, text.length - last.length)
      .split(',')
      .map((each) => each.trim().toLowerCase()),
  );
  return { typed: last.length, proposals: words.filter(({ label }) => !present.has(label.toLowerCase())) };
}

function word(label: string, documentation?: string): Proposal {
  return {
    label,
    kind: CompletionItemKind.Value,
    snippet: snippetText(label),
    ...(documentation === undefined ? {} : { documentation }),
    commit: [','],
  };
}

/** Statuses that a Reason in a CANCEL or BYE names (RFC 3326 §3). */
const reasonStatuses = [200, 480, 486, 487, 488, 503, 600, 603] as const;

function reasonValues(text: string): Proposals {
  const cause = /(?:^|,[ \t]*)Q\.850[ \t]*;[ \t]*cause=(\d{0,3})$/i.exec(text);
  if (cause !== null) return { typed: cause[1]?.length ?? 0, proposals: causes('') };
  const reason = text.slice(text.lastIndexOf(',') + 1).trimStart();
  if (!/^[\w.]*$/.test(reason)) return noProposals;
  return { typed: reason.length, proposals: [...causes('Q.850;cause='), ...statusReasons(), ...protocols()] };
}

function causes(before: string): readonly Proposal[] {
  return Q850_CAUSES.map((cause) => ({
    label: `${before}${cause.cause} ${cause.name}`,
    kind: CompletionItemKind.EnumMember,
    snippet: snippetText(`${before}${cause.cause};text="${cause.name}"`),
    documentation: explained(cause),
  }));
}

function statusReasons(): readonly Proposal[] {
  return reasonStatuses.flatMap((status) => {
    const known = findStatusCode(status);
    if (known === null) return [];
    return [
      {
        label: `SIP;cause=${status} ${known.phrase}`,
        kind: CompletionItemKind.EnumMember,
        snippet: snippetText(`SIP;cause=${status};text="${known.phrase}"`),
        documentation: explained(known),
      },
    ];
  });
}

function protocols(): readonly Proposal[] {
  return REASON_PROTOCOLS.map((protocol) => ({
    label: protocol.name,
    kind: CompletionItemKind.Value,
    snippet: `${protocol.name};cause=`,
    documentation: explained(protocol),
    rank: 6,
  }));
}

function cseqValues(text: string, sip: SipMessage): Proposals {
  const method = methodOf(sip);
  const words = SIP_METHODS.map(({ name }) => ({ ...word(name), rank: name === method ? 0 : 5 }));
  const numbered = /^\d+[ \t]+(\w*)$/.exec(text);
  if (numbered !== null) return { typed: numbered[1]?.length ?? 0, proposals: words };
  return /^\d*$/.test(text)
    ? {
        typed: text.length,
        proposals: words.map((each) => ({ ...each, label: `1 ${each.label}`, snippet: `1 ${each.snippet}` })),
      }
    : noProposals;
}
