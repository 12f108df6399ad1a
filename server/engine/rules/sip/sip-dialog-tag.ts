import { perObject } from '../../basics/memo';
import { groupedBy } from '../../evidence/message-groups';
import { haveSameEnds, type Signalling } from '../../evidence/signalling';
import { factsOf, type SipFacts } from '../../sip/facts';
import type { SipTraceMessage } from '../../traces/message';
import { unlikeText } from '../changed-values';
import { allProfiles, defineRule } from '../rule';
import { relatedTo, tagPlace } from './in-call';

/** A BYE may end an early dialog (RFC 3261 §15). */
const inDialog: ReadonlySet<string> = new Set(['ACK', 'INVITE', 'UPDATE', 'INFO', 'BYE']);

export const rule = defineRule({
  id: 'sip-dialog-tag',
  title: 'A request of a call that was answered has a To tag that is not the answer’s',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §12.2.1.1, §13.2.2.4, §15'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) => status === null && inDialog.has(method),
  check({ message, sip, traced, signalling, call, report }) {
    const own = factsOf(sip);
    if (own.method !== 'ACK' && own.toTag === '') return;
    // Nearly all requests: the others are looked for among all messages.
    if (answeredDialogs(signalling).has(dialogKey(own))) return;
    const found = answeredOtherwise(signalling, traced, own);
    if (found === null) return;
    const { accepted, early } = found;
    report({
      in: message,
      at: tagPlace(sip, 'to'),
      message:
        `The call was answered under another To tag${unlikeText(factsOf(accepted.parsed).toTag, own.toTag)}, and this ` +
        `${own.method} ${tagText(own, early)}. The callee drops it or answers 481` +
        `${own.method === 'ACK' ? ', repeats its 200, and the call drops after 32 s' : ''}: the caller must take the tag of the 200.`,
      related: relatedTo(call, accepted, 'The 200 with the right tag.'),
    });
  },
});

/** Dialogs of which the trace holds a final answer to an INVITE, by {@link dialogKey}. */
const answeredDialogs = perObject((signalling: Signalling): ReadonlySet<string> => {
  const keys = new Set<string>();
  for (const { parsed } of signalling.ofMethod('INVITE')) {
    const facts = factsOf(parsed);
    if (facts.status !== null && facts.status >= 200) keys.add(dialogKey(facts));
  }
  return keys;
});

function dialogKey({ fromTag, toTag }: SipFacts): string {
  return `${fromTag} ${toTag}`;
}

/** INVITEs of who has a tag, and what answers them. */
const invitesOf = groupedBy(({ parsed }) => {
  const { method, fromTag } = factsOf(parsed);
  return method === 'INVITE' ? fromTag : null;
});

interface Misplaced {
  /** The 2xx that the request should belong to. */
  readonly accepted: SipTraceMessage;
  /** The provisional answer whose tag it has. */
  readonly early: SipTraceMessage | undefined;
}

function tagText({ toTag }: SipFacts, early: SipTraceMessage | undefined): string {
  if (toTag === '') return 'has none';
  return early === undefined ? 'has one that no answer has' : 'has that of an earlier provisional answer';
}

/** The 2xx that a request should belong to, where it names an early dialog of the same INVITE instead. */
function answeredOtherwise(
  signalling: Signalling,
  request: SipTraceMessage,
  own: SipFacts,
): Misplaced | null {
  const asked = own.method === 'ACK' ? signalling.ofCseq('INVITE', own) : invitesOf(signalling, own.fromTag);
  const answers = asked.filter(({ parsed, index }) => {
    const { status } = factsOf(parsed);
    return status !== null && status > 100 && index < request.index;
  });
  const accepted = answers.findLast(({ parsed }) => isAccepted(factsOf(parsed)));
  if (accepted === undefined || signalling.isCut(request)) return null;
  const invite = signalling.requestOf(accepted);
  const early = answers.find((each) => factsOf(each.parsed).toTag === own.toTag);
  if (own.toTag === '') {
    if (invite === null) return null;
  } else if (early !== undefined) {
    if (!signalling.isSameHop(early, accepted)) return null;
  } else {
    // An ACK under a tag that nobody answered with can be of nothing but the 2xx of its hop that gets no other.
    if (own.method !== 'ACK' || signalling.acksOf(accepted).length > 0) return null;
    if (invite === null || request.record.meta.source === null || !haveSameEnds(invite, request)) return null;
  }
  // Requests may have been on the way when the 200 came; an ACK is sent because of it.
  if (own.method !== 'ACK' && !signalling.isBefore(accepted, request)) return null;
  // A BYE may end an early dialog while the other one is held.
  if (own.method === 'BYE' && isHeld(signalling, accepted)) return null;
  return { accepted, early };
}

/** Whether the caller shows that he knows the dialog of a 2xx: by its ACK, or by a BYE of its own where the trace lost that. */
function isHeld(signalling: Signalling, accepted: SipTraceMessage): boolean {
  const { fromTag, toTag } = factsOf(accepted.parsed);
  return (
    signalling.acksOf(accepted).length > 0 ||
    signalling.ofMethod('BYE').some(({ parsed }) => {
      const bye = factsOf(parsed);
      return bye.status === null && bye.fromTag === fromTag && bye.toTag === toTag;
    })
  );
}

function isAccepted({ status }: SipFacts): boolean {
  return status !== null && status >= 200 && status < 300;
}
