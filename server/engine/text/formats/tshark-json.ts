/**
 * `tshark -T json`: for each packet an object whose `layers` hold the fields of each protocol, one a line. Taken are
 * `sip.Request-Line` or `sip.Status-Line`, `sip.msg_hdr`, and, where that does not hold the body as well, the lines
 * of SDP, each of which is a field of its own.
 */
import { ContentBuilder } from '../../basics/content';
import { unknownMeta, type DumpFormat } from '../format';
import { LineCursor } from '../line-cursor';
import { atPort } from '../endpoint';
import type { Endpoint, RecordMeta } from '../record';
import type { Scanner } from '../scanner';
import { epochTime, timeIn } from '../time';

const MAX_PACKET = 2 * 1024 * 1024;
const MAX_KEY = 100;
const packetMark = /^[ \t]*"_index":/;
const shownFields = /"sip\.(?:Request-Line|Status-Line|msg_hdr)":/;

/** The line of SDP that a field holds; its letter stands in the field's name. */
const sdpFields: Readonly<Record<string, string>> = {
  'sdp.version': 'v',
  'sdp.owner': 'o',
  'sdp.session_name': 's',
  'sdp.session_info': 'i',
  'sdp.uri': 'u',
  'sdp.email': 'e',
  'sdp.phone': 'p',
  'sdp.connection_info': 'c',
  'sdp.bandwidth': 'b',
  'sdp.time': 't',
  'sdp.repeat_time': 'r',
  'sdp.timezone': 'z',
  'sdp.encryption_key': 'k',
  'sdp.session_attr': 'a',
  'sdp.media': 'm',
  'sdp.media_title': 'i',
  'sdp.media_attr': 'a',
};

export const tsharkJson: DumpFormat = {
  id: 'tshark-json',
  shows: (text, { start }) =>
    text.charCodeAt(start) <= 32 && shownFields.test(text.slice(start, start + 2 * MAX_KEY)),
  starts: (text, { start, end }) => isPacket(text, start, end),
  packet(scanner, start) {
    const { text } = scanner;
    const layers = new Layers(scanner);
    const line = LineCursor.below(scanner, start, start + MAX_PACKET);
    while (line.advance() && !isPacket(text, line.start, line.end) && isJson(text, line.start, line.end))
      layers.take(line.start, line.end);
    return { end: line.start, meta: layers.meta, content: layers.content.content(), stream: null };
  },
};

function isPacket(text: string, start: number, end: number): boolean {
  return packetMark.test(text.slice(start, Math.min(end, start + MAX_KEY)));
}

/** What JSON's lines begin with where it is written over several. */
function isJson(text: string, start: number, end: number): boolean {
  return start < end && ' \t{}[],"'.includes(text.charAt(start));
}

class Layers {
  meta: RecordMeta = unknownMeta;
  readonly content: ContentBuilder;
  readonly #text: string;
  #quoted = false;
  /** The blank line behind the headers stands. */
  #hasBlank = false;
  #hasBody = false;
  #inLines = false;

  constructor(scanner: Scanner) {
    this.#text = scanner.text;
    this.content = new ContentBuilder(scanner.text);
  }

  take(start: number, end: number): void {
    const text = this.#text;
    let quote = start;
    while (quote < end && text.charCodeAt(quote) <= 32) quote++;
    if (text.charCodeAt(quote) !== 34) {
      this.#inLines = false;
      return;
    }
    if (this.#inLines) {
      // A line of a textual body is a key, and has no value.
      this.#string(quote + 1, end);
      return;
    }
    const key = /^"([\w .-]{1,90})": ?(["{])/.exec(text.slice(quote, Math.min(end, quote + MAX_KEY)));
    if (key === null) return;
    const name = key[1] ?? '';
    if (key[2] === '{') this.#layer(name, quote);
    else this.#field(name, quote, quote + key[0].length, end);
  }

  #layer(name: string, at: number): void {
    if (name === 'icmp' || name === 'icmpv6') this.#quoted = true;
    else if (name === 'tls' || name === 'ssl') this.meta = { ...this.meta, transport: 'TLS' };
    else if (name === 'websocket')
      this.meta = { ...this.meta, transport: this.meta.transport === 'TLS' ? 'WSS' : 'WS' };
    else if (name === 'data-text-lines' && this.content.length > 0 && !this.#hasBody) {
      this.#startBody(at);
      this.#inLines = true;
    }
  }

  #field(name: string, quote: number, start: number, end: number): void {
    if (this.#quoted) return;
    const type = sdpFields[name];
    if (type !== undefined) {
      if (this.content.length === 0 || this.#hasBody) return;
      this.#startBody(quote);
      this.content.put(`${type}=`, quote + 1 + name.indexOf(type, 'sdp.'.length));
      this.content.put('\r\n', this.#string(start, end));
    } else if (name === 'sip.Request-Line' || name === 'sip.Status-Line') {
      this.#hasBlank = false;
      this.#hasBody = false;
      this.content.put('\r\n', this.#string(start, end));
    } else if (name === 'sip.msg_hdr') {
      const close = this.#string(start, end);
      this.#hasBlank = this.#text.slice(start, close).includes('\\n\\r\\n');
      this.#hasBody = this.#hasBlank && !this.#text.slice(start, close).endsWith('\\n\\r\\n');
    } else {
      this.#meta(name, this.#text.slice(start, Math.min(end, start + MAX_KEY)).replace(/",?$/, ''));
    }
  }

  #meta(name: string, value: string): void {
    const { meta } = this;
    if (name === 'frame.time_epoch') this.meta = { ...meta, time: epochTime(value) ?? timeIn(value) };
    else if (name === 'ip.src' || name === 'ipv6.src') this.meta = { ...meta, source: at(value) };
    else if (name === 'ip.dst' || name === 'ipv6.dst') this.meta = { ...meta, destination: at(value) };
    else if (name === 'udp.srcport' || name === 'tcp.srcport') {
      const transport = name.startsWith('udp') ? 'UDP' : 'TCP';
      this.meta = { ...meta, transport, source: atPort(meta.source, value) };
    } else if (name === 'udp.dstport' || name === 'tcp.dstport') {
      this.meta = { ...meta, destination: atPort(meta.destination, value) };
    }
  }

  /** Puts the blank line before the first line of the body. */
  #startBody(at: number): void {
    if (this.#hasBlank) return;
    this.#hasBlank = true;
    this.content.put('\r\n', at - 2);
  }

  /** Adds a string from behind its opening quote; gives where the closing one stands. */
  #string(start: number, end: number): number {
    const text = this.#text;
    let from = start;
    let at = start;
    while (at < end) {
      const code = text.charCodeAt(at);
      if (code === 34) break;
      if (code !== 92) {
        at++;
        continue;
      }
      this.content.add(from, at);
      const escape = text.charAt(at + 1);
      const code4 = escape === 'u' ? Number.parseInt(text.slice(at + 2, at + 6), 16) : Number.NaN;
      this.content.put(Number.isNaN(code4) ? (escapes[escape] ?? escape) : String.fromCharCode(code4), at);
      at += Number.isNaN(code4) ? 2 : 6;
      from = at;
    }
    this.content.add(from, Math.min(at, end));
    return at;
  }
}

const escapes: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', b: '\b', f: '\f' };

function at(address: string): Endpoint {
  return { address, port: null };
}
