import { groupedBy, lastBefore } from '../../evidence/message-groups';
import { factsOf } from '../../sip/facts';
import { allProfiles, defineRule } from '../rule';
import { byesIn, dialogOf, relatedTo } from './in-call';

/** Of these, other rules say why; a CANCEL is in no dialog. */
const others: ReadonlySet<string> = new Set(['CANCEL', 'PRACK', 'NOTIFY', 'SUBSCRIBE']);

/** The 2xx of INVITEs, by dialog. */
const accepted = groupedBy(({ parsed }) => {
  const facts = factsOf(parsed);
  const { status, method } = facts;
  return method === 'INVITE' && status !== null && status >= 200 && status < 300 ? dialogOf(facts) : null;
});

export const rule = defineRule({
  id: 'sip-dialog-unknown',
  title: 'One side knows a call no more, though nobody ended it',
  severity: 'warning',
  basis: 'observed',
  applies: 'either',
  source: ['RFC 3261 §12.2.1.2, §12.2.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) => (status === 481 || status === 408) && !others.has(method),
  check({ message, sip, traced, signalling, call, report }) {
    const own = factsOf(sip);
    const request = signalling.requestOf(traced);
    if (request === null || factsOf(request.parsed).toTag === '') return;
    const dialog = dialogOf(own);
    // sip-dialog-tag speaks of a tag that was never answered with; of a call before the trace nobody knows.
    if (lastBefore(accepted(signalling, dialog), request) === null) return;
    const isEnded = byesIn(signalling, dialog).some(
      (each) => each.index !== request.index && factsOf(each.parsed).cseq !== own.cseq,
    );
    if (isEnded) return;
    report({
      in: message,
      at: sip.startLine,
      message:
        `The ${own.method} is answered ${own.status}: the other side has lost the dialog, and no BYE in this trace ended it. Look there ` +
        'why it did: a restart or failover, a session timer that ran out, a BYE that went another way.',
      related: relatedTo(call, request, 'The request.'),
    });
  },
});
