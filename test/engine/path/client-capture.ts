/** Builds captures as they are made at a client: adapters, lookups, checks, allocations, media. */
import { compileNetwork, type Network } from '../../../server/engine/network/network';
import { analyse } from '../../../server/engine/analysis/analyse';
import { pathsOf } from '../../../server/engine/path/trace-paths';
import type { MediaPath } from '../../../server/engine/path/model';
import { renderCapture } from '../../../server/engine/trace-text/render';
import type { NetworkSettings } from '../../../shared/network';
import { ethernet, four, hex, ipv4, octets, Pcapng, tcp, two, udp, type Part } from '../capture/build';

/** `10.0.0.1:50006` */
export type End = string;

export interface Relay {
  /** What it calls itself. */
  readonly software?: string;
  /** The client's address as it sees it. */
  readonly mapped?: End;
  readonly relayed?: End;
  readonly peer?: End;
}

const cookie = hex('2112a442');

/** A capture; what is added comes in order, ten milliseconds apart. */
export class ClientCapture {
  private readonly file = new Pcapng().section();
  private micros = 1_780_000_000_000_000;
  private adapter = -1;
  private adapters = 0;
  private transactions = 0;

  /** What follows is captured on an adapter of this name and description. */
  on(name: string, description = ''): this {
    const { file } = this;
    const texts = [file.option(2, octets(name)), file.option(3, octets(description))];
    file.interface(1, [...texts, file.option(0, octets())]);
    this.adapter = this.adapters++;
    return this;
  }

  /** A name is looked up. */
  dns(client: End, server: End, name: string, address: string, ...aliases: readonly string[]): this {
    const id = two(++this.transactions);
    const question = [nameOctets(name), two(1), two(1)];
    this.udp(client, server, octets(id, hex('01000001 0000 0000 0000'), question));
    const owners = [name, ...aliases];
    const chain = aliases.map((alias, place) => {
      const target = octets(nameOctets(alias));
      return [nameOctets(owners[place] ?? ''), two(5), two(1), four(300), two(target.length), target];
    });
    const last = [
      nameOctets(owners.at(-1) ?? ''),
      two(1),
      two(1),
      four(60),
      two(4),
      address.split('.').map(Number),
    ];
    const counts = [two(1), two(aliases.length + 1), two(0), two(0)];
    return this.udp(server, client, octets(id, hex('8180'), counts, question, chain, last));
  }

  /** Data go both ways in a connection. */
  tcp(client: End, server: End, data: Part = 'hello'): this {
    const [, port] = split(client);
    const [, far] = split(server);
    const out = octets(data);
    this.packet(
      client,
      server,
      6,
      tcp(octets(), { source: port, destination: far, sequence: 100, flags: 'S' }),
    );
    this.packet(
      server,
      client,
      6,
      tcp(octets(), { source: far, destination: port, sequence: 500, acknowledgement: 101, flags: 'SA' }),
    );
    return this.packet(
      client,
      server,
      6,
      tcp(out, { source: port, destination: far, sequence: 101, acknowledgement: 501 }),
    );
  }

  /** A Binding request of ICE, the controlling client's. */
  check(client: End, peer: End, answered = true): this {
    const id = this.transaction();
    this.udp(
      client,
      peer,
      stun(0x0001, id, [attribute(0x0024, four(1)), attribute(0x802a, new Uint8Array(8))]),
    );
    return answered ? this.udp(peer, client, stun(0x0101, id, [attribute(0x0020, xored(client))])) : this;
  }

  /** An anycast relay sends the client to another one. */
  redirect(client: End, relay: End, other: End): this {
    const id = this.transaction();
    const [address, port] = split(other);
    this.udp(client, relay, stun(0x0003, id, [attribute(0x0019, hex('11000000'))]));
    const alternate = octets(0, 1, two(port), address.split('.').map(Number));
    return this.udp(
      relay,
      client,
      stun(0x0113, id, [
        attribute(0x0009, octets(hex('00000300'), 'Try Alternate')),
        attribute(0x8023, alternate),
      ]),
    );
  }

