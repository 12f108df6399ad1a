/** Looks at messages: what they are, as {@link Sight} has it, and what tells them from others. */
import { isCutMessage } from '../sip/cut';
import type { TraceMessage } from './message';
import type { MessageType, Sight, StreamSight } from './sight';

type Looked = Pick<TraceMessage, 'record' | 'parsed'>;

/** Looks at a message. */
export function sightOf(message: TraceMessage): Sight {
  return message.sight ?? new OpenSight(message);
}

/** Of a message whose tree is there. */
export class OpenSight implements Sight {
  constructor(private readonly message: Looked) {}

  get type(): MessageType {
    const { parsed } = this.message;
    return parsed.kind === 'packet' ? parsed.type : parsed.kind;
  }

  get stream(): StreamSight | null {
    const { parsed } = this.message;
    return parsed.kind === 'packet' && parsed.type === 'rtp' ? parsed.stream : null;
  }

  get sum(): number {
    const octets = octetsIn(this.type, this.message);
    return octets === null ? 0 : sumOf(octets);
  }

  get isCut(): boolean {
    const { parsed } = this.message;
    switch (parsed.kind) {
      case 'sip':
        return isCutMessage(parsed);
      case 'sdp':
        return false;
      case 'packet':
        return parsed.type === 'stun' && parsed.stun?.cut === true;
    }
  }
}

/** What is one packet, or was sent as one message. */
const single: ReadonlySet<MessageType> = new Set(['sip', 'stun', 'turn', 'rtcp', 'dtls', 'dns']);

/** Whether a message has octets of its own: a stream stands for many packets. */
export function hasOctets({ type }: Sight): boolean {
  return single.has(type);
}

/** What tells a message from others; null where it stands for more than a packet. */
export function octetsOf(message: TraceMessage): string | null {
  return octetsIn(sightOf(message).type, message);
}

function octetsIn(type: MessageType, { record: { content } }: Looked): string | null {
  if (!single.has(type)) return null;
  // The head of a block tells of one sight of it: when, and between whom.
  return type === 'sip' ? content : content.slice(content.indexOf('\n') + 1);
}

/** A sum over some of a text (FNV-1a). */
function sumOf(text: string): number {
  let sum = 0x811c9dc5 ^ text.length;
  for (let at = 0; at < text.length; at += 5) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return sum;
}
