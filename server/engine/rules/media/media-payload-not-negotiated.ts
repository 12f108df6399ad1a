import type { MediaReplay } from '../../ice/model';
import type { PayloadFacts } from '../../trace-text/blocks/rtp';
import { lineNamed } from '../../trace-text/packet-lines';
import { capital } from '../packets';
import { allProfiles, defineRule } from '../rule';
import { receiverOf, isSteady } from './streams';

/** Packets up to which the call goes on as if nothing were lost. */
const few = 9;
/** Comfort noise (RFC 3389), which many stacks send unasked and every one ignores. */
const comfortNoise = 13;

export const rule = defineRule({
  id: 'media-payload-not-negotiated',
  title: 'Media has a payload type that its receiver did not list',
  severity: 'error',
  otherwise: [
    { severity: 'warning', when: 'where only a few packets have it, such as a signal between gateways' },
  ],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §5.1, §6.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check({ replay, call, report }) {
    const told = new Set<string>();
    for (const stream of replay.media) {
      const receiver = stream.kind === 'rtp' && isSteady(stream) ? receiverOf(replay, stream) : null;
      if (receiver === null) continue;
      // A later description may list others: the stream may have gone on into its time.
      const listed = new Set(
        call.bodies
          .filter(({ party }) => party === receiver.body.party)
          .flatMap(({ sdp }) => sdp.media[receiver.stream]?.description.formats ?? [])
          .map(({ text }) => text),
      );
      for (const { payloadType, packets } of payloadsOf(stream)) {
        const key = `${stream.sender} ${payloadType}`;
        if (listed.has(String(payloadType)) || payloadType === comfortNoise || told.has(key)) continue;
        told.add(key);
        report({
          ...lineOf(stream, payloadType),
          ...(packets <= few ? { severity: 'warning' as const } : {}),
          message:
            `${capital(replay.names[stream.sender])} sends ${packets} packets of payload type ` +
            `${payloadType}, which the receiver's m-line does not list (${[...listed].join(' ')}). The ` +
            'receiver drops them: the sender must use the numbers of the SDP that it received.',
        });
      }
    }
  },
});

function payloadsOf({ message: { parsed } }: MediaReplay): readonly PayloadFacts[] {
  return parsed.kind === 'packet' && parsed.type === 'rtp' ? parsed.stream.payloadTypes : [];
}

function lineOf(
  { message }: MediaReplay,
  payloadType: number,
): { readonly in: MediaReplay['message']; readonly at: ReturnType<typeof lineNamed> } {
  const { parsed } = message;
  const name = `payload type ${payloadType}`;
  if (parsed.kind !== 'packet') return { in: message, at: null };
  return { in: message, at: lineNamed(parsed, name) ?? lineNamed(parsed, `${name}:`) };
}
