import type { Body, Call, Exchange } from '../../calls/call';
import { effectiveAttribute, hasIce, usedStreams } from '../../sdp/query';
import type { MediaSection, Sdp } from '../../sdp/sdp';
import { bypassProfile, defineRule, type Report } from '../rule';
import { iceChangesBetween, valueOf } from './ice-changes';

export const rule = defineRule({
  id: 'call-ice-changed-183-200',
  title: 'The SBC changes its ICE credentials or candidates between 183 and 200',
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Outbound call to SBC"'],
  profiles: bypassProfile,
  fixable: false,
  scope: 'call',
  check({ call, report, notEvaluated }) {
    const compared = sequencesOf(call).flatMap(comparedIn);
    if (compared.length === 0) {
      if (call.sides.callee === 'sbc')
        notEvaluated('the trace holds no 180 or 183 with SDP and 200 of the SBC in one call');
      return;
    }
    for (const { said, before } of compared) compare(before, said, report);
  },
});

/** What the SBC said of itself while a call from Teams was set up. */
interface Said {
  readonly body: Body;
  /** `183`, `200`, `UPDATE`. */
  readonly name: string;
  readonly isFinal: boolean;
  /** Teams restarted ICE with the offer that it answers, so that new values are right (RFC 8839 §4.4.1.1.1). */
  readonly isRestart: boolean;
}

interface Compared {
  readonly said: Said;
  readonly before: Said;
}

/** What the SBC said up to its 200, to the INVITE of the call and to each later one; what is cut is left out. */
function sequencesOf(call: Call): readonly (readonly Said[])[] {
  const first = call.exchanges.find(({ method, offer }) => method === 'INVITE' && offer.initial !== false);
  const later = call.exchanges.filter((exchange) => exchange.method === 'INVITE' && exchange !== first);
  const sequences = [...(first === undefined ? [] : [setUpOf(call)]), ...later.map(repliesOf)];
  return sequences.map((sequence) => sequence.filter(({ body }) => !body.isCut));
}

/** While a call from Teams is set up, what the SBC says of itself with an UPDATE counts, too. */
function setUpOf(call: Call): readonly Said[] {
  const said = call.exchanges
    .filter(({ method, offer }) => method !== 'INVITE' || offer.initial !== false)
    .flatMap((exchange) => [...offeredBySbc(call, exchange), ...repliesOf(exchange)])
    .sort((a, b) => a.body.place - b.body.place);
  const last = said.findIndex(({ isFinal }) => isFinal);
  return last === -1 ? said : said.slice(0, last + 1);
}

function offeredBySbc({ sides }: Call, { method, offer }: Exchange): readonly Said[] {
  if (method !== 'UPDATE' || sides.callee !== 'sbc' || offer.side !== 'sbc') return [];
  return [{ body: offer, name: method, isFinal: false, isRestart: false }];
}

function repliesOf({ method, offer, answers }: Exchange): readonly Said[] {
  return answers
    .filter(({ body }) => body.side === 'sbc')
    .map(({ body, status }) => ({
      body,
      name: method === 'INVITE' ? String(status ?? method) : `answer to ${method}`,
      isFinal: method === 'INVITE' && status !== null && status >= 200,
      isRestart: method !== 'INVITE' && restarts(offer),
    }));
}

/** Whether an offer has other credentials than those that its party agreed on before. */
function restarts({ sdp, previousAgreed: previous }: Body): boolean {
  if (previous === null) return false;
  return usedStreams(sdp).some((media) => {
    const before = previous.sdp.media[media.index];
    return before !== undefined && credentials.every((name) => isChanged(previous, before, sdp, media, name));
  });
}

const credentials = ['ice-ufrag', 'ice-pwd'] as const;

function isChanged(
  early: Body,
  before: MediaSection,
  late: Sdp,
  after: MediaSection,
  name: (typeof credentials)[number],
): boolean {
  return (
    valueOf(effectiveAttribute(early.sdp, before, name)) !== valueOf(effectiveAttribute(late, after, name))
  );
}

/**
 * What the SBC says with that whose values it must repeat: its last word in the same dialog, else, where its 200 makes a
 * dialog of its own, of another one. It need not repeat any where nobody checks, as they have no ICE.
 */
function comparedIn(sequence: readonly Said[]): readonly Compared[] {
  const last = new Map<Body['toTag'], Said>();
  return sequence.flatMap((said, place) => {
    const same = last.get(said.body.toTag);
    last.set(said.body.toTag, said);
    if (said.isRestart) return [];
    const before = same ?? (said.isFinal ? likestOf(said, sequence.slice(0, place)) : undefined);
    return before === undefined || !hasIce(before.body.sdp) ? [] : [{ said, before }];
  });
}

function likestOf(said: Said, earlier: readonly Said[]): Said | undefined {
  const others = earlier.filter(({ body }) => hasIce(body.sdp));
  return others.find(({ body }) => iceChangesBetween(body, said.body).length === 0) ?? others.at(0);
}

function compare(before: Said, said: Said, report: Report): void {
  const where = before.body.toTag === said.body.toTag ? 'in the same dialog' : 'under another To tag';
  for (const change of iceChangesBetween(before.body, said.body)) {
    report({
      in: said.body,
      at: change.at,
      message:
        `The SBC's ${said.name} ${change.what} than its ${before.name} ${where}. Teams has checked the path with ` +
        `the ${before.name}'s values and does not check again: the SBC must keep them up to its 200.`,
      related: [{ in: before.body, at: change.was, message: `The value of the ${before.name}.` }],
    });
  }
}
