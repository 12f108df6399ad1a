/** ISDN cause values, as the Reason header carries them, and the protocols which that header may name. */
import type { Explained } from './types';

export interface Q850CauseKnowledge extends Explained {
  /** 1–127. */
  readonly cause: number;
  readonly name: string;
}

export const Q850_CAUSES: readonly Q850CauseKnowledge[] = [
  cause(
    1,
    'Unallocated (unassigned) number',
    'The number is valid in form but belongs to nobody. Check the dialled number and its country code.',
  ),
  cause(
    2,
    'No route to specified transit network',
    'The carrier that was chosen for the call is not known here.',
  ),
  cause(
    3,
    'No route to destination',
    'No route leads to the number: a missing dial plan entry or a carrier that does not serve it.',
  ),
  cause(
    4,
    'Send special information tone',
    'The number is out of reach for a lasting reason; the caller hears an information tone.',
  ),
  cause(
    5,
    'Misdialled trunk prefix',
    'A trunk prefix was dialled that does not belong there, or was left out.',
  ),
  cause(6, 'Channel unacceptable', 'The bearer channel that was picked cannot be used.'),
  cause(
    7,
    'Call awarded and being delivered in an established channel',
    'The call is delivered on a channel that is already up.',
  ),
  cause(8, 'Preemption', 'A call of higher priority took the line.'),
  cause(
    9,
    'Preemption – circuit reserved for reuse',
    'A call of higher priority took the line, and it is held for that call.',
  ),
  cause(14, 'QoR: ported number', 'The number was ported to another carrier.'),
  cause(16, 'Normal call clearing', 'One of the parties hung up. Nothing went wrong.'),
  cause(17, 'User busy', 'The called party is in another call.'),
  cause(18, 'No user responding', 'The called equipment did not react to the call.'),
  cause(19, 'No answer from user (user alerted)', 'The phone rang and nobody answered in time.'),
  cause(20, 'Subscriber absent', 'A mobile phone is switched off or out of coverage.'),
  cause(
    21,
    'Call rejected',
    'The called party or its equipment refused the call although it could have taken it: declined, blocked, or barred by a policy.',
  ),
  cause(
    22,
    'Number changed',
    'The number is no longer in use; the new one may be in the diagnostic.',
    'Teams has been seen to send it in BYE with the text `IceConnectivityChecksFailed`. There the text counts, not the cause: no ICE check succeeded.',
  ),
  cause(23, 'Redirection to new destination', 'The call is to be sent to another number.'),
  cause(
    24,
    'Call rejected due to a feature at the destination',
    'A service of the called party, such as call screening, refused the call.',
  ),
  cause(25, 'Exchange routing error', 'The call went round in circles or passed too many exchanges.'),
  cause(26, 'Non-selected user clearing', 'Another terminal took the call.'),
  cause(27, 'Destination out of order', 'The line or trunk to the destination is down.'),
  cause(
    28,
    'Invalid number format (address incomplete)',
    'Digits are missing, or the number has the wrong form. With E.164 check `+` and country code.',
  ),
  cause(29, 'Facility rejected', 'A supplementary service in the request cannot be given.'),
  cause(30, 'Response to STATUS ENQUIRY', 'A status report; not a failure.'),
  cause(31, 'Normal, unspecified', 'The call ended normally and nothing more precise is known.'),
  cause(34, 'No circuit/channel available', 'All lines of the trunk are in use.'),
  cause(38, 'Network out of order', 'The network is down and will be for some time.'),
  cause(39, 'Permanent frame mode connection out of service', 'A permanent data connection is down.'),
  cause(40, 'Permanent frame mode connection operational', 'A permanent data connection is up.'),
  cause(41, 'Temporary failure', 'The network has a fault that should pass soon. Try again.'),
  cause(42, 'Switching equipment congestion', 'The exchange is overloaded.'),
  cause(43, 'Access information discarded', 'Information such as user-to-user data could not be passed on.'),
  cause(44, 'Requested circuit/channel not available', 'The channel that was asked for is in use.'),
  cause(46, 'Precedence call blocked', 'No line could be freed for a priority call.'),
  cause(
    47,
    'Resource unavailable, unspecified',
    'Something is exhausted and nothing more precise is known: lines, licences, media resources.',
  ),
  cause(49, 'Quality of service not available', 'The quality that was asked for cannot be given.'),
  cause(50, 'Requested facility not subscribed', 'The service is not part of the subscription.'),
  cause(53, 'Outgoing calls barred within CUG', 'The closed user group may not call out.'),
  cause(55, 'Incoming calls barred within CUG', 'The closed user group may not be called.'),
  cause(
    57,
    'Bearer capability not authorized',
    'The kind of connection, such as data or video, is not allowed for this line.',
  ),
  cause(58, 'Bearer capability not presently available', 'The kind of connection is not available now.'),
  cause(
    62,
    'Inconsistency in outgoing access information and subscriber class',
    'The call does not fit the class of the line.',
  ),
  cause(
    63,
    'Service or option not available, unspecified',
    'The service is not available and nothing more precise is known.',
    'Seen from Microsoft with 403 and a text that names the real reason. Read the text.',
  ),
  cause(
    65,
    'Bearer capability not implemented',
    'The kind of connection is not supported. In SIP interworking it often stands for a media mismatch.',
  ),
  cause(66, 'Channel type not implemented', 'The kind of channel is not supported.'),
  cause(69, 'Requested facility not implemented', 'The service is not supported.'),
  cause(
    70,
    'Only restricted digital information bearer capability is available',
    'Only a restricted data connection is possible.',
  ),
  cause(
    79,
    'Service or option not implemented, unspecified',
    'Something that was asked for is not supported and nothing more precise is known.',
  ),
  cause(81, 'Invalid call reference value', 'The message belongs to a call that this side does not know.'),
  cause(82, 'Identified channel does not exist', 'The channel that was named does not exist.'),
  cause(
    83,
    'A suspended call exists, but this call identity does not',
    'The call to be resumed is known under another identity.',
  ),
  cause(84, 'Call identity in use', 'The identity for a suspended call is taken.'),
  cause(85, 'No call suspended', 'There is no call to resume.'),
  cause(86, 'Call having the requested call identity has been cleared', 'The call to be resumed has ended.'),
  cause(87, 'User not member of CUG', "The called party is not in the caller's closed user group."),
  cause(
    88,
    'Incompatible destination',
    'The called equipment cannot take this kind of call, for instance data to a phone. In SIP it often stands for codecs or encryption that do not fit.',
  ),
  cause(90, 'Non-existent CUG', 'The closed user group does not exist.'),
  cause(91, 'Invalid transit network selection', 'The carrier selection is wrong in form.'),
  cause(95, 'Invalid message, unspecified', 'The message is invalid and nothing more precise is known.'),
  cause(96, 'Mandatory information element is missing', 'Something required is missing in the message.'),
  cause(97, 'Message type non-existent or not implemented', 'The message type is not known.'),
  cause(
    98,
    'Message not compatible with call state or message type non-existent or not implemented',
    'The message does not fit the state of the call.',
  ),
  cause(
    99,
    'Information element/parameter non-existent or not implemented',
    'Part of the message is not known and was ignored.',
  ),
  cause(100, 'Invalid information element contents', 'Part of the message has a wrong value.'),
  cause(101, 'Message not compatible with call state', 'The message came at the wrong moment.'),
  cause(
    102,
    'Recovery on timer expiry',
    'A timer ran out: the other side did not go on in time. Often a call that got no answer from the far network.',
  ),
  cause(
    103,
    'Parameter non-existent or not implemented – passed on',
    'Part of the message is not known and was passed on.',
  ),
  cause(
    110,
    'Message with unrecognized parameter discarded',
    'The message was thrown away because of an unknown part.',
  ),
  cause(111, 'Protocol error, unspecified', 'A protocol error about which nothing more precise is known.'),
  cause(
    127,
    'Interworking, unspecified',
    'Another network ended the call and did not say why. In SIP it is a common filler: look at the SIP status and the text.',
  ),
];

