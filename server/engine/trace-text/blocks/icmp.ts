/** An ICMP error: a router or host says that a packet did not get through, and quotes how it began. */
import type { CaptureEndpoint, IcmpErrorEvent, IcmpQuote } from '../../capture/events';
import { endpointText, parseEndpoint, withPort } from '../../text/endpoint';
import { lineBehind, writeBlock, type BlockText } from './block';

export interface IcmpBody {
  readonly type: 'icmp';
  /** ICMP's type and code; null where the head does not tell. */
  readonly error: { readonly type: number; readonly code: number } | null;
  /** The packet that is spoken of; null where the quote was too short. */
  readonly quote: Pick<IcmpQuote, 'source' | 'destination' | 'content'> | null;
}

/** Writes the block of an error. */
export function writeIcmp({ moment, source, destination, type, code, quote }: IcmpErrorEvent): string {
  const way = {
    moment,
    transport: 'IP',
    source: { address: source, port: null },
    destination: { address: destination, port: null },
  };
  const quoted =
    quote === null
      ? []
      : [`${quoteMark}${endpointText(quote.source)} -> ${endpointText(quote.destination)}, ${quote.content}`];
  return writeBlock(way, 'icmp', [`error, type ${type} code ${code}`], quoted);
}

const quoteMark = 'quotes ';

/** Reads a block of ICMP. */
export function readIcmp(block: BlockText): IcmpBody {
  const [, type, code] = /^error, type (\d{1,3}) code (\d{1,3})/.exec(block.notes) ?? [];
  return {
    type: 'icmp',
    error: type === undefined ? null : { type: Number(type), code: Number(code) },
    quote: readQuote(lineBehind(block, quoteMark) ?? ''),
  };
}

const contents: ReadonlyMap<string, IcmpQuote['content']> = new Map(
  (['sip', 'stun', 'rtp', 'rtcp', 'other'] as const).map((content) => [content, content]),
);

function readQuote(line: string): IcmpBody['quote'] {
  const [, from = '', to = '', what = ''] = /^(\S{1,60}) -> (\S{1,60}), ([a-z]{1,10})$/.exec(line) ?? [];
  const source = whole(from);
  const destination = whole(to);
  const content = contents.get(what);
  return source === null || destination === null || content === undefined
    ? null
    : { source, destination, content };
}

function whole(text: string): CaptureEndpoint | null {
  const end = parseEndpoint(text);
  return end === null ? null : withPort(end);
}
