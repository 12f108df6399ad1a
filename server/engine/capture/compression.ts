import { FlateErrorCode, Gunzip } from 'fflate';
import type { FlateError } from 'fflate';
import { u32le } from '../basics/bytes';
import { BadZstd, ZstdDecoder } from './zstd';
import type { TakeOctets } from './zstd';

export type Compression = 'gzip' | 'zstd';

/** When to stop because the file is made to grow without end. Sizes in octets. */
export interface DecompressionLimits {
  /** So much may come out in any case. */
  readonly freeOutput: number;
  /** Behind that, so many times what went in. */
  readonly ratio: number;
  readonly output: number;
}

/** Real captures become 3 to 50 times smaller; what comes to more than 250 times is no capture. */
export const DECOMPRESSION_LIMITS: DecompressionLimits = {
  freeOutput: 2 ** 28,
  ratio: 250,
  output: 2 ** 40,
};

/**
 * Undoes the compression of a file that comes in pieces. It never throws but what `take` throws:
 * {@link Decompressor.problem} tells why there is no more, and what was given out before stands. Memory does not depend on the file's size.
 */
export class Decompressor {
  private readonly decoder: Decoder;
  private input = 0;
  private output = 0;
  private failure: string | null = null;

  constructor(
    readonly compression: Compression,
    private readonly take: TakeOctets,
    private readonly limits: DecompressionLimits = DECOMPRESSION_LIMITS,
  ) {
    const give = (octets: Uint8Array): void => this.give(octets);
    this.decoder = compression === 'gzip' ? new GzipDecoder(give) : new ZstdDecoder(give);
  }

  /**
   * One sentence without a full stop on why the rest of the file is not read; null while there is no reason. Once
   * it is set nothing more is given out.
   */
  get problem(): string | null {
    return this.failure;
  }

  /** Octets that were given out. */
  get outputLength(): number {
    return this.output;
  }

  /** Takes the next piece of the file, which must not change afterwards, and gives out what comes of it. */
  push(piece: Uint8Array): void {
    for (let at = 0; at < piece.length && this.failure === null; at += SLICE) {
      const slice = piece.subarray(at, at + SLICE);
      this.input += slice.length;
      this.attempt(() => this.decoder.push(slice));
    }
  }

  /** Says that the file has ended. */
  finish(): void {
    if (this.failure === null) this.attempt(() => this.decoder.finish());
  }

  private give(octets: Uint8Array): void {
    const { freeOutput, ratio, output } = this.limits;
    const most = Math.min(output, Math.max(freeOutput, ratio * this.input));
    const rest = most - this.output;
    const given = octets.length > rest ? octets.subarray(0, rest) : octets;
    this.output += given.length;
    if (given.length > 0) this.handOver(given);
    if (octets.length > rest) throw new TooLarge();
  }

  private handOver(octets: Uint8Array): void {
    try {
      this.take(octets);
    } catch (error) {
      throw new TakerFailed(error);
    }
  }

  private attempt(decode: () => void): void {
    try {
      decode();
    } catch (error) {
      if (error instanceof TakerFailed) throw error.reason;
      this.failure = this.describe(error);
    }
  }

  private describe(error: unknown): string {
    const read = `${this.output} octets were read before`;
    if (error instanceof TooLarge) {
      return `the ${this.compression} file unpacks to more than ${this.output} octets out of ${this.input}: that is no capture, the rest is not read`;
    }
    switch (error instanceof BadData || error instanceof BadZstd ? error.kind : 'damaged') {
      case 'cut off':
        return `the ${this.compression} file is cut off: ${read}`;
      case 'trailing':
        return `what follows the ${this.compression} data is something else and is not read`;
      case 'dictionary':
        return 'the zstd file needs a dictionary: decompress it with zstd and open the result';
      case 'window':
        return 'the zstd file needs a window of more than 128 MiB: decompress it with zstd --long=31 and open the result';
      case 'damaged':
        return `the ${this.compression} file is damaged: ${read}`;
    }
  }
}

interface Decoder {
  push(piece: Uint8Array): void;
  finish(): void;
}

/** So much is decompressed at a time: gzip makes at most 1032 times as much of it. */
const SLICE = 1 << 14;
/** A header with names, or blocks without content: more than this is not meant to be read. */
const LONGEST_SILENCE = 1 << 20;

/** Header, an empty block, checksum and size. */
const SHORTEST_MEMBER = 10 + 2 + 8;

class BadData extends Error {
  constructor(readonly kind: 'cut off' | 'damaged' | 'trailing') {
    super(kind);
  }
}

class TooLarge extends Error {}

/** It is not the file's fault. */
class TakerFailed extends Error {
  constructor(readonly reason: unknown) {
    super();
  }
}

/** gzip (RFC 1952), also several members in a row. Its checksums are not compared. */
class GzipDecoder implements Decoder {
  private readonly gunzip: Gunzip;
  private memberOutput = 0;
  private anyOutput = false;
  private silence = 0;
  private input = 0;
  private last: Uint8Array = new Uint8Array(0);

  constructor(private readonly take: TakeOctets) {
    this.gunzip = new Gunzip((octets) => this.give(octets));
    this.gunzip.onmember = () => {
      this.memberOutput = 0;
    };
  }

  push(piece: Uint8Array): void {
    this.last = lastFour(this.last, piece);
    this.silence += piece.length;
    this.input += piece.length;
    this.inflate(piece, false);
    if (this.silence > LONGEST_SILENCE) throw new BadData('damaged');
  }

  /** A member ends with the size of its content (RFC 1952 §2.3.1): where that does not fit, the end is missing. */
  finish(): void {
    this.inflate(new Uint8Array(0), true);
    const isWhole = this.input >= SHORTEST_MEMBER && u32le(this.last, 0) === this.memberOutput % 2 ** 32;
    if (!isWhole) throw new BadData('cut off');
  }

  private give(octets: Uint8Array): void {
    if (octets.length === 0) return;
    this.memberOutput += octets.length;
    this.anyOutput = true;
    this.silence = 0;
    this.take(octets);
  }

  private inflate(piece: Uint8Array, isLast: boolean): void {
    try {
      this.gunzip.push(piece, isLast);
    } catch (error) {
      if (!isFlateError(error)) throw error;
      if (error.code === FlateErrorCode.UnexpectedEOF) throw new BadData('cut off');
      const isTrailing = error.code === FlateErrorCode.InvalidHeader && this.anyOutput;
      throw new BadData(isTrailing ? 'trailing' : 'damaged');
    }
  }
}

function lastFour(before: Uint8Array, piece: Uint8Array): Uint8Array {
  if (piece.length >= 4) return piece.slice(-4);
  const joined = new Uint8Array(before.length + piece.length);
  joined.set(before);
  joined.set(piece, before.length);
  return joined.slice(-4);
}

function isFlateError(error: unknown): error is FlateError {
  return error instanceof Error && 'code' in error;
}
