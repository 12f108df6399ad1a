import { addressText } from '../../ice/address';
import type { CheckReplay } from '../../ice/model';
import { ERROR_CODE } from '../../stun/attributes';
import { stunValue } from '../../stun/message';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'ice-pair-failed',
  title: 'A candidate pair failed',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §7.2.5.2', 'RFC 5245 §7.1.3.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check({ replay, report }) {
    const last = lastChecks(replay.checks);
    replay.forks.forEach(({ sessions }, fork) => {
      sessions.forEach(({ pairs, state }, session) => {
        const failed = pairs.filter((pair) => pair.state === 'failed' && pair.requests > 0);
        // Where ICE failed as a whole, ice-all-failed says so once.
        if (state === 'failed') return;
        for (const pair of failed) {
          const check = last.get(keyOf(fork, session, pair.id));
          if (check === undefined) continue;
          report({
            in: check.responses.at(-1)?.message ?? check.request,
            message:
              `The pair ${addressText(pair.teams)} – ${addressText(pair.sbc)} failed: ${whyOf(check)}. ` +
              'Look at this path if the call should have taken it.',
          });
        }
      });
    });
  },
});

function lastChecks(checks: readonly CheckReplay[]): ReadonlyMap<string, CheckReplay> {
  return new Map(
    checks.flatMap((check) =>
      check.pair === null ? [] : [[keyOf(check.of.fork, check.of.session, check.pair), check] as const],
    ),
  );
}

function keyOf(fork: number, session: number, pair: number): string {
  return `${fork} ${session} ${pair}`;
}

function whyOf({ sent, responses, destination }: CheckReplay): string {
  const last = responses.at(-1);
  if (last === undefined) return `${sent} request${sent === 1 ? '' : 's'} and no response in 39.5 s`;
  const error = stunValue(last.stun, ERROR_CODE);
  if (error?.kind === 'error') return `its check was answered with error ${error.code}`;
  return `the answer came from ${addressText(last.source)}, the check had gone to ${addressText(destination)}`;
}