  /** The client gets an address at a relay, and a channel to a peer. */
  allocate(client: End, relay: End, { software, mapped = client, relayed, peer }: Relay = {}): this {
    const [relayAddress] = split(relay);
    const id = this.transaction();
    const called = software === undefined ? [] : [attribute(0x8022, octets(software))];
    this.udp(client, relay, stun(0x0003, id, [attribute(0x0019, hex('11000000'))]));
    const given = [
      attribute(0x0016, xored(relayed ?? `${relayAddress}:52110`)),
      attribute(0x0020, xored(mapped)),
      ...called,
    ];
    this.udp(relay, client, stun(0x0103, id, given));
    if (peer === undefined) return this;
    const bind = this.transaction();
    this.udp(
      client,
      relay,
      stun(0x0009, bind, [attribute(0x000c, hex('40000000')), attribute(0x0012, xored(peer))]),
    );
    return this.udp(relay, client, stun(0x0109, bind, []));
  }

  /** The clock of the capture goes ahead, and nothing else does. */
  leap(micros: number): this {
    this.micros += micros;
    return this;
  }

  /** RTP both ways, 20 ms of a 16 kHz clock a packet. */
  media(client: End, far: End, packets = 20, first = 0): this {
    for (let number = first; number < first + packets; number++) {
      this.udp(client, far, rtp(number, 1));
      this.udp(far, client, rtp(number, 2));
    }
    return this;
  }

  /** The same in the channel of {@link allocate}. */
  relayed(client: End, relay: End, packets = 20): this {
    for (let number = 0; number < packets; number++) {
      this.udp(client, relay, channelled(rtp(number, 1)));
      this.udp(relay, client, channelled(rtp(number, 2)));
    }
    return this;
  }

  udp(from: End, to: End, payload: Uint8Array): this {
    const [, source] = split(from);
    const [, destination] = split(to);
    return this.packet(from, to, 17, udp(payload, source, destination));
  }

  /** As trace text. */
  text(): string {
    const rendering = renderCapture([this.file.file()]);
    if (rendering.kind !== 'rendered') throw new Error('no capture');
    return rendering.capture.text;
  }

  path(network: Network): MediaPath {
    const { trace, replays } = analyse(this.text());
    const [path] = pathsOf(trace, replays ?? [], network);
    if (path === undefined) throw new Error('no path');
    return path;
  }

  private packet(from: End, to: End, protocol: number, payload: Uint8Array): this {
    if (this.adapter < 0) this.on('eth0');
    const [source] = split(from);
    const [destination] = split(to);
    this.micros += 10_000;
    this.file.packet(
      ethernet(0x0800, ipv4(protocol, payload, { source, destination })),
      BigInt(this.micros),
      this.adapter,
    );
    return this;
  }

  private transaction(): Uint8Array {
    return octets(hex('0001020304050607'), four(++this.transactions));
  }
}

/** An address plan: offices, NAT, VPN, SBC, Edge. */
export const settings: NetworkSettings = {
  customerSubnets: ['10.0.0.0/8'],
  customerPublic: ['203.0.113.0/28'],
  vpnSubnets: ['10.99.0.0/16'],
  sbc: { public: ['203.0.113.10'], internal: ['10.1.1.5'] },
  onPremEdge: ['203.0.113.6', '10.1.1.60'],
  federatedEdges: ['131.107.255.86'],
};

export const networkOf = (more: NetworkSettings = {}): Network => compileNetwork({ ...settings, ...more });

function split(end: End): readonly [address: string, port: number] {
  const [address = '', port = '0'] = end.split(':');
  return [address, Number(port)];
}

function nameOctets(name: string): Part {
  return [...name.split('.').map((label) => [label.length, label]), 0];
}

function stun(type: number, id: Uint8Array, attributes: readonly Uint8Array[]): Uint8Array {
  const body = octets(...attributes);
  return octets(two(type), two(body.length), cookie, id, body);
}

function attribute(type: number, value: Uint8Array): Uint8Array {
  return octets(two(type), two(value.length), value, new Uint8Array(-value.length & 3));
}

/** RFC 8489 §14.2, IPv4. */
function xored(end: End): Uint8Array {
  const [address, port] = split(end);
  const mask = [...cookie];
  return octets(
    0,
    1,
    two(port ^ 0x2112),
    address.split('.').map((part, place) => Number(part) ^ (mask[place] ?? 0)),
  );
}

function rtp(number: number, ssrc: number): Uint8Array {
  return octets(hex('8068'), two(number), four(number * 320), four(ssrc), new Uint8Array(80));
}

function channelled(payload: Uint8Array): Uint8Array {
  return octets(hex('4000'), two(payload.length), payload);
}
