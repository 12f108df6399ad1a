/** SIP option tags of Supported, Require and their like (IANA registry). */
import type { Explained } from './types';

export interface OptionTag extends Explained {
  readonly name: string;
}

export const OPTION_TAGS: readonly OptionTag[] = [
  {
    name: '100rel',
    summary: 'Provisional responses may be sent reliably and confirmed by PRACK.',
    source: 'RFC 3262 §8.1',
  },
  { name: 'timer', summary: 'Session timers: a call that nobody refreshes ends.', source: 'RFC 4028 §3' },
  {
    name: 'replaces',
    summary: 'An INVITE may take the place of another call: attended transfer, call pickup.',
    source: 'RFC 3891 §6.2',
    teams: 'The SBC must support it (SIP protocol, Replaces option).',
  },
  {
    name: 'norefersub',
    summary: 'A REFER need not make a subscription, so no NOTIFY follows.',
    source: 'RFC 4488 §6',
  },
  { name: 'histinfo', summary: 'History-Info tells how a call was diverted.', source: 'RFC 7044 §5' },
  { name: 'path', summary: 'Registrations record the proxies on their way.', source: 'RFC 3327 §3' },
  {
    name: 'outbound',
    summary: 'Connections that the client opened are used to reach it.',
    source: 'RFC 5626 §11',
  },
  { name: 'gruu', summary: 'A URI that reaches one device.', source: 'RFC 5627 §5' },
  { name: 'join', summary: 'An INVITE may join another call.', source: 'RFC 3911 §7' },
  {
    name: 'tdialog',
    summary: 'A request outside a dialog may name one that it belongs to.',
    source: 'RFC 4538 §6',
  },
  { name: 'from-change', summary: 'From and To URIs may change inside a dialog.', source: 'RFC 4916 §4' },
  { name: 'privacy', summary: 'Privacy services according to the Privacy header.', source: 'RFC 3323 §4' },
  {
    name: 'precondition',
    summary: 'The phone rings only once resources are reserved.',
    source: 'RFC 3312 §11',
  },
  { name: 'ice', summary: 'ICE in media negotiation.', source: 'RFC 5768 §4' },
  {
    name: 'sec-agree',
    summary: 'Agreement on security mechanisms with the first hop.',
    source: 'RFC 3329 §2',
  },
  { name: 'eventlist', summary: 'Subscriptions to lists of resources.', source: 'RFC 4662 §4' },
  { name: 'early-session', summary: 'Early media in a session of its own.', source: 'RFC 3959 §6' },
  {
    name: 'resource-priority',
    summary: 'Priority of calls for emergency and government use.',
    source: 'RFC 4412 §3',
  },
  { name: 'answermode', summary: 'Automatic answer on request.', source: 'RFC 5373 §4' },
  { name: 'trickle-ice', summary: 'ICE candidates may follow later, in INFO.', source: 'RFC 8840 §5' },
];

const BY_NAME: ReadonlyMap<string, OptionTag> = new Map(OPTION_TAGS.map((tag) => [tag.name, tag]));

/** The option tag, in any case; null where unknown. */
export function findOptionTag(name: string): OptionTag | null {
  return BY_NAME.get(name.toLowerCase()) ?? null;
}
