/** Whether Teams moves the media of a call from a client to a media processor, by a restart of ICE. */
import type { Body } from '../calls/call';
import type { Network } from '../network/network';
import { networkClass } from '../network/network-class';
import { describeStreams, type IceDescription } from '../ice/description';

export interface Move {
  readonly was: IceDescription;
  readonly now: IceDescription;
}

/** What such an offer says of the audio, before and now; null for any other description. */
export function moveToProcessor(body: Body, network: Network): Move | null {
  const before = body.previousAgreed;
  if (body.side !== 'teams' || body.role !== 'offer' || body.initial !== false || before === null)
    return null;
  if (body.isCut || before.isCut) return null;
  const now = audioOf(body);
  const was = audioOf(before);
  if (now === null || was === null || !isRestart(was, now)) return null;
  return isProcessor(now, network) && !isProcessor(was, network) ? { was, now } : null;
}

function audioOf(body: Body): IceDescription | null {
  return describeStreams(body).find(({ media }) => media === 'audio') ?? null;
}

function isRestart(was: IceDescription, now: IceDescription): boolean {
  return (
    [was.ufrag, was.pwd, now.ufrag, now.pwd].every((each) => each !== null) &&
    was.ufrag !== now.ufrag &&
    was.pwd !== now.pwd
  );
}

/** A media processor has one candidate, a client has its own addresses and its relay's. */
function isProcessor({ candidates }: IceDescription, network: Network): boolean {
  const addresses = new Set(candidates.map(({ address }) => address));
  return (
    addresses.size === 1 &&
    [...addresses].every((address) => networkClass(address, network) === 'microsoft') &&
    candidates.every(({ type }) => type === 'host')
  );
}
