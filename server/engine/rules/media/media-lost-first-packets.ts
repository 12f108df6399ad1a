import { SECOND } from '../../basics/durations';
import { chosenTime } from '../../basics/thresholds';
import type { CallReplay } from '../../ice/model';
import { timeOf } from '../packets';
import { bypassProfile, defineRule } from '../rule';
import { isSteady, overlap, rtpFrom, talkWithMedia } from './streams';

/** Teams streams from the beginning. */
const soon = 0.3 * SECOND;
const shown = SECOND;

export const rule = defineRule({
  id: 'media-lost-first-packets',
  title: 'The first words are lost: the SBC begins to send late after the 200',
  severity: 'warning',
  basis: 'observed',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "First Hello"'],
  profiles: bypassProfile,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const { replay, facts, report } = subject;
    // Field practice: a pause of this length at the beginning cuts a "Hello".
    const longest = chosenTime('media-lost-first-packets', facts.thresholds);
    const talk = talkWithMedia(subject);
    if (talk === null) return;
    // Before a path exists nobody can send: who answers may be checked only then.
    const from = Math.max(talk.from, pathOf(replay) ?? talk.from);
    const teams = rtpFrom(replay, 'teams').filter(
      (stream) =>
        isSteady(stream) && stream.first <= from + soon && overlap(stream, talk.from, talk.to) >= shown,
    );
    const [first] = rtpFrom(replay, 'sbc')
      .filter((stream) => isSteady(stream) && stream.last > talk.from)
      .sort((a, b) => a.first - b.first);
    // Silence in one direction throughout is media-one-way's.
    if (teams.length === 0 || first === undefined || first.first - from <= longest) return;
    report({
      in: first.message,
      message:
        `The first packet of the SBC comes ${Math.round((first.first - from) / 1000)} ms after ${from > talk.from ? 'the first check was answered' : 'the 200'}, ` +
        'while Teams streams already: whoever answers does not hear the first words. The SBC should open its path at ' +
        'the first check, not after the 200.',
    });
  },
});

/** When the first check of the fork that answered was answered: from then on a path is known to work. */
function pathOf(replay: CallReplay): number | null {
  const fork = replay.forks.findIndex(({ active }) => active);
  const opened = replay.steps.find(({ changes }) =>
    changes.some(
      (change) =>
        change.kind === 'media' &&
        (change.to === 'checked' || change.to === 'nominated') &&
        change.of.fork === fork,
    ),
  );
  return timeOf(replay, opened?.in ?? null);
}
