import { SECOND } from '../../basics/durations';
import { addressText } from '../../ice/address';
import type { CallReplay, CheckReplay } from '../../ice/model';
import type { VerdictId } from '../../ice/verdicts/ids';
import { reaches } from '../../ice/attribution';
import { methodOf, statusOf } from '../../sip/values';
import { checksOf, reportVerdicts, sessionAt, timeOf } from '../packets';
import { allProfiles, defineRule, type PacketSubject } from '../rule';
import { onePerFork, othersAlike } from './stun-packets';

const id = 'stun-no-response';
/** One lost packet proves nothing; four, at 0, 500, 1500 and 3500 ms, are no accident (RFC 8489 §6.2.1). */
const enough = 4;
/** Verdicts that say why a check is not answered. */
const explaining: ReadonlySet<VerdictId> = new Set<VerdictId>([
  'component-blocked',
  'icmp-refused',
  'unknown-attribute-ignored',
  'consent-lost',
]);

export const rule = defineRule({
  id,
  title: 'A check of Teams gets no response, or none that reaches it',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where other checks of the same endpoint are answered' }],
  basis: 'teams',
  applies: 'sbc',
  source: [
    'Direct Routing media protocols, "Connectivity checks", "Inbound call"',
    'RFC 8445 §7.3, §2.5',
    'RFC 5245 §7.2',
  ],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const { replay, report } = subject;
    const checks = checksOf(subject);
    reportVerdicts(
      subject,
      id,
      'The SBC must answer every valid check from the moment its SDP leaves: open UDP on its media ports for Teams both ways, and look whether its ICE was told of the call.',
    );
    const told = new Set(
      replay.verdicts.flatMap(({ id: verdict, rules, fork }) =>
        rules.includes(id) || explaining.has(verdict) ? [fork] : [],
      ),
    );
    const end = endOf(subject);
    const silent = checks
      .filter((check) => !told.has(check.of.fork) && check.request.index < end && isSilent(subject, check))
      .map((check) => ({ ...check, message: check.request }));
    const answered = new Set(checks.flatMap(({ of, responses }) => (responses.length > 0 ? [of.fork] : [])));
    for (const { first, count } of onePerFork(silent)) {
      // Nothing shows that answers of this fork would be in the capture.
      if (!answered.has(first.of.fork)) continue;
      const { request, repeats, source, destination, sent } = first;
      report({
        in: request,
        severity: 'warning',
        message:
          `The SBC answers other checks, but not this one from ${addressText(source)} to ${addressText(destination)}, sent ` +
          `${sent} times${spanText(replay, first)}. It must answer every valid check, also after the nomination and on ` +
          `hold.${othersAlike(count)}`,
        related: repeats.slice(-1).map((last) => ({ in: last, message: 'The same check once more.' })),
      });
    }
  },
});

function isSilent({ replay }: PacketSubject, check: CheckReplay): boolean {
  const { of, sender, responses, sent, malformed, username, integrity, destination } = check;
  const sbc = sessionAt(replay, of)?.descriptions.sbc ?? null;
  return (
    sender === 'teams' &&
    responses.length === 0 &&
    sent >= enough &&
    malformed === null &&
    username === null &&
    (integrity.kind === 'good' || integrity.kind === 'unknown') &&
    sbc !== null &&
    reaches(sbc, destination)
  );
}

/** Where the call is hung up, as a place in the trace: behind it nobody need answer. */
function endOf({ call }: PacketSubject): number {
  const end = call.messages.find(({ message: { parsed } }) => {
    if (parsed.kind !== 'sip' || statusOf(parsed) !== null) return false;
    return methodOf(parsed) === 'BYE' || methodOf(parsed) === 'CANCEL';
  });
  return end?.message.index ?? Infinity;
}

function spanText(replay: CallReplay, { request, repeats }: CheckReplay): string {
  const last = repeats.at(-1);
  const [from, to] = [timeOf(replay, request), last === undefined ? null : timeOf(replay, last)];
  if (from === null || to === null || to < from) return '';
  return ` in ${((to - from) / SECOND).toFixed(1)} s`;
}
