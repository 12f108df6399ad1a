import { SECOND } from '../../basics/durations';
import { bypassProfile, defineRule } from '../rule';
import { isSteady, overlap, rtpFrom, talkWithMedia } from './streams';

/** Field practice: a pause of this length at the beginning cuts a "Hello". */
const longest = 300_000;
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
    const { replay, report } = subject;
    const talk = talkWithMedia(subject);
    if (talk === null) return;
    const teams = rtpFrom(replay, 'teams').filter(
      (stream) =>
        isSteady(stream) &&
        stream.first <= talk.from + longest &&
        overlap(stream, talk.from, talk.to) >= shown,
    );
    const [first] = rtpFrom(replay, 'sbc')
      .filter((stream) => isSteady(stream) && stream.last > talk.from)
      .sort((a, b) => a.first - b.first);
    // Silence in one direction throughout is media-one-way's.
    if (teams.length === 0 || first === undefined || first.first - talk.from <= longest) return;
    report({
      in: first.message,
      message:
        `The first packet of the SBC comes ${Math.round((first.first - talk.from) / 1000)} ms after the 200, ` +
        'while Teams streams already: whoever answers does not hear the first words. The SBC should open its path at ' +
        'the first check, not after the 200.',
    });
  },
});
