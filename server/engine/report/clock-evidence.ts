/** How the offset between two clocks was found, in words. */
import type { ClockEvidence } from '../../../shared/clock-evidence';

/** `found by 1 ufrag and 2 addresses of media; some tenths of a second may be missing` */
export function clockEvidenceText(evidence: ClockEvidence): string {
  const { messages, sameNames, checks, exchanges, ufrags, addresses, endings, against, certainty } = evidence;
  const exact = [
    counted(messages, 'message that is in both', 'messages that are in both'),
    counted(sameNames, 'message of the same Call-ID and CSeq', 'messages of the same Call-ID and CSeq'),
    counted(checks, 'check that is in both', 'checks that are in both'),
    counted(exchanges, 'request that is answered in the other', 'requests that are answered in the other'),
  ];
  const near = [
    counted(ufrags, 'ICE ufrag', 'ICE ufrags'),
    counted(addresses, 'address of media', 'addresses of media'),
    counted(endings, 'stream that stops with its call', 'streams that stop with their call'),
  ];
  const isTold = exact.some((part) => part !== '');
  const parts = (isTold ? exact : near).filter((part) => part !== '');
  const last = parts.pop() ?? '';
  const found = parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
  const disagree =
    against === 0 ? '' : `, ${against} ${against === 1 ? 'thing speaks' : 'things speak'} against it`;
  return `found by ${found}${disagree}${sureness[certainty]}`;
}

const sureness: Readonly<Record<ClockEvidence['certainty'], string>> = {
  exact: '',
  near: '; some tenths of a second may be missing',
  doubtful: '; this is doubtful',
};

function counted(count: number, one: string, many: string): string {
  return count === 0 ? '' : `${count} ${count === 1 ? one : many}`;
}
