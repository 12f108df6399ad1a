/** The topology of a call as shapes: segments of the network, hosts in them, legs between them. Pure. */
import type { PathHost, PathHostId, PathLeg, PathSegment, PathView } from '../../../../shared/path-view';
import type { VerdictSeverity } from '../../../../shared/ice';

/** How a line is drawn: solid, thin, dashed, dotted for what is observed, derived, predicted, unknown. */
export type LineStyle = 'observed' | 'derived' | 'predicted' | 'unknown';

export type PathShape =
  | {
      readonly kind: 'segment' | 'host';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly isTaken: boolean;
    }
  | {
      readonly kind: 'line';
      readonly from: Point;
      readonly to: Point;
      readonly style: LineStyle;
      readonly tone: LegTone;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly look: TextLook;
    }
  /** A flow's number upon its leg. */
  | {
      readonly kind: 'flow';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly tone: LegTone;
    };

export type TextLook = 'area' | 'title' | 'address';

/** A leg that media takes, one that it might have taken, one that it must not take. */
export type LegTone = 'taken' | 'possible' | 'forbidden';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Of the drawing, in pixels: it fits a panel of 420. */
export const drawingWidth = 392;
export const drawingHeight = 232;

const hostWidth = 118;
const hostHeight = 34;

const segments: Readonly<
  Record<
    PathSegment,
    { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  >
> = {
  office365: { x: 138, y: 2, width: 252, height: 64 },
  internet: { x: 2, y: 88, width: 130, height: 142 },
  customer: { x: 138, y: 88, width: 252, height: 142 },
};

/** Rows of the two lower segments. */
const upper = 134;
const lower = 200;

/** Centres of the hosts, by their segments: no host upon another, and room for a flow's number between two. */
function placesOf(hosts: readonly PathHost[]): ReadonlyMap<PathHostId, Point> {
  const client = hosts.find(({ id }) => id === 'client');
  // A client beside the SBC that it talks to stands lower, and a VPN beside such a client higher.
  const isBesideSbc = client?.segment === 'customer' && !hosts.some(({ id }) => id === 'relay');
  return new Map(hosts.map((host) => [host.id, placeOf(host, isBesideSbc)]));
}

function placeOf({ id, segment }: PathHost, isBesideSbc: boolean): Point {
  if (segment === null) return { x: 67, y: 44 };
  if (segment === 'office365') return { x: 264, y: 44 };
  if (segment === 'internet') return { x: 67, y: id === 'client' ? upper : lower };
  switch (id) {
    case 'sbc':
      return { x: 325, y: upper };
    case 'pstn':
      return { x: 325, y: lower };
    case 'client':
      return { x: 203, y: isBesideSbc ? lower : upper };
    case 'vpn':
      return { x: 203, y: isBesideSbc ? upper : lower };
    case 'relay':
    case 'peer':
      return { x: 203, y: lower };
  }
}

/** @param nameOf the name of a segment in the user's language */
export function drawPath(view: PathView, nameOf: (segment: PathSegment) => string): readonly PathShape[] {
  const places = placesOf(view.hosts);
  const taken = new Set(view.legs.filter((leg) => leg.taken).flatMap(({ from, to }) => [from, to]));
  return [
    ...(['office365', 'internet', 'customer'] as const).flatMap((segment) =>
      drawSegment(segment, nameOf(segment)),
    ),
    // What media takes lies above what it does not.
    ...[...view.legs]
      .sort((a, b) => Number(a.taken) - Number(b.taken))
      .flatMap((leg) => drawLeg(leg, places)),
    ...view.hosts.flatMap((host) => drawHost(host, places.get(host.id), taken.has(host.id))),
  ];
}

function drawSegment(segment: PathSegment, name: string): readonly PathShape[] {
  const box = segments[segment];
  return [
    { kind: 'segment', ...box, isTaken: false },
    { kind: 'text', x: box.x + 8, y: box.y + 15, text: name, look: 'area' },
  ];
}

function drawHost(host: PathHost, place: Point | undefined, isTaken: boolean): readonly PathShape[] {
  if (place === undefined) return [];
  const { x, y } = place;
  const box = { x: x - hostWidth / 2, y: y - hostHeight / 2, width: hostWidth, height: hostHeight };
  return [
    { kind: 'host', ...box, isTaken },
    { kind: 'text', x, y: host.address === '' ? y + 4 : y - 2, text: host.title, look: 'title' },
    ...(host.address === ''
      ? []
      : [{ kind: 'text', x, y: y + 11, text: shorten(host.address), look: 'address' } as const]),
  ];
}

/** An IPv6 address with its port is longer than a box. */
function shorten(address: string): string {
  return address.length <= 21 ? address : `${address.slice(0, 12)}…${address.slice(-7)}`;
}

function drawLeg(leg: PathLeg, places: ReadonlyMap<PathHostId, Point>): readonly PathShape[] {
  const from = places.get(leg.from);
  const to = places.get(leg.to);
  if (from === undefined || to === undefined) return [];
  const tone = leg.state === 'forbidden' ? 'forbidden' : leg.taken ? 'taken' : 'possible';
  const style = leg.state === 'possible' ? 'derived' : leg.state === 'forbidden' ? 'predicted' : leg.state;
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const text = leg.flow ?? (leg.taken && leg.text !== '' ? '?' : '');
  return [
    { kind: 'line', from, to, style: leg.taken && leg.state === 'forbidden' ? 'observed' : style, tone },
    ...(text === '' ? [] : [{ kind: 'flow', ...middle, text, tone } as const]),
  ];
}

/** What a leg is called where its line is not seen. */
export function severityOfLeg({ state, taken, flow }: PathLeg): VerdictSeverity {
  if (state === 'forbidden') return taken ? 'error' : 'warning';
  return taken && flow !== null ? 'good' : 'info';
}
