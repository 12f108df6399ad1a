/** Hover of a header: what it is for, and its value taken apart where that says something. */
import { octetLength } from '../../engine/basics/octet-length';
import type { Header, SipMessage } from '../../engine/sip/message';
import { holdsAddresses } from '../../engine/sip/names';
import { contentLengthOf, cseqOf, headerAddresses, headersOf, tokensOf } from '../../engine/sip/values';
import { parseParams, paramOf } from '../../engine/sip/uri';
import { isPstnHubAgent } from '../../engine/network/microsoft';
import { touches, type Token } from '../../engine/basics/span';
import type { TraceMessage } from '../../engine/traces/message';
import { findSipHeader } from '../knowledge/sip-headers';
import { findSipMethod } from '../knowledge/sip-methods';
import type { Explained } from '../knowledge/types';
import { callOf } from '../lookup';
import { code, plural } from '../markdown';
import type { TraceView } from '../view';
import type { Explanation } from './explanation';
import { findOptionTag } from '../knowledge/option-tags';
import { dialogFacts, escapedFacts, historyFacts } from './escaped-headers';
import { reasonFacts } from './reason';
import { addressFacts } from './sip-addresses';
import { contentIdFacts, privacyFacts, rackFacts } from './small-headers';
import { viaFacts } from './via';
import { warningFacts } from './warning';

export interface HeaderPlace {
  readonly view: TraceView;
  readonly message: TraceMessage;
  readonly sip: SipMessage;
  readonly header: Header;
  /** In the message's content. */
  readonly offset: number;
}

export function headerExplanation(place: HeaderPlace): Explanation {
  const { header } = place;
  const known = findSipHeader(header.name.text);
  const word = isReadable(place) ? wordExplanation(place) : null;
  if (word !== null) return word;
  return {
    at: header,
    title:
      known === null
        ? `**${code(header.name.text)}** · unknown header`
        : `**${known.name}**${titleWords(place, known.microsoft === true, known.compact)}`,
    facts: isReadable(place) ? factsOf(place) : ['too long to be taken apart'],
    knowledge: known ?? {
      summary:
        "Not a header that this tool knows: a vendor's own, or a slip. Receivers that do not know it either ignore it.",
      source: 'RFC 3261 §8.2.2',
    },
  };
}

/** Longer values are no header's: taking them apart would keep the editor waiting. */
const longestValue = 20_000;
/** Every Via is looked at for one of them. */
const mostHeaders = 200;

function isReadable({ sip, header }: HeaderPlace): boolean {
  if (header.id !== 'via') return header.value.text.length <= longestValue;
  const vias = headersOf(sip, 'via');
  return vias.length <= mostHeaders && vias.every(({ value }) => value.text.length <= longestValue);
}

function titleWords({ header }: HeaderPlace, microsoft: boolean, compact: string | undefined): string {
  if (microsoft) return " · Microsoft's own header";
  return compact !== undefined && header.name.text.toLowerCase() === compact
    ? ` · short form \`${compact}\``
    : '';
}

/** A method of Allow or an option tag of Supported under the caret, explained by itself. */
function wordExplanation({ sip, header, offset }: HeaderPlace): Explanation | null {
  const find = wordFinder(header.id);
  if (find === null || !touches(header.value, offset)) return null;
  const word = tokensOf(sip, header).find((each) => touches(each, offset));
  const known = word === undefined ? null : find(word.text);
  if (word === undefined || known === null) return null;
  return { at: word, title: `**${known.name}**`, facts: [], knowledge: known };
}

function wordFinder(id: string): ((word: string) => (Explained & { readonly name: string }) | null) | null {
  switch (id) {
    case 'allow':
      return findSipMethod;
    case 'supported':
    case 'require':
    case 'proxy-require':
    case 'unsupported':
      return findOptionTag;
    default:
      return null;
  }
}

function factsOf(place: HeaderPlace): readonly string[] {
  const { view, sip, header, offset } = place;
  const { text } = header.value;
  switch (header.id) {
    case 'via':
      return viaFacts(sip, header, offset);
    case 'reason':
      return reasonFacts(sip.content, header);
    case 'warning':
      return warningFacts(sip.content, header);
    case 'replaces':
    case 'join':
    case 'target-dialog':
      return dialogFacts(view, text);
    case 'rack':
      return rackFacts(text);
    case 'privacy':
      return privacyFacts(text);
    case 'refer-to':
      return [...addressListFacts(sip, header, offset), ...escapedFacts(view, text)];
    case 'history-info':
      return [...addressListFacts(sip, header, offset), ...historyFacts(sip, header, offset)];
    case 'content-id':
      return contentIdFacts(sip, text);
    case 'call-id':
      return callFacts(place);
    case 'cseq':
      return cseqFacts(sip);
    case 'content-length':
      return lengthFacts(sip);
    case 'session-expires':
      return sessionTimerFacts(sip.content, header);
    case 'min-se':
    case 'expires':
    case 'min-expires':
    case 'retry-after':
      return secondsFacts(text);
    case 'max-forwards':
      return /^\d{1,3}$/.test(text)
        ? [`${plural(Number(text), 'more hop')} allowed; senders start at 70`]
        : [];
    case 'allow':
      return allowFacts(tokensOf(sip, header));
    case 'supported':
    case 'require':
    case 'proxy-require':
    case 'unsupported':
      return optionFacts(tokensOf(sip, header));
    case 'user-agent':
    case 'server':
      return [`${code(text)}${isPstnHubAgent(text) ? ": Microsoft's SIP proxy of Direct Routing" : ''}`];
    case 'content-type':
      return contentTypeFacts(sip, text);
    case 'x-ms-userlocation':
      return [userLocationFact(text)];
    case 'x-ms-mediapath':
      return mediaPathFacts(tokensOf(sip, header));
    default:
      return holdsAddresses(header.id) ? addressListFacts(sip, header, offset) : [];
  }
}

