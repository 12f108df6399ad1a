/**
 * The form of a description: its text, with values that are plain and differ from call to call replaced by the order in
 * which they appear. What rules that look at a body alone have to say is the same for all bodies of one form, so that
 * bodies need not be judged one by one.
 *
 * Left out are keys, credentials, long foundations, ids and versions of sessions with the letters and the length that
 * they must have, IPv4 addresses that any host may have, and ports from 1024 on. The form keeps which of them are equal,
 * how long a key is, whether an address is Microsoft's, whether a port is even and which ports are neighbours. What is
 * not plain stays as it is written: a key that is published or not random, an address set aside for something. So does
 * a value that stands elsewhere in the text too.
 */
import type { Described } from '../calls/call';
import { addressClass } from '../network/address-classes';
import { isMicrosoftAddress } from '../network/microsoft';
import { isTold } from '../network/network';
import { isSampleKey } from './srtp/key-material';
import type { SeenDescription } from './rule';

/** No body of real traffic is longer. */
const longestBody = 8192;

/** The form of a body and all else that its rules can look at; null for a body that must be judged itself. */
export function formOf({ body, facts, staysInternal }: SeenDescription): string | null {
  const { content, sdp, isCut, side, role, standsAlone } = body;
  if (isCut || sdp.end - sdp.start > longestBody) return null;
  const form = new Form(content, sdp, isTold(facts.network)).read();
  return form === null ? null : `${side} ${role} ${standsAlone} ${staysInternal}\n${form}`;
}

type Mark = (text: string) => string | null;

/** Reads the lines whose values are left out; all others stay as they are. */
class Form {
  /** Values that are left out → the order in which they appeared. */
  readonly #values = new Map<string, number>();
  readonly #ports = new Set<number>();
  /** What stays of the text. */
  #kept = '';
  /** A port stays that is a neighbour of some that are left out. */
  #isOdd = false;

  constructor(
    private readonly content: string,
    private readonly sdp: Described['sdp'],
    private readonly keepsAddresses: boolean,
  ) {}

  read(): string | null {
    const { content } = this;
    const { start, end } = this.sdp;
    let at = start;
    const text = content.slice(start, end);
    if (text.includes(marker) || mappedAddress.test(text)) return null;
    while (at < end) {
      const lineFeed = content.indexOf('\n', at);
      const next = lineFeed < 0 || lineFeed >= end ? end : lineFeed + 1;
      this.#kept += this.#line(content.slice(at, next));
      at = next;
    }
    return this.#isOdd || this.#standsElsewhere() ? null : this.#kept;
  }

  /** Whether a value that was left out also stands in what was kept, where nobody sees that it is the same. */
  #standsElsewhere(): boolean {
    for (const value of this.#values.keys()) if (this.#kept.includes(value)) return true;
    return false;
  }

