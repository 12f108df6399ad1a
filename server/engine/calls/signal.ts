/**
 * A message as far as legs, sides, profile and outcome look into it. What decides over calls works on these alone,
 * so that it serves messages that were parsed and messages of which an index kept only this.
 */
import { isMicrosoftAddress, isPstnHubAgent, isPstnHubHost, mayNamePstnHub } from '../network/microsoft';
import { hasFlag, hasIce, isSecureProfile } from '../sdp/query';
import type { SipMessage } from '../sip/message';
import { parseUri } from '../sip/uri';
import { addressesOf, headerOf, topVia } from '../sip/values';
import type { RecordDirectives } from '../text/record';
import type { TraceTime } from '../../../shared/times';
import type { SipTraceMessage } from '../traces/message';
import { factsOf, type SipFacts } from '../sip/facts';

/** What the session descriptions of a message say of media. */
export interface MediaSignal {
  /** A session is marked `a=ice-lite`. */
  readonly iceLite: boolean;
  /** The first description carries ICE. */
  readonly ice: boolean;
  /** `secure` where any stream is. */
  readonly media: 'none' | 'plain' | 'secure';
}

/** What is only compared: a text, or a number that stands for it and no other. `''` where there is none. */
export type Mark = string | number;

export interface Signal extends MediaSignal {
  /** Of a request its method, of a response that of its CSeq. */
  readonly method: string;
  /** Null for a request. */
  readonly status: number | null;
  /** The number of CSeq. */
  readonly cseq: Mark;
  /** Of the topmost Via. */
  readonly branch: Mark;
  readonly fromTag: Mark;
  readonly toTag: Mark;
  /** The tag of To as it is written; of others than responses that make a fork it may be empty. */
  readonly toTagText: string;
  readonly viaCount: number;
  readonly time: TraceTime | null;
  /** Both ends' addresses, in an order of their own; with one end known, that one; null with none. */
  readonly path: string | null;
  /** Its sender signs as Microsoft, or sends from Microsoft's addresses. */
  readonly sentByMicrosoft: boolean;
  /** Its URI or address leads to Microsoft. */
  readonly sentToMicrosoft: boolean;
  /** URI of From and To, without parameters; the raw value where it holds none. */
  readonly from: string;
  readonly to: string;
  /**
   * Why, in words: of a request and of a final response the Reason header (RFC 3326), which says more than a phrase; of
   * a response else its phrase. Null where a request says nothing.
   */
  readonly reason: string | null;
  readonly directives: RecordDirectives;
}

/** The signal of a parsed message. */
export class MessageSignal implements Signal {
  private readonly facts: SipFacts;
  private described: MediaSignal | null = null;
  private signed: boolean | null = null;

  constructor(readonly message: SipTraceMessage) {
    this.facts = factsOf(message.parsed);
  }

  get callId(): string {
    return this.facts.callId;
  }

  get method(): string {
    return this.facts.method;
  }

  get status(): number | null {
    return this.facts.status;
  }

  get cseq(): string {
    return this.facts.cseq;
  }

  get branch(): string {
    return this.facts.branch;
  }

  get fromTag(): string {
    return this.facts.fromTag;
  }

  get toTag(): string {
    return this.facts.toTag;
  }

  get toTagText(): string {
    return this.facts.toTag;
  }

  get viaCount(): number {
    return this.facts.viaCount;
  }

  get time(): TraceTime | null {
    return this.message.record.meta.time;
  }

  get path(): string | null {
    const { source, destination } = this.message.record.meta;
    return pathBetween(source?.address ?? null, destination?.address ?? null);
  }

  get sentByMicrosoft(): boolean {
    this.signed ??= this.isSignedByMicrosoft();
    return this.signed;
  }

  private isSignedByMicrosoft(): boolean {
    const { parsed, record } = this.message;
    const agent = headerOf(parsed, 'user-agent') ?? headerOf(parsed, 'server');
    if (agent !== undefined && isPstnHubAgent(agent.value.text)) return true;
    if (this.namesHubIn('contact')) return true;
    if (parsed.startLine.kind === 'request') {
      if (this.namesHubIn('record-route')) return true;
      // The top Via of a request is its sender's, that of a response its receiver's (RFC 3261 §18.1.1, §18.2.2).
      if (this.namesHubInVia) return true;
    }
    return record.meta.source !== null && isMicrosoftAddress(record.meta.source.address);
  }

  get sentToMicrosoft(): boolean {
    const { parsed, record } = this.message;
    if (parsed.startLine.kind === 'request') {
      const { start, end, text } = parsed.startLine.uri;
      if (mayNamePstnHub(text) && isPstnHubHost(parseUri(parsed.content, start, end).host.text)) return true;
    } else if (this.namesHubInVia) return true;
    return record.meta.destination !== null && isMicrosoftAddress(record.meta.destination.address);
  }

  private get namesHubInVia(): boolean {
    const { parsed } = this.message;
    if (!mayNamePstnHub(headerOf(parsed, 'via')?.value.text ?? '')) return false;
    const via = topVia(parsed);
    return via !== null && isPstnHubHost(via.host.text);
  }

  /** Whether the first address in headers of an id is at Microsoft's proxies. */
  private namesHubIn(id: 'contact' | 'record-route'): boolean {
    const { parsed } = this.message;
    if (!parsed.headers.some((header) => header.id === id && mayNamePstnHub(header.value.text))) return false;
    const [address] = addressesOf(parsed, id);
    return address !== undefined && isPstnHubHost(address.uri.host.text);
  }

  get iceLite(): boolean {
    return this.mediaSignal.iceLite;
  }

  get ice(): boolean {
    return this.mediaSignal.ice;
  }

  get media(): MediaSignal['media'] {
    return this.mediaSignal.media;
  }

  get from(): string {
    return addressText(this.message.parsed, 'from');
  }

  get to(): string {
    return addressText(this.message.parsed, 'to');
  }

  get reason(): string | null {
    const { parsed } = this.message;
    const { status } = this;
    const header = status === null || status >= 200 ? headerOf(parsed, 'reason')?.value.text : undefined;
    if (header !== undefined && header !== '') return header;
    return parsed.startLine.kind === 'status' ? parsed.startLine.phrase.text : null;
  }

  get directives(): RecordDirectives {
    return this.message.record.directives;
  }

  private get mediaSignal(): MediaSignal {
    this.described ??= mediaSignalOf(this.message.parsed);
    return this.described;
  }
}

/** The way between two addresses, whichever way it was gone; null where neither is known. */
export function pathBetween(source: string | null, destination: string | null): string | null {
  if (source === null && destination === null) return null;
  const one = source ?? '';
  const other = destination ?? '';
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}

function mediaSignalOf({ parts }: SipMessage): MediaSignal {
  const descriptions = parts.flatMap(({ sdp }) => (sdp === null ? [] : [sdp]));
  const media = descriptions.flatMap((sdp) => sdp.media);
  return {
    iceLite: descriptions.some(({ session }) => hasFlag(session, 'ice-lite')),
    ice: descriptions[0] !== undefined && hasIce(descriptions[0]),
    media: media.length === 0 ? 'none' : media.some(isSecureProfile) ? 'secure' : 'plain',
  };
}

function addressText(message: SipMessage, id: 'from' | 'to'): string {
  const [address] = addressesOf(message, id);
  if (address === undefined) return headerOf(message, id)?.value.text ?? '';
  const { uri } = address;
  const end = uri.params[0] === undefined ? (uri.headers?.start ?? uri.end + 1) - 1 : uri.params[0].start - 1;
  return message.content.slice(uri.start, Math.min(end, uri.end)).trim();
}
