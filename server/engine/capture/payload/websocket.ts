/** WebSocket frames (RFC 6455 §5), in which SIP goes over the web (RFC 7118). */
import { copyOf, u16, u32, u8 } from '../../basics/bytes';

export interface WebSocketFrame {
  readonly final: boolean;
  /** What an extension has done to the payload: `compressed` is that of permessage-deflate (RFC 7692 §6). */
  readonly extension: 'none' | 'compressed' | 'other';
  /** 0 continues a message; 1 is text, 2 binary; from 8 on control. */
  readonly opcode: number;
  /** Of the whole frame. */
  readonly length: number;
  readonly payloadStart: number;
  readonly payloadLength: number;
  /** Offset of the four octets of the mask; null if the payload is plain. */
  readonly mask: number | null;
}

/** Reads the head of a frame; null if it is not whole yet. The payload may not be there. */
export function readWebSocketFrame(bytes: Uint8Array, start: number, end: number): WebSocketFrame | null {
  if (start + 2 > end) return null;
  const short = u8(bytes, start + 1) & 0x7f;
  const lengthOctets = short === 126 ? 2 : short === 127 ? 8 : 0;
  const isMasked = (u8(bytes, start + 1) & 0x80) !== 0;
  const maskAt = start + 2 + lengthOctets;
  const payloadStart = maskAt + (isMasked ? 4 : 0);
  if (payloadStart > end) return null;
  const payloadLength =
    lengthOctets === 0
      ? short
      : lengthOctets === 2
        ? u16(bytes, start + 2)
        : u32(bytes, start + 2) * 2 ** 32 + u32(bytes, start + 6);
  return {
    final: (u8(bytes, start) & 0x80) !== 0,
    extension: extensionOf(u8(bytes, start) & 0x70),
    opcode: u8(bytes, start) & 15,
    length: payloadStart - start + payloadLength,
    payloadStart,
    payloadLength,
    mask: isMasked ? maskAt : null,
  };
}

/** By the three reserved bits. */
function extensionOf(bits: number): WebSocketFrame['extension'] {
  if (bits === 0) return 'none';
  return bits === 0x40 ? 'compressed' : 'other';
}

/** A copy of the frame's payload, without its mask; at most `most` octets of it. */
export function webSocketPayload(bytes: Uint8Array, frame: WebSocketFrame, most: number): Uint8Array {
  const end = Math.min(bytes.length, frame.payloadStart + Math.min(frame.payloadLength, most));
  const payload = copyOf(bytes, frame.payloadStart, end);
  if (frame.mask === null) return payload;
  for (let at = 0; at < payload.length; at++) {
    payload[at] = (payload[at] ?? 0) ^ u8(bytes, frame.mask + (at & 3));
  }
  return payload;
}
