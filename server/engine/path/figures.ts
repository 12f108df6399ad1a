/** The figures of "Microsoft Teams call flows" that show a path as the SBC sees it; all that fit. */
import type { NetworkClass } from '../network/network-class';

/** Where the user's client is. */
export type Place = 'inside' | 'outside' | 'tunnel' | 'unknown';

/** What the SBC's media goes to. */
export type FarEnd =
  /** A Transport Relay, behind which a client is. */
  | 'relay'
  /** A media server of Microsoft's: a Media Processor. */
  | 'server'
  | 'client'
  | 'own-sbc'
  | 'foreign-sbc'
  /** A media relay of a Skype for Business Edge. */
  | 'own-edge'
  | 'federated-edge'
  | 'foreign-relay';

interface Drawing {
  readonly figure: string;
  readonly far: FarEnd;
  /** Null where the drawing is of any. */
  readonly place: Place | null;
  /** Whether the way to Microsoft is Express Route; null where it does not lead there. */
  readonly express: boolean | null;
  /** Whether the call was forwarded or transferred; null where that does not matter. */
  readonly forwarded: boolean | null;
}

const drawings: readonly Drawing[] = [
  { figure: '18', far: 'relay', place: 'inside', express: null, forwarded: null },
  { figure: '19', far: 'server', place: null, express: null, forwarded: null },
  { figure: '24', far: 'server', place: null, express: null, forwarded: true },
  { figure: '20', far: 'client', place: 'inside', express: null, forwarded: null },
  { figure: '21', far: 'relay', place: 'outside', express: null, forwarded: null },
  { figure: '22', far: 'client', place: 'outside', express: null, forwarded: null },
  { figure: '23', far: 'own-sbc', place: null, express: null, forwarded: null },
  { figure: '25', far: 'relay', place: 'inside', express: true, forwarded: null },
  { figure: '25', far: 'server', place: null, express: true, forwarded: null },
  { figure: '26', far: 'relay', place: 'outside', express: true, forwarded: null },
  { figure: '11', far: 'federated-edge', place: null, express: null, forwarded: null },
  { figure: '16', far: 'own-edge', place: null, express: null, forwarded: null },
];

/** The figures of a path, in order of their numbers. */
export function figuresOf(
  far: FarEnd,
  place: Place,
  farClass: NetworkClass,
  forwarded: boolean,
): readonly string[] {
  const fits = (wanted: unknown, is: unknown): boolean => wanted === null || wanted === is;
  return drawings
    .filter(
      (drawing) =>
        drawing.far === far &&
        fits(drawing.place, place) &&
        fits(drawing.express, farClass === 'expressRoute') &&
        fits(drawing.forwarded, forwarded),
    )
    .map(({ figure }) => figure)
    .toSorted((one, other) => Number(one) - Number(other));
}
