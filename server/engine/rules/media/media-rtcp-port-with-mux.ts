import type { Call } from '../../calls/call';
import { SECOND } from '../../basics/durations';
import { addressText } from '../../ice/address';
import type { CallReplay, SessionReplay } from '../../ice/model';
import type { Address } from '../../../../shared/ice';
import { hasFlag } from '../../sdp/query';
import { capital, sessionAt, timeOf } from '../packets';
import { allProfiles, defineRule } from '../rule';

/** How long RTCP may go on to its own port once both descriptions are there. */
const grace = SECOND;

export const rule = defineRule({
  id: 'media-rtcp-port-with-mux',
  title: 'RTCP goes to a port of its own although rtcp-mux was negotiated',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 5761 §5.1.1', 'RFC 8035 §3.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check({ replay, call, report, notEvaluated }) {
    const streams = replay.media.filter(({ kind }) => kind === 'rtcp');
    if (streams.length === 0) {
      notEvaluated('the trace holds no RTCP of this call');
      return;
    }
    const ends = mediaEnds(replay);
    const told = new Set<string>();
    for (const { of, sender, source, destination, last, message } of streams) {
      const key = `${sender} ${of.fork}`;
      const session = sessionAt(replay, of);
      const { address, port } = destination;
      const rtp = { address, port: port - 1 };
      if (told.has(key) || session === null || !ends.has(addressText(rtp))) continue;
      const since = muxedSince(session, replay, call);
      if (ends.has(addressText(destination)) || since === null || last < since + grace) continue;
      told.add(key);
      const name = replay.names[sender];
      report({
        in: message,
        message:
          `${capital(name)} sends RTCP from ${addressText(source)} to ${addressText(destination)}, the port behind ` +
          `that of RTP, but both SDPs have a=rtcp-mux: nobody listens there, and its reports are lost. ${capital(name)} ` +
          `must send RTCP to ${addressText(rtp)}, where its RTP goes.`,
      });
    }
  },
});

/** Where RTP of a call may go, as its descriptions, checks and streams tell. */
function mediaEnds({ forks, media }: CallReplay): ReadonlySet<string> {
  const ends = new Set<string>();
  const add = (end: Address | null): void => {
    if (end !== null) ends.add(addressText(end));
  };
  for (const { descriptions, pairs } of forks.flatMap(({ sessions }) => sessions)) {
    for (const description of [descriptions.sbc, descriptions.teams]) {
      add(description?.defaultAddress ?? null);
      for (const candidate of description?.candidates ?? []) if (candidate.component === 1) add(candidate);
    }
    for (const pair of pairs) {
      if (pair.component !== 1) continue;
      add(pair.teams);
      add(pair.sbc);
    }
  }
  for (const { kind, source, destination } of media) {
    if (kind !== 'rtp') continue;
    add(source);
    add(destination);
  }
  return ends;
}

/** When both ends had agreed; null where one did not, or not in all its descriptions. */
function muxedSince(
  { stream, descriptions: { sbc, teams } }: SessionReplay,
  replay: CallReplay,
  call: Call,
): number | null {
  if (sbc?.mux !== true || teams?.mux !== true) return null;
  const isAlways = call.bodies.every(({ sdp }) => {
    const media = sdp.media[stream];
    return media === undefined || hasFlag(media, 'rtcp-mux');
  });
  const times = [sbc, teams].map(({ body }) => timeOf(replay, call.messages[body.place]?.message ?? null));
  const [one = null, other = null] = times;
  return !isAlways || one === null || other === null ? null : Math.max(one, other);
}
