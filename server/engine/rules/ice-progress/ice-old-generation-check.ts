import { mostOf } from '../../../../shared/extremes';
import { SECOND } from '../../basics/durations';
import { USERNAME } from '../../stun/attributes';
import { attributePlace, sessionAt, timeOf } from '../packets';
import { allProfiles, defineRule } from '../rule';

/** Checks that were on their way when the restart was answered are no defect. */
const grace = SECOND;

export const rule = defineRule({
  id: 'ice-old-generation-check',
  title: 'After an ICE restart checks still carry the old credentials',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §9', 'RFC 5245 §9.1.1.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check({ replay, call, report }) {
    const told = new Set<string>();
    for (const { of, request, sender } of replay.checks) {
      const session = sessionAt(replay, of);
      const key = `${of.fork} ${sender}`;
      if (session === null || told.has(key)) continue;
      const next = replay.forks[of.fork]?.sessions.find(
        ({ stream, generation }) => stream === session.stream && generation === session.generation + 1,
      );
      if (next === undefined) continue;
      const places = [next.descriptions.sbc, next.descriptions.teams].flatMap((each) =>
        each === null ? [] : [each.body.place],
      );
      const answer = places.length < 2 ? undefined : call.messages[mostOf(places)]?.message;
      const since = timeOf(replay, answer ?? null);
      const at = timeOf(replay, request);
      if (answer === undefined || since === null || at === null || at <= since + grace) continue;
      told.add(key);
      report({
        ...attributePlace(request, USERNAME),
        message:
          `${((at - since) / SECOND).toFixed(1)} s after the ICE restart a check still has the ufrags of before it. ` +
          `Checks must use the new credentials from the answer on: ${replay.names[sender]} must take them over.`,
        related: [{ in: answer, message: 'The restart is answered here.' }],
      });
    }
  },
});