function addressListFacts(sip: SipMessage, header: Header, offset: number): readonly string[] {
  const addresses = headerAddresses(header, sip.content);
  const address = addresses.find((each) => touches(each, offset)) ?? addresses[0];
  if (address === undefined) return [];
  if (addresses.length === 1) return addressFacts(address);
  return [
    `address ${addresses.indexOf(address) + 1} of ${addresses.length} in this line`,
    ...addressFacts(address),
  ];
}

function callFacts({ view, message }: HeaderPlace): readonly string[] {
  const place = callOf(view, message);
  if (place === null) return [];
  const { call } = place;
  const legs = view.analysis.trace.calls.filter((each) => each.callId === call.callId).length;
  return [
    `${plural(call.messages.length, 'message')} of this call in the trace`,
    ...(legs > 1 ? [`${legs} legs share this Call-ID: the SBC passes it on`] : []),
    ...(call.kind === 'call' ? [`profile \`${call.profile.name}\`: ${call.profile.reason}`] : []),
  ];
}

function cseqFacts(sip: SipMessage): readonly string[] {
  const cseq = cseqOf(sip);
  if (cseq === null) return ['a number and a method are wanted'];
  const { startLine } = sip;
  const differs = startLine.kind === 'request' && startLine.method.text !== cseq.method.text;
  return [
    `number ${code(cseq.number.text)}, method ${code(cseq.method.text)}`,
    ...(differs
      ? [`the request line says ${code(startLine.method.text)}: the two must be the same (RFC 3261 §8.1.1.5)`]
      : []),
  ];
}

function lengthFacts(sip: SipMessage): readonly string[] {
  const counted = octetLength(sip.content.slice(sip.bodyStart), 'crlf');
  const declared = contentLengthOf(sip);
  if (declared === null) return [`no number; the body has ${plural(counted, 'octet')}`];
  return [
    `declared ${plural(declared.length, 'octet')}, counted ${plural(counted, 'octet')}${declared.length === counted ? '' : ': a log may have changed line ends or blanks'}`,
  ];
}

function sessionTimerFacts(content: string, { value }: Header): readonly string[] {
  const semicolon = value.text.indexOf(';');
  const seconds = (semicolon === -1 ? value.text : value.text.slice(0, semicolon)).trim();
  const params = semicolon === -1 ? [] : parseParams(content, value.start + semicolon, value.end);
  const refresher = paramOf(params, 'refresher')?.value?.text.toLowerCase();
  return [
    ...secondsFacts(seconds),
    ...(refresher === 'uac' ? ['`uac`: the sender of the request refreshes'] : []),
    ...(refresher === 'uas' ? ['`uas`: the side that answers refreshes'] : []),
  ];
}

function secondsFacts(text: string): readonly string[] {
  const match = /^(\d{1,9})(?:\D|$)/.exec(text);
  if (match === null) return [];
  const seconds = Number(match[1]);
  const minutes = Math.round((seconds / 60) * 10) / 10;
  return [`${plural(seconds, 'second')}${seconds < 120 ? '' : `, ${plural(minutes, 'minute')}`}`];
}

/** Methods whose absence Microsoft's documents speak of. */
const wantedMethods = ['REFER', 'NOTIFY'] as const;

function allowFacts(words: readonly Token[]): readonly string[] {
  const missing = wantedMethods.filter((method) => !words.some(({ text }) => text.toUpperCase() === method));
  return [
    plural(words.length, 'method'),
    ...(missing.length === 0 ? [] : [`without ${missing.join(' and ')}`]),
  ];
}

function optionFacts(words: readonly Token[]): readonly string[] {
  return words
    .slice(0, 8)
    .map(
      ({ text }) =>
        `${code(text)}: ${findOptionTag(text)?.summary ?? 'not an option tag that this tool knows'}`,
    );
}

function contentTypeFacts(sip: SipMessage, text: string): readonly string[] {
  if (!text.toLowerCase().startsWith('multipart/')) return [`body of type ${code(text)}`];
  return [
    `${plural(sip.parts.length, 'part')}: ${sip.parts
      .slice(0, 6)
      .map(({ contentType }) => code(contentType ?? 'no type'))
      .join(', ')}`,
  ];
}

function userLocationFact(text: string): string {
  switch (text.trim().toLowerCase()) {
    case 'internal':
      return '`internal`: the Teams user is in the company network';
    case 'external':
      return '`external`: the Teams user is outside the company network';
    default:
      return `${code(text)}: \`internal\` or \`external\` is wanted`;
  }
}

function mediaPathFacts(words: readonly Token[]): readonly string[] {
  return words
    .slice(0, 6)
    .map(
      ({ text }, index) =>
        `${code(text)}${index === words.length - 1 ? ': the SBC that the call is for' : ''}`,
    );
}
