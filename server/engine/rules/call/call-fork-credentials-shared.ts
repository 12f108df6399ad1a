import type { Body } from '../../calls/call';
import { sameAddress } from '../../network/address-classes';
import {
  cryptosOf,
  defaultRtpDestination,
  type Destination,
  type IceCredentials,
  iceCredentials,
  usedStreams,
} from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { isMasked } from '../../sdp/secrets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'call-fork-credentials-shared',
  title: 'Two endpoints of a call have the same ICE ufrag and password',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §5.3', 'RFC 5245 §15.4', 'RFC 5245 §7.1.2.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  of: ({ isForked }) => isForked,
  check({ call, report }) {
    if (call.forks.length < 2) return;
    for (const { method, answers } of call.exchanges) {
      if (method !== 'INVITE') continue;
      const firsts = answers.flatMap(({ body, repeats }) => (repeats === null && !body.isCut ? [body] : []));
      const known = new KnownStreams();
      for (const [place, body] of firsts.entries()) {
        const shared = known.sharedWith(body);
        known.add(body, place);
        if (shared === null) continue;
        const { before, now } = shared;
        report({
          in: body,
          at: now.ufrag.attribute.value ?? now.ufrag,
          message:
            'This endpoint has the ufrag and password of another one that answers the same call, but another address or key. ' +
            'Checks name their ends by ufrag alone, so nobody can tell whose they are: each endpoint must make its own.',
          related: [
            {
              in: before.body,
              at: before.ufrag.attribute.value ?? before.ufrag,
              message: 'The other endpoint.',
            },
          ],
        });
      }
    }
  },
});

/** A stream of an endpoint whose credentials tell it from others. */
interface Stream {
  readonly body: Body;
  readonly ufrag: IceCredentials['ufrag'];
  /** The same of streams that nobody could tell apart by their place and credentials. */
  readonly name: string;
  readonly destination: Destination | null;
  /** Empty where it has none, or they are hidden. */
  readonly keys: string;
}

interface PlacedStream extends Stream {
  /** Of its body among all. */
  readonly place: number;
}

/** Streams of endpoints that answered, by their credentials: each of thousands is held against few. */
class KnownStreams {
  private readonly streams = new Map<string, PlacedStream[]>();
  /** The tags of streams that are known, by all that tells them from others: two of them are enough for any other tag. */
  private readonly tags = new Map<string, Set<Body['toTag']>>();

  /** A stream of the first endpoint that shares credentials with one, and differs in address or key; null for none. */
  sharedWith(body: Body): { readonly before: Stream; readonly now: Stream } | null {
    let first: { readonly before: PlacedStream; readonly now: Stream } | null = null;
    for (const now of streamsOf(body, usedStreams(body.sdp))) {
      const before = this.streams
        .get(now.name)
        ?.find((each) => each.body.toTag !== body.toTag && isElsewhere(each, now));
      if (before !== undefined && (first === null || before.place < first.before.place))
        first = { before, now };
    }
    return first;
  }

  add(body: Body, place: number): void {
    for (const stream of streamsOf(body, body.sdp.media)) {
      const { name, destination, keys } = stream;
      const end = [name, destination?.address.text, destination?.port, keys].join('\n');
      const tags = this.tags.get(end) ?? new Set();
      if (tags.size === 2 || tags.has(body.toTag)) continue;
      this.tags.set(end, tags.add(body.toTag));
      const known = this.streams.get(name);
      if (known === undefined) this.streams.set(name, [{ ...stream, place }]);
      else known.push({ ...stream, place });
    }
  }
}

function streamsOf(body: Body, of: readonly MediaSection[]): readonly Stream[] {
  const { sdp } = body;
  return of.flatMap((media) => {
    const credentials = iceCredentials(sdp, media);
    const ufrag = plain(credentials?.ufrag.attribute.value?.text);
    const pwd = plain(credentials?.pwd.attribute.value?.text);
    if (credentials === null || ufrag === '' || pwd === '') return [];
    const keys = cryptosOf(media)
      .flatMap(({ keyParams }) => keyParams.map(({ keySalt }) => keySalt.text))
      .join(' ');
    return {
      body,
      ufrag: credentials.ufrag,
      name: `${media.index} ${ufrag} ${pwd}`,
      destination: defaultRtpDestination(sdp, media),
      keys: plain(keys),
    };
  });
}

/** A value, but none that was hidden by whoever saved the trace. */
function plain(text = ''): string {
  return isMasked(text) ? '' : text;
}

/** The same description twice is one endpoint, such as a media processor, that answers under two tags. */
function isElsewhere({ destination: was, keys: old }: Stream, { destination: is, keys }: Stream): boolean {
  if (
    was !== null &&
    is !== null &&
    (was.port !== is.port || !sameAddress(was.address.text, is.address.text))
  )
    return true;
  return old !== '' && keys !== '' && old !== keys;
}
