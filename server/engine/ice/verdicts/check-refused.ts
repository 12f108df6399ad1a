import { otherEnd, type End } from '../../../../shared/ice';
import { defineVerdict } from './verdict';

interface Facts {
  /** Who checked. */
  readonly asker: End;
  /** Of the error response; 0 where it has none. */
  readonly code: number;
  /**
   * What the trace tells of the check: it is as it should be; its USERNAME names a description that the trace lacks; the
   * password that it should have is not in the trace; signalling is not in the trace at all.
   */
  readonly check: 'right' | 'unknown-ufrag' | 'unknown-password' | 'unknown-signalling';
}

export const checkRefused = defineVerdict({
  // What the trace lacks may be the cause.
  severity: ({ check }: Facts) => (check === 'right' ? 'error' : 'warning'),
  rests: ['observed'],
  absence: false,
  rules: ['stun-error-response'],
  broken: ({ check }: Facts) => (check === 'unknown-ufrag' ? [] : ['stun-error-response']),
  text: ({ asker, code, check }: Facts, names) =>
    `${names[otherEnd(asker)]} refuses the checks of ${names[asker]} with ${code === 0 ? 'an error without a code' : `${code}`}, ${checkText[check]}; the log of ${names[otherEnd(asker)]} tells more`,
});

const checkText: Readonly<Record<Facts['check'], string>> = {
  right: 'although they carry the USERNAME and the password of its SDP: the trace does not show why',
  'unknown-ufrag': 'and their USERNAME names a description that is not in the trace',
  'unknown-password': 'and what they should be signed with, or are, is not in the trace',
  'unknown-signalling': 'and the signalling that would tell ufrags and passwords is not in the trace',
};
