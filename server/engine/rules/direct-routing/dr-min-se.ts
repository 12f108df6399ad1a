import { factsOf } from '../../sip/facts';
import { headerOf } from '../../sip/values';
import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';

/** Seconds (RFC 4028 §4, §5). */
const LEAST = 90;

export const rule = defineRule({
  id: 'dr-min-se',
  title: 'A session timer is shorter than 90 seconds',
  severity: 'warning',
  otherwise: [{ severity: 'error', when: 'where the request is answered 400 or 422' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 4028 §4, §5'],
  profiles: allProfiles,
  fixable: true,
  scope: 'message',
  of: ({ has }) => has('min-se') || has('session-expires'),
  check({ message, traced, sip, signalling, report }) {
    const { status } = factsOf(sip);
    for (const id of ['session-expires', 'min-se'] as const) {
      const header = headerOf(sip, id);
      // A 422 tells what its sender would take.
      if (header === undefined || status === 422) continue;
      const { start, text } = header.value;
      const digits = /^\d{1,9}(?!\d)/.exec(text)?.[0];
      if (digits === undefined || Number(digits) >= LEAST) continue;
      const refusal =
        status !== null
          ? undefined
          : signalling
              .answersOf(traced)
              .map(({ parsed }) => factsOf(parsed).status ?? 0)
              .find((answer) => answer === 400 || answer === 422);
      const at = { start, end: start + digits.length };
      report({
        in: message,
        at,
        ...(refusal === undefined ? {} : { severity: 'error' as const }),
        message:
          `${header.name.text} is ${digits} seconds, and must not be less than ${String(LEAST)}` +
          (refusal === undefined ? '' : `; the other side answers ${String(refusal)}`) +
          '. Its sender must ask for longer; 1800 is usual.',
        fix: { title: `Write ${String(LEAST)}`, edits: [replace(at, String(LEAST))] },
      });
    }
  },
});
