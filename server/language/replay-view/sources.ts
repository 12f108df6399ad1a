/** Where it is written what a step must do. */
import type { Change } from '../../../shared/ice';
import type { CheckReplay } from '../../engine/ice/model';
import { USE_CANDIDATE } from '../../engine/stun/attributes';
import type { ShownStep } from './messages';
import { hasStunAttribute } from '../../engine/stun/message';

/**
 * Documents and sections, the telling ones first.
 *
 * @param isTeams whether Microsoft's own document speaks of the call
 * @param isAnswered whether the call was answered by then
 */
export function sourceOf(
  step: ShownStep,
  check: CheckReplay | null,
  isTeams: boolean,
  isAnswered: boolean,
): string {
  const ours = isTeams ? teamsSource(step, check, isAnswered) : null;
  const source = [...(ours === null ? [] : [`Direct Routing media protocols, “${ours}”`]), rfcs(step, check)];
  return source.filter((part) => part !== '').join(' · ');
}

function teamsSource(
  { event, changes }: ShownStep,
  check: CheckReplay | null,
  isAnswered: boolean,
): string | null {
  switch (event) {
    case 'request':
    case 'success':
    case 'error':
      return check !== null && hasStunAttribute(check.stun, USE_CANDIDATE)
        ? 'Nominations'
        : 'Connectivity checks';
    case 'rtp':
      return isAnswered ? 'Converging for forking' : 'Early media';
    case 'final':
      return 'Converging for forking';
    case 'offer':
      return 'Candidate gathering';
    case 'answer':
      return changes.length > 0 ? 'Connectivity checks' : null;
    default:
      return null;
  }
}

function rfcs({ event, changes }: ShownStep, check: CheckReplay | null): string {
  const has = (kind: Change['kind']): boolean => changes.some((change) => change.kind === kind);
  const nominates = check !== null && hasStunAttribute(check.stun, USE_CANDIDATE);
  switch (event) {
    case 'offer':
      return 'RFC 8839 §4.2.1 · RFC 5245 §4.3';
    case 'answer':
      return has('pair') ? 'RFC 8445 §6.1.1, §6.1.2 · RFC 5245 §5.2, §5.7' : 'RFC 8839 §4.2.2';
    case 'final':
      return has('pair') ? 'RFC 8445 §6.1.1, §6.1.2 · RFC 5245 §5.2, §5.7' : 'RFC 3261 §13.2.2.4';
    case 'reoffer':
      return has('nominated') ? 'RFC 5245 §9.1.2.2, §9.2.3' : 'RFC 8839 §4.4.1 · RFC 5245 §9.1';
    case 'reanswer':
      return 'RFC 8839 §4.4.2 · RFC 5245 §9.2';
    case 'request':
      if (check?.isConsent === true) return 'RFC 7675 §5.1';
      return nominates ? 'RFC 5245 §8.1.1, §7.2.2' : 'RFC 5245 §7.1.2, §7.2 · RFC 8445 §7.2.4';
    case 'success':
      if (check?.isConsent === true) return 'RFC 7675 §5.1';
      return nominates ? 'RFC 5245 §8.1.1, §8.2.1, §7.2.2' : 'RFC 5245 §7.1.3.2 · RFC 5389 §10.1.3';
    case 'error':
      return 'RFC 5245 §7.1.3.1 · RFC 5389 §10.1.2';
    case 'indication':
      return 'RFC 8445 §11 · RFC 5245 §10';
    case 'icmp':
      return 'RFC 8445 §7.2.5.2.1';
    case 'rtp':
      return 'RFC 8445 §12 · RFC 5245 §11';
    case 'dtls':
      return 'RFC 5764 §5.1.2';
    case 'timeout':
    case 'unanswered':
    case 'failed':
      return 'RFC 8489 §6.2.1 · RFC 8863 §4';
    case 'rejected':
    case 'refused':
      return 'RFC 8445 §7.2.5.2, §6.1.4.3';
    case 'predicted':
      return 'RFC 8445 §6.1.4.2, §14.2 · RFC 8489 §6.2.1';
    case 'ringing':
    case 'reject':
      return 'RFC 3261 §13.2.2';
    case 'ack':
      return 'RFC 3261 §13.2.2.4';
    case 'cancel':
      return 'RFC 3261 §9.1';
    case 'bye':
      return 'RFC 3261 §15';
    case 'refer':
      return 'RFC 3515 §2.4';
    case 'message':
      return '';
  }
}