/** The groups of Q.850 by the first value of each, for a cause that has no name. */
const CAUSE_GROUPS: readonly (readonly [from: number, name: string])[] = [
  [1, 'Normal event'],
  [32, 'Resource unavailable'],
  [48, 'Service or option unavailable'],
  [64, 'Service or option not implemented'],
  [80, 'Invalid message'],
  [96, 'Protocol error'],
  [112, 'Interworking'],
];

export interface ReasonProtocolKnowledge extends Explained {
  readonly name: string;
}

/** The protocol names that begin a Reason header value. */
export const REASON_PROTOCOLS: readonly ReasonProtocolKnowledge[] = [
  {
    name: 'SIP',
    summary:
      'The cause is a SIP status code. `SIP;cause=200;text="Call completed elsewhere"` on a CANCEL tells a phone not to show a missed call.',
    source: 'RFC 3326 §2',
  },
  {
    name: 'Q.850',
    summary: 'The cause is an ISDN cause value of ITU-T Q.850, 1 to 127.',
    source: 'RFC 3326 §2; ITU-T Q.850',
    teams: 'Microsoft puts its own explanation, and often an identifier of the call, into the text.',
  },
  {
    name: 'FAX',
    summary: 'How far a T.38 fax session succeeded.',
    source: 'IANA SIP parameters, Reason protocols; RFC 6913',
  },
  {
    name: 'Preemption',
    summary: 'A call of higher priority took the resources of this one.',
    source: 'RFC 4411 §3',
  },
  { name: 'RELEASE_CAUSE', summary: 'How an IMS network released the session.', source: '3GPP TS 24.229' },
  {
    name: 'EMM',
    summary: 'The mobility management cause of an LTE network.',
    source: '3GPP TS 24.229; 3GPP TS 24.301',
  },
  {
    name: 'ESM',
    summary: 'The session management cause of an LTE network.',
    source: '3GPP TS 24.229; 3GPP TS 24.301',
  },
  { name: 'STIR', summary: "Why the caller's signed identity did not verify.", source: 'RFC 9410 §3' },
];

