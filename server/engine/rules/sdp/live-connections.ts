import { effectiveConnection, usedStreams } from '../../sdp/query';
import type { Connection, MediaSection, Sdp } from '../../sdp/sdp';
import { isInternet } from './net-types';

/** A c= line of the Internet, with a live stream that it serves. */
export interface LiveConnection {
  readonly connection: Connection;
  readonly media: MediaSection;
}

/** The c= lines at which streams are wanted, each once with its first stream of those that are asked for. */
export function liveConnections(
  sdp: Sdp,
  isAsked: (media: MediaSection) => boolean,
): readonly LiveConnection[] {
  const found = new Map<Connection, LiveConnection>();
  for (const media of usedStreams(sdp)) {
    const connection = effectiveConnection(sdp, media)?.connection ?? null;
    if (connection === null || found.has(connection) || !isInternet(connection.netType.text)) continue;
    if (isAsked(media)) found.set(connection, { connection, media });
  }
  return [...found.values()];
}
