/** The vertical lines of the ladder: the hosts that messages went between, and those of media that are others. */
import { otherParty, type Party } from '../../../shared/calls';
import { addressText } from '../../engine/ice/address';
import type { Call, CallMessage } from '../../engine/calls/call';
import type { SessionReplay } from '../../engine/ice/model';
import { isEnding, otherEnd, type End } from '../../../shared/ice';
import { parseUri } from '../../engine/sip/uri';
import type { Lane } from '../../../shared/replay-view';
import { hostsOf, type Host, type Hosts } from './hosts';
import { sbcPartyOfPstn } from './pstn';
import { nameOfFork, plain, shortAddress, type Scene } from './scene';

export interface Lanes {
  readonly list: readonly Lane[];
  /** Of who sent a message and who got it. */
  readonly ofMessage: (message: CallMessage) => readonly [from: number, to: number];
  /** Where an end of the PSTN leg is. */
  readonly pstn: (party: Party) => number;
  /** Where an end of a fork sends checks and media. */
  readonly media: (end: End, fork: number | null) => number;
}

/** A lane before its place is known. */
interface Draft {
  readonly lane: Lane;
  /** In {@link Hosts.list}; null for one of media alone. */
  readonly host: number | null;
}

export function lanesOf(scene: Scene): Lanes {
  const hosts = hostsOf(scene.legs, (message) => scene.counts(message));
  const drafts: Draft[] = hosts.list.map((host, place) => ({
    lane: laneOf(scene, host, place, hosts),
    host: place,
  }));
  const media = addMedia(scene, hosts, drafts);
  const places = new Map(drafts.map((draft, place) => [draft, place]));
  const ofHost = hosts.list.map((_, host) => drafts.findIndex((draft) => draft.host === host));
  const partyLane = (leg: Call | null, party: Party): number =>
    ofHost[hosts.list.findIndex(({ parties }) => leg !== null && parties.get(leg) === party)] ?? 0;
  return {
    list: drafts.map(({ lane }) => ({ ...lane, title: plain(lane.title), subtitle: plain(lane.subtitle) })),
    ofMessage: (message) => {
      const [from, to] = hosts.ends(message);
      return [ofHost[from] ?? 0, ofHost[to] ?? 0];
    },
    pstn: (party) => partyLane(scene.pstn, party),
    media: (end, fork) => {
      const draft = media.get(mediaKey(end, fork)) ?? media.get(mediaKey(end, null));
      if (draft !== undefined) return places.get(draft) ?? 0;
      const { sbcParty } = scene.replay;
      return partyLane(scene.call, end === 'sbc' ? sbcParty : otherParty(sbcParty));
    },
  };
}

function mediaKey(end: End, fork: number | null): string {
  return fork === null || end === 'sbc' ? end : `${end} ${fork}`;
}