const BY_CAUSE: ReadonlyMap<number, Q850CauseKnowledge> = new Map(
  Q850_CAUSES.map((entry) => [entry.cause, entry]),
);

const PROTOCOL_BY_NAME: ReadonlyMap<string, ReasonProtocolKnowledge> = new Map(
  REASON_PROTOCOLS.map((entry) => [entry.name.toLowerCase(), entry]),
);

/** The cause value; null where Q.850 gives it no name. */
export function findQ850Cause(value: number): Q850CauseKnowledge | null {
  return BY_CAUSE.get(value) ?? null;
}

/** The group that a cause from 1 to 127 falls into, named or not; null outside that range. */
export function q850CauseGroup(value: number): string | null {
  if (!Number.isInteger(value) || value < 1 || value > 127) {
    return null;
  }
  let group: string | null = null;
  for (const [from, name] of CAUSE_GROUPS) {
    if (value >= from) {
      group = name;
    }
  }
  return group;
}

/** The protocol of a Reason value, in any case; null where unknown. */
export function findReasonProtocol(name: string): ReasonProtocolKnowledge | null {
  return PROTOCOL_BY_NAME.get(name.toLowerCase()) ?? null;
}

function cause(value: number, name: string, summary: string, teams?: string): Q850CauseKnowledge {
  return {
    cause: value,
    name,
    summary,
    source: 'ITU-T Q.850 §2.2.7',
    ...(teams === undefined ? {} : { teams }),
  };
}
