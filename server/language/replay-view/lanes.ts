/** The vertical lines of the ladder. */
import { otherParty, type Party } from '../../../shared/calls';
import { addressText } from '../../engine/ice/address';
import type { SessionReplay } from '../../engine/ice/model';
import type { End } from '../../../shared/ice';
import { parseUri } from '../../engine/sip/uri';
import type { Lane } from '../../../shared/replay-view';
import { sbcPartyOfPstn } from './pstn';
import { nameOfFork, plain, shortAddress, type Scene } from './scene';

export interface Lanes {
  readonly list: readonly Lane[];
  /** Where an end signals: the SBC, or the SIP proxy. */
  readonly signalling: (party: Party) => number;
  /** Where an end of the PSTN leg signals. */
  readonly pstn: (party: Party) => number;
  /** Where an end of a fork sends checks and media. */
  readonly media: (end: End, fork: number | null) => number;
}

export function lanesOf(scene: Scene): Lanes {
  const { replay, call, pstn } = scene;
  const list: Lane[] = [];
  const add = (lane: Lane): number => list.push({ ...lane, subtitle: plain(lane.subtitle) }) - 1;
  const pstnLane =
    pstn === null ? null : add({ kind: 'pstn', title: 'PSTN', subtitle: addressOfPstn(scene), fork: null });
  const sbc = add({ kind: 'sbc', title: titleOf(scene, 'sbc'), subtitle: subtitleOfSbc(scene), fork: null });
  const proxy = call === null ? sbc : add(proxyOf(scene));
  const forks = new Map<number, number>();
  replay.forks.forEach((_, fork) => {
    const address = mediaAddressOf(scene, fork);
    if (address === null) return;
    // A telephone that signals and speaks from one address is one line.
    if (!replay.sidesKnown && call !== null && replay.forks.length === 1 && address === proxyAddress(scene)) {
      forks.set(fork, proxy);
      return;
    }
    const title = replay.forks.length > 1 ? nameOfFork(fork) : endpointTitle(scene);
    forks.set(fork, add({ kind: 'endpoint', title, subtitle: shortAddress(address), fork }));
  });
  const sbcPstn = pstn === null ? 'callee' : sbcPartyOfPstn(pstn, replay);
  return {
    list,
    signalling: (party) => (party === replay.sbcParty ? sbc : proxy),
    pstn: (party) => (party === sbcPstn || pstnLane === null ? sbc : pstnLane),
    media: (end, fork) => (end === 'sbc' ? sbc : ((fork === null ? undefined : forks.get(fork)) ?? proxy)),
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

function subtitleOfSbc(scene: Scene): string {
  const main = mainSession(scene);
  const { call, replay } = scene;
  const media = main === null ? null : addressOfSbc(main);
  const signalling = call === null ? null : signallingAddress(scene, replay.sbcParty);
  const address = media ?? signalling ?? '';
  return [shortAddress(address), ...(main?.lite.sbc === true ? ['Lite'] : [])]
    .filter((part) => part !== '')
    .join(' · ');
}

function mainSession({ replay }: Scene): SessionReplay | null {
  const fork = replay.forks.find(({ active }) => active) ?? replay.forks.find(({ main }) => main !== null);
  return fork?.main ?? null;
}

function addressOfSbc({ descriptions, selected, pairs }: SessionReplay): string | null {
  return (
    selected?.sbc.address ??
    pairs[0]?.sbc.address ??
    descriptions.sbc?.candidates[0]?.address ??
    descriptions.sbc?.defaultAddress?.address ??
    null
  );
}

function proxyOf(scene: Scene): Lane {
  const { replay, call } = scene;
  const address = proxyAddress(scene);
  const title = replay.sidesKnown ? 'SIP proxy' : titleOf(scene, 'teams');
  const host = [call?.from ?? '', call?.to ?? '']
    .map(hostOf)
    .find((each) => each.endsWith('.pstnhub.microsoft.com'));
  const subtitle = host !== undefined && replay.sidesKnown ? 'pstnhub' : shortAddress(address ?? '');
  return { kind: 'proxy', title, subtitle, fork: null };
}

function hostOf(uri: string): string {
  return parseUri(uri, 0, uri.length).host.text.toLowerCase();
}

function proxyAddress(scene: Scene): string | null {
  return signallingAddress(scene, otherParty(scene.replay.sbcParty));
}

function signallingAddress({ call }: Scene, party: Party): string | null {
  for (const { message, party: sender } of call?.messages ?? []) {
    const { source, destination } = message.record.meta;
    const end = sender === party ? source : destination;
    if (end !== null) return end.address;
  }
  return null;
}

function addressOfPstn({ pstn, replay }: Scene): string {
  if (pstn === null) return '';
  const sbc = sbcPartyOfPstn(pstn, replay);
  for (const { message, party } of pstn.messages) {
    const { source, destination } = message.record.meta;
    const end = party === sbc ? destination : source;
    if (end !== null) return shortAddress(end.address);
  }
  return '';
}

/** Where the endpoint of a fork is; null for one that has neither description nor packet. */
function mediaAddressOf({ replay }: Scene, fork: number): string | null {
  const { sessions, main } = replay.forks[fork] ?? { sessions: [], main: null };
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
  return address === null ? null : addressText(address).replace(/:\d+$/, '').replace(/[[\]]/g, '');
}