/** The lanes of who sends checks and media: those of hosts that signal, and others beside them. */
function addMedia(scene: Scene, hosts: Hosts, drafts: Draft[]): ReadonlyMap<string, Draft> {
  const { replay, call } = scene;
  const found = new Map<string, Draft>();
  const put = (end: End, fork: number | null, address: string, lane: Lane): void => {
    const isFork = fork !== null && replay.forks.length > 1;
    const host = isFork ? undefined : hosts.at(address);
    const own = host === undefined ? undefined : drafts.find((draft) => draft.host === host);
    const draft = own ?? { lane, host: null };
    found.set(mediaKey(end, fork), draft);
    if (own !== undefined) return;
    const party = end === 'sbc' ? replay.sbcParty : otherParty(replay.sbcParty);
    const isLeft = call !== null && party === 'caller';
    if (end === 'sbc' && call !== null) {
      // Beside the host that signals for it.
      const beside = drafts.findIndex(
        ({ host: each }) => each !== null && hosts.list[each]?.parties.get(call) === party,
      );
      drafts.splice(isLeft ? Math.max(0, beside) : beside + 1, 0, draft);
    } else if (isLeft) drafts.splice(fork ?? 0, 0, draft);
    else drafts.push(draft);
  };
  const main = mainSession(scene);
  const sbc = main === null ? null : addressOfSbc(scene, main);
  if (call === null || (sbc !== null && movesMedia(scene, null))) {
    const subtitle = [shortAddress(sbc ?? ''), ...(main?.lite.sbc === true ? ['Lite'] : [])];
    const title = call === null ? titleOf(scene, 'sbc') : `${titleOf(scene, 'sbc')}, media`;
    put('sbc', null, sbc ?? '', { kind: 'sbc', title, subtitle: joined(subtitle), fork: null });
  }
  replay.forks.forEach((_, fork) => {
    const address = mediaAddressOf(scene, fork);
    if (address === null || !movesMedia(scene, fork)) return;
    const title = replay.forks.length > 1 ? nameOfFork(fork) : endpointTitle(scene);
    put('teams', fork, address, { kind: 'endpoint', title, subtitle: shortAddress(address), fork });
  });
  return found;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

/** Whether anything but signalling is shown of a fork, or of any. */
function movesMedia({ replay, media }: Scene, fork: number | null): boolean {
  return (
    replay.steps.some(
      ({ in: { parsed }, event, fork: of }) =>
        (fork === null || of === fork) &&
        (parsed.kind === 'packet' || event === 'predicted' || isEnding(event)),
    ) || media.some(({ of }) => fork === null || of.fork === fork)
  );
}

function laneOf(scene: Scene, host: Host, place: number, hosts: Hosts): Lane {
  const { call, pstn, replay } = scene;
  const party = call === null ? undefined : host.parties.get(call);
  const pstnParty = pstn === null ? undefined : host.parties.get(pstn);
  const role = party ?? [...host.parties.values()][0] ?? 'caller';
  const isSbc = party === replay.sbcParty;
  if (replay.sidesKnown && isSbc) {
    const lite = mainSession(scene)?.lite.sbc === true ? ['Lite'] : [];
    const address = host.text === '' ? (addressInSdp(scene, 'sbc') ?? '') : host.text;
    return { kind: 'sbc', title: 'SBC', subtitle: joined([shortAddress(address), ...lite]), fork: null };
  }
  if (replay.sidesKnown && party !== undefined)
    return {
      kind: 'proxy',
      title: 'SIP proxy',
      subtitle: joined([shortAddress(host.text), ...(isPstnHub(scene) ? ['pstnhub'] : [])]),
      fork: null,
    };
  if (pstnParty !== undefined && pstn !== null && pstnParty !== sbcPartyOfPstn(pstn, replay))
    return {
      kind: 'pstn',
      title: 'PSTN',
      subtitle: joined([shortAddress(host.text), host.agent]),
      fork: null,
    };
  const isEnd = place === 0 || place === hosts.list.length - 1;
  const title = host.text === '' ? (isEnd ? role : 'this host') : shortAddress(host.text);
  return {
    kind: isEnd ? 'host' : 'hop',
    title,
    subtitle: joined([isEnd && title !== role ? role : '', host.agent]),
    fork: null,
  };
}

function titleOf(scene: Scene, end: End): string {
  return scene.nameOf(end).replace(/^the /, '');
}

function endpointTitle(scene: Scene): string {
  const { replay, call } = scene;
  if (replay.sidesKnown) return 'Teams';
  return call === null ? titleOf(scene, 'teams') : `${otherParty(replay.sbcParty)}, media`;
}

function mainSession({ replay }: Scene): SessionReplay | null {
  const fork = replay.forks.find(({ active }) => active) ?? replay.forks.find(({ main }) => main !== null);
  return fork?.main ?? null;
}

function isPstnHub({ call }: Scene): boolean {
  return [call?.from ?? '', call?.to ?? ''].some((uri) => hostOf(uri).endsWith('.pstnhub.microsoft.com'));
}

function hostOf(uri: string): string {
  return parseUri(uri, 0, uri.length).host.text.toLowerCase();
}

/** Where an end's packets come from or go to, as the capture shows them; null where it has none. */
function addressInPackets({ replay, media }: Scene, end: End, fork: number | null): string | null {
  const isOfFork = (of: number): boolean => fork === null || of === fork;
  const check = replay.checks.find((each) => isOfFork(each.of.fork) && each.pair !== null);
  if (check !== undefined) return (check.sender === end ? check.source : check.destination).address;
  const stream = media.find(({ of, sender }) => isOfFork(of.fork) && sender === end);
  if (stream !== undefined) return stream.source.address;
  const other = media.find(({ of, sender }) => isOfFork(of.fork) && sender === otherEnd(end));
  return other?.destination.address ?? null;
}

function addressOfSbc(scene: Scene, { selected, pairs }: SessionReplay): string | null {
  return (
    addressInPackets(scene, 'sbc', null) ??
    selected?.sbc.address ??
    pairs[0]?.sbc.address ??
    addressInSdp(scene, 'sbc')
  );
}

function addressInSdp(scene: Scene, end: End): string | null {
  const description = mainSession(scene)?.descriptions[end] ?? null;
  return description?.candidates[0]?.address ?? description?.defaultAddress?.address ?? null;
}

/** Where the endpoint of a fork is; null for one that has neither description nor packet. */
function mediaAddressOf(scene: Scene, fork: number): string | null {
  const { sessions, main } = scene.replay.forks[fork] ?? { sessions: [], main: null };
  const session = main ?? sessions[0] ?? null;
  if (session === null) return null;
  const { selected, pairs, descriptions } = session;
  const checked = pairs.find(({ requests }) => requests > 0);
  const address =
    selected?.teams ??
    checked?.teams ??
    descriptions.teams?.candidates[0] ??
    descriptions.teams?.defaultAddress ??
    pairs[0]?.teams ??
    null;
  const inMedia = selected === null && checked === undefined ? addressInPackets(scene, 'teams', fork) : null;
  if (inMedia !== null) return inMedia;
  return address === null ? null : addressText(address).replace(/:\d+$/, '').replace(/[[\]]/g, '');
}
