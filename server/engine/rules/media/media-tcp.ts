import { addressText } from '../../ice/address';
import type { CallReplay } from '../../ice/model';
import type { Address } from '../../../../shared/ice';
import type { TraceMessage } from '../../traces/message';
import { sessionAt } from '../packets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'media-tcp',
  title: 'Media goes over TCP',
  severity: 'info',
  basis: 'teams',
  applies: 'either',
  source: ['Microsoft Teams call flows, "Types of traffic"', 'RFC 4571', 'RFC 6544'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check({ replay, report, notEvaluated }) {
    const { media, checks, channels } = replay;
    if (media.length + checks.length + channels.length === 0) {
      notEvaluated('the trace holds no packet of the media ports');
      return;
    }
    const found = streamOverTcp(replay) ?? channelOverTcp(replay) ?? pairOverTcp(replay);
    if (found === null) return;
    const { what, source, destination, message } = found;
    report({
      in: message,
      message:
        `${what} goes over ${message.record.meta.transport ?? 'TCP'}, ${addressText(source)} to ` +
        `${addressText(destination)}: a lost packet holds up all behind it, and speech stutters. TCP is the last ` +
        'resort of ICE: let the firewall pass UDP between the two ends.',
    });
  },
});

interface Found {
  readonly what: string;
  readonly source: Address;
  readonly destination: Address;
  readonly message: TraceMessage;
}

function streamOverTcp({ media }: CallReplay): Found | null {
  const stream = media.find(({ kind, message }) => kind === 'rtp' && isStreamed(message));
  return stream === undefined ? null : { what: 'RTP', ...stream };
}

/** Between a client and its relay. */
function channelOverTcp({ channels }: CallReplay): Found | null {
  const channel = channels.find(({ message }) => isStreamed(message));
  return channel === undefined ? null : { what: 'TURN channel data', ...channel };
}

/** The pair that ICE chose; asked where no RTP tells what is used. */
function pairOverTcp(replay: CallReplay): Found | null {
  const { media, checks } = replay;
  if (media.some(({ kind }) => kind === 'rtp')) return null;
  for (const { of, sender, request, source, destination, responses } of checks) {
    const selected = isStreamed(request) ? (sessionAt(replay, of)?.selected ?? null) : null;
    if (selected === null || !responses.some(({ stun }) => stun.class === 'success')) continue;
    const [sbc, teams] = sender === 'sbc' ? [source, destination] : [destination, source];
    if (addressText(selected.sbc) !== addressText(sbc) || addressText(selected.teams) !== addressText(teams))
      continue;
    return { what: 'The pair that ICE selected', source, destination, message: request };
  }
  return null;
}

function isStreamed({ record }: TraceMessage): boolean {
  const { transport } = record.meta;
  return transport === 'TCP' || transport === 'TLS';
}
