import type { IceProgram } from '../../text/ice-log/line';
import { durationText } from '../../basics/durations';
import { addressText } from '../address';
import type { Address, PairType } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  readonly selected: { readonly teams: Address; readonly teamsType: PairType; readonly sbc: Address };
  /** Whether the end called SBC is one. */
  readonly sidesKnown: boolean;
  /**
   * How long it took from the message that made both descriptions known, negative where checks were ahead of it; null
   * where nobody can tell.
   */
  readonly after: { readonly label: string; readonly micros: number } | null;
  /** The pair that was nominated before it; null where there is none. */
  readonly earlier: { readonly teams: Address; readonly teamsType: PairType; readonly micros: number } | null;
  /** `told-only`: signalling alone tells which pair won. `unordered`: whether before the 200 or after is not known. */
  readonly when: 'told-only' | 'both-lite' | 'unordered' | 'before-answer' | 'after-answer';
  /** The program whose log tells of it; null where packets do. */
  readonly logged: IceProgram | null;
  readonly otherForkAnswered: boolean;
  /** The 200 has other credentials than the 183. */
  readonly changedAnswer: boolean;
}

const whenText: Readonly<Record<Facts['when'], string>> = {
  'told-only': '',
  'both-lite': ', both ends are ICE Lite',
  unordered: '',
  'before-answer': ', before the 200',
  'after-answer': ', after the 200',
};

function afterText({ label, micros }: NonNullable<Facts['after']>): string {
  return micros < 0
    ? `, nominated ${durationText(-micros)} before the ${label}`
    : `, ${durationText(micros)} after the ${label}`;
}

function earlierText({ teams, teamsType, micros }: NonNullable<Facts['earlier']>): string {
  return `; ${addressText(teams)} (${teamsType}) was nominated ${durationText(micros)} before it`;
}

export const completed = defineVerdict({
  severity: 'good',
  rests: ['observed', 'derived', 'predicted', 'unknown'],
  absence: false,
  rules: ['call-ice-changed-183-200'],
  broken: ({ changedAnswer }: Facts) => (changedAnswer ? ['call-ice-changed-183-200'] : []),
  text: ({ selected, sidesKnown, after, earlier, when, logged, otherForkAnswered, changedAnswer }: Facts) =>
    [
      `ICE completed on ${addressText(selected.teams)} (${selected.teamsType}) ↔ ${sidesKnown ? 'SBC ' : ''}${addressText(selected.sbc)}`,
      when === 'told-only' ? ', as the re-INVITE with remote-candidates tells' : '',
      after === null ? '' : afterText(after),
      after !== null && after.micros < 0 ? '' : whenText[when],
      earlier === null ? '' : earlierText(earlier),
      logged === null ? '' : `, as the log of ${logged} says`,
      otherForkAnswered ? '; another fork answered the call' : '',
      changedAnswer ? '; the 200 has other credentials than the 183, and those of the 183 stayed in use' : '',
    ].join(''),
});
