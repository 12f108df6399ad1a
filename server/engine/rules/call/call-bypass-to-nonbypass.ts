import type { Body } from '../../calls/call';
import type { Network } from '../../network/network';
import { networkClass } from '../../network/network-class';
import { describeStreams, type IceDescription } from '../../ice/description';
import { bypassProfile, defineRule } from '../rule';

export const rule = defineRule({
  id: 'call-bypass-to-nonbypass',
  title: 'Media moves from a Teams client to a media processor of Microsoft',
  severity: 'info',
  basis: 'teams',
  applies: 'either',
  source: ['Plan for media bypass with Direct Routing', 'Direct Routing SIP protocol, "ICE restart"'],
  profiles: bypassProfile,
  fixable: false,
  scope: 'body',
  check({ body, facts, report }) {
    const before = body.previousAgreed;
    if (body.side !== 'teams' || body.role !== 'offer' || body.initial !== false || before === null) return;
    if (body.isCut || before.isCut) return;
    const now = audioOf(body);
    const was = audioOf(before);
    if (now === null || was === null || !isRestart(was, now)) return;
    if (!isProcessor(now, facts.network) || isProcessor(was, facts.network)) return;
    report({
      in: body,
      at: now.candidates[0]?.line ?? now.mediaLine,
      message:
        "Teams restarts ICE, and now names one candidate, an address of Microsoft's: media no longer goes to a client but " +
        'through a media processor, as in a call that became a conference, is recorded, or was transferred to a client ' +
        'without media bypass. The SBC must take the new candidate; nothing is wrong.',
      related: [{ in: before, at: was.mediaLine, message: "The client's candidates." }],
    });
  },
});

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
