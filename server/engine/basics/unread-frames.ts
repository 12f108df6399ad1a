/** Packets of a capture of which nothing is read. */
export interface UnreadFrames {
  /** Why not, such as `UDP port 123 (NTP)`, `link type 189 (USB)` or `TCP port 443, encrypted (TLS without keys)`. */
  readonly what: string;
  /** How many. */
  readonly frames: number;
  /** The number of the first one, as Wireshark counts. */
  readonly first: number;
}
