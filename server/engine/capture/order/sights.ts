/** A quick look at packets for what tells the order of things: numbers of RTP, questions and their answers. */
import { copyOf, u16, u32 } from '../../basics/bytes';
import { AddressTexts } from '../../network/address-texts';
import type { Packet } from '../packet';
import type { PacketList } from '../packed-packets';
import { type Look, PacketLook } from '../packet-look';

/** What a packet is part of, so far as it tells what comes before and what behind it. */
export type Sight = RtpSight | ExchangeSight;

export interface RtpSight {
  readonly kind: 'rtp';
  /** Of the packet among all. */
  readonly place: number;
  /** Source, ports and SSRC. */
  readonly flow: string;
  readonly sequence: number;
  readonly timestamp: number;
}

/** A request or response of STUN or SIP. */
export interface ExchangeSight {
  readonly kind: 'ask' | 'answer';
  /** The same for both. */
  readonly transaction: string;
  readonly source: string;
  readonly destination: string;
  /** The Call-ID of an INVITE, and of what comes behind it in its dialog (RFC 3261 §13.2.2.4, §15). */
  readonly opens: string | null;
  readonly needs: string | null;
}

/** Octets of a SIP message that are looked at for its Call-ID and CSeq. */
const LONGEST_LOOK = 3000;
/** SUBSCRIBE. */
const LONGEST_METHOD = 9;

export class Sights {
  private readonly look = new PacketLook();
  private readonly texts = new AddressTexts();

  /** Of the packets from one place up to another. */
  among(packets: PacketList, from: number, to: number): readonly Sight[] {
    const sights: Sight[] = [];
    for (let at = Math.max(0, from); at < Math.min(to, packets.length); at++) {
      const packet = packets.at(at);
      const sight = packet === undefined ? null : (this.rtp(packet, at) ?? this.exchange(packet));
      if (sight !== null) sights.push(sight);
    }
    return sights;
  }

  /** Who sent a packet, in whatever protocol; empty where it has no IP. */
  senderOf(packet: Packet): string {
    const { header } = this.look;
    if (this.look.at(packet) === 'other' && !header.isFragment) return '';
    return this.texts.text(header.version, header.source);
  }

  private rtp(packet: Packet, place: number): RtpSight | null {
    const { look } = this;
    if (look.at(packet) !== 'datagram') return null;
    const { bytes } = packet;
    const { start, end, sourcePort, destinationPort, header } = look;
    if ((bytes[start] ?? 0) >> 6 !== 2 || start + 12 > end) return null;
    const flow = `${header.source.join('.')} ${sourcePort} ${destinationPort} ${u32(bytes, start + 8)}`;
    return { kind: 'rtp', place, flow, sequence: u16(bytes, start + 2), timestamp: u32(bytes, start + 4) };
  }

  /** A message of STUN or SIP in a datagram of its own, or one of SIP at the start of a segment. */
  exchange(packet: Packet): ExchangeSight | null {
    const { look } = this;
    const told = toldBy(packet, look.at(packet), look);
    if (told === null) return null;
    const { version, source, destination } = look.header;
    return {
      ...told,
      source: this.texts.text(version, source),
      destination: this.texts.text(version, destination),
    };
  }
}

const ascii = new TextDecoder('latin1');

type Told = Omit<ExchangeSight, 'source' | 'destination'>;

function toldBy({ bytes }: Packet, kind: Look, { start, end, header }: PacketLook): Told | null {
  if (kind === 'other') return null;
  if (kind === 'segment') {
    // RFC 9293 §3.1: the length of the header in words of four octets.
    const data = header.start + ((bytes[header.start + 12] ?? 0) >> 4) * 4;
    return isSipStart(bytes, data, header.end) ? sipSight(bytes, data, header.end) : null;
  }
  const first = bytes[start] ?? 0;
  if (first < 4 && start + 20 <= end) return stunSight(bytes, start);
  return first >= 64 && first < 128 ? sipSight(bytes, start, end) : null;
}

/** Whether a segment begins with a response, or with a method and a blank. */
function isSipStart(bytes: Uint8Array, start: number, end: number): boolean {
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + LONGEST_METHOD + 1)));
  return /^(?:SIP\/2\.0|[A-Z]{3,9}) /.test(text);
}

/** RFC 8489 §5: the second bit of the class tells a response; an indication asks nothing. */
function stunSight(bytes: Uint8Array, start: number): Told | null {
  const type = u16(bytes, start);
  const isAnswer = (type & 0x0100) !== 0;
  if (!isAnswer && (type & 0x0010) !== 0) return null;
  const transaction = `${u32(bytes, start + 8)} ${u32(bytes, start + 12)} ${u32(bytes, start + 16)}`;
  return { kind: isAnswer ? 'answer' : 'ask', transaction, opens: null, needs: null };
}

/** By Call-ID, CSeq and the topmost Via's branch, read as far as a quick look goes. */
function sipSight(bytes: Uint8Array, start: number, end: number): Told | null {
  const text = ascii.decode(copyOf(bytes, start, Math.min(end, start + LONGEST_LOOK)));
  const callId = /\n(?:call-id|i)[ \t]*:[ \t]*(\S{1,200})/i.exec(text)?.[1];
  const cseq = /\ncseq[ \t]*:[ \t]*(\d{1,10}[ \t]+\w{1,20})/i.exec(text)?.[1];
  if (callId === undefined || cseq === undefined) return null;
  const branch = /[ \t;]branch[ \t]*=[ \t]*([^\s;,]{1,200})/i.exec(text)?.[1] ?? '';
  const transaction = `${callId} ${cseq} ${branch}`;
  if (text.startsWith('SIP/2.0 ')) return { kind: 'answer', transaction, opens: null, needs: null };
  const opens = text.startsWith('INVITE ') ? callId : null;
  const needs = text.startsWith('BYE ') || text.startsWith('ACK ') ? callId : null;
  return { kind: 'ask', transaction, opens, needs };
}