  #line(line: string): string {
    switch (line.slice(0, 2)) {
      case 'a=':
        return this.#attribute(line);
      case 'c=':
        return this.#fields(line, 'c=IN IP4 ', [this.#address]);
      case 'm=':
        return this.#fields(line, line.slice(0, line.indexOf(' ') + 1), [this.#port]);
      case 'o=':
        return this.#origin(line);
      default:
        return line;
    }
  }

  #attribute(line: string): string {
    switch (line.slice(2, line.indexOf(':'))) {
      case 'candidate':
        return this.#candidate(line);
      case 'crypto':
        return this.#crypto(line);
      case 'ice-ufrag':
        return this.#whole(line, 'a=ice-ufrag:', this.#ufrag);
      case 'ice-pwd':
        return this.#whole(line, 'a=ice-pwd:', this.#pwd);
      case 'rtcp':
        return this.#fields(line, 'a=rtcp:', [this.#port, keep, keep, this.#address]);
      default:
        return line;
    }
  }

  #candidate(line: string): string {
    const related = line.includes(' raddr ') ? [keep, keep, keep, this.#address, keep, this.#port] : [];
    return this.#fields(line, 'a=candidate:', [
      this.#foundation,
      keep,
      keep,
      keep,
      this.#address,
      this.#port,
      ...related,
    ]);
  }

  #crypto(line: string): string {
    const from = line.indexOf(' inline:');
    return from < 0 ? line : line.slice(0, from) + this.#fields(line.slice(from), ' inline:', [this.#key]);
  }

  #origin(line: string): string {
    const from = line.indexOf(' ') + 1;
    const head = line.slice(0, from);
    return this.#fields(line, head, [this.#number, version, keep, keep, this.#address]);
  }

  /** Replaces a value that fills its line: what stands behind it would count to its length. */
  #whole(line: string, beginning: string, mark: Mark): string {
    const behind = line.slice(endOfField(line, beginning.length));
    return /^[ \t\r\n]*$/.test(behind) ? this.#fields(line, beginning, [mark]) : line;
  }

  /** Replaces the fields behind the beginning of a line; one that is not plain, and an odd line, stay as they are. */
  #fields(line: string, beginning: string, marks: readonly Mark[]): string {
    if (!line.startsWith(beginning)) return line;
    let form = beginning;
    let at = beginning.length;
    for (const mark of marks) {
      const end = endOfField(line, at);
      const text = line.slice(at, end);
      form += mark(text) ?? text;
      at = end;
      if (line.charCodeAt(at) !== blank) break;
      form += ' ';
      at++;
    }
    return form + line.slice(at);
  }

  readonly #address: Mark = (text) => {
    if (this.keepsAddresses || !/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) || addressClass(text) !== 'public')
      return null;
    return this.#mark(text, isMicrosoftAddress(text) ? 'A' : 'a');
  };

  readonly #port: Mark = (text) => {
    if (!/^[1-9]\d{3,4}$/.test(text)) return null;
    const port = Number(text);
    if (port < lowest || port > highest) {
      this.#isOdd ||= port === lowest - 1 || port === highest + 1;
      return null;
    }
    const below = this.#ports.has(port - 1) ? `${this.#values.get(String(port - 1))}+` : '';
    const above = this.#ports.has(port + 1) ? `${this.#values.get(String(port + 1))}-` : '';
    this.#ports.add(port);
    return this.#mark(text, `p${port % 2 === 0 ? 'even' : 'odd'}${below}${above}`);
  };

  readonly #ufrag: Mark = (text) => (isCredential(text, 4, 32) ? this.#mark(text, 'u') : null);

  readonly #pwd: Mark = (text) => (isCredential(text, 22, 64) ? this.#mark(text, 'w') : null);

  readonly #foundation: Mark = (text) =>
    text.length >= 6 && text.length <= 32 && /^[A-Za-z0-9+/]+$/.test(text) ? this.#mark(text, 'f') : null;

  readonly #number: Mark = (text) => (/^[1-9]\d{4,17}$/.test(text) ? this.#mark(text, 'n') : null);

  /** A key ends its field, or a bar follows it. */
  readonly #key: Mark = (text) => {
    const bar = text.indexOf('|');
    const key = bar < 0 ? text : text.slice(0, bar);
    const digits = /^[A-Za-z0-9+/]{16,}(?=={0,2}$)/.exec(key)?.[0];
    if (digits === undefined || isRepetitive(digits) || isSampleKey(key)) return null;
    return this.#mark(digits, `k${digits.length}`) + text.slice(digits.length);
  };

  #mark(value: string, kind: string): string {
    let order = this.#values.get(value);
    if (order === undefined) {
      order = this.#values.size;
      this.#values.set(value, order);
    }
    return `${marker}${kind}:${order}${marker}`;
  }
}

const keep: Mark = () => null;
/** Versions of a session only count on. */
const version: Mark = (text) => (/^[1-9]\d{0,17}$/.test(text) ? `${marker}v${marker}` : null);
const blank = 0x20;
/** Stands in no text that is sent. */
const marker = '\0';
/** How the IPv6 form of an IPv4 address is written, which names the same host in other letters (RFC 4291 §2.5.5.2). */
const mappedAddress = /:ffff:/i;
/** Ports that any program may open. */
const lowest = 1024;
const highest = 65_534;

function endOfField(line: string, from: number): number {
  let at = from;
  while (at < line.length && line.charCodeAt(at) > blank) at++;
  return at;
}

/** Whether a credential has the letters and a length that nobody minds (RFC 8839 §5.4), and may be drawn at random. */
function isCredential(text: string, shortest: number, longest: number): boolean {
  return (
    text.length >= shortest && text.length <= longest && /^[A-Za-z0-9+/]+$/.test(text) && !isRepetitive(text)
  );
}

/** Whether a value begins as no random one does: one letter again and again, or four of them again. */
function isRepetitive(text: string): boolean {
  const lower = text.toLowerCase();
  return lower[0] === lower[1] && lower[1] === lower[2]
    ? true
    : text.length > 8 && text.startsWith(text.slice(0, 4), 4);
}
