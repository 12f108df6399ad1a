/** Why media goes to the right place, to a wrong one, or nobody can tell: what a judgement of it is, and its words. */
import type { Address } from '../../../shared/ice';
import { addressText } from './address';
import type { StreamStretch } from './model';

export type MediaReason =
  /** `to`: where the SBC sends. */
  | { readonly is: 'other-fork'; readonly winner: string; readonly to: Address }
  | { readonly is: 'early-media'; readonly first: string }
  | { readonly is: 'nominated' | 'other-component' | 'not-both-lite' | 'best-checked'; readonly to: Address }
  | {
      readonly is: 'nominated-pair' | 'just-nominated' | 'nominated-unanswered' | 'not-plain';
      readonly wanted: Address;
    }
  | { readonly is: 'not-best'; readonly best: Address }
  | { readonly is: 'both-lite' | 'latched' | 'unchecked' | 'plain' | 'plain-unknown' }
  /** Of media that Teams sends. */
  | { readonly is: 'any-candidate' | 'over-nominated' }
  | { readonly is: 'not-over-nominated'; readonly nominated: Address };

type Judgement = Pick<StreamStretch, 'judgement' | 'breaks' | 'why'>;

export function judgementOf(reason: MediaReason): Judgement {
  const why = reasonText(reason);
  switch (reason.is) {
    case 'other-fork':
    case 'early-media':
    case 'nominated-pair':
      return { judgement: 'wrong', breaks: reason.is, why };
    case 'nominated':
    case 'best-checked':
    case 'both-lite':
    case 'latched':
    case 'plain':
    case 'over-nominated':
      return { judgement: 'right', breaks: null, why };
    default:
      return { judgement: 'unknown', breaks: null, why };
  }
}

function reasonText(reason: MediaReason): string {
  switch (reason.is) {
    case 'other-fork':
      return `${reason.winner} answered the call, so media belongs there and not to ${addressText(reason.to)}`;
    case 'early-media':
      return `${reason.first} streamed first: early media stays with it until the call is answered`;
    case 'nominated':
      return `${addressText(reason.to)} is the nominated pair`;
    case 'other-component':
      return `${addressText(reason.to)} is of another component`;
    case 'nominated-unanswered':
      return `${addressText(reason.wanted)} is nominated, but the call is not answered yet`;
    case 'just-nominated':
      return `${addressText(reason.wanted)} was nominated just before: media has half a second to follow`;
    case 'nominated-pair':
      return `${addressText(reason.wanted)} is nominated: the nominated pair must be used`;
    case 'both-lite':
      return 'both ends are ICE Lite: the pair of their only candidates is in use';
    case 'not-both-lite':
      return `both ends are ICE Lite, and ${addressText(reason.to)} is not the pair of their only candidates`;
    case 'best-checked':
      return `nothing is nominated yet; ${addressText(reason.to)} is the best path by checks`;
    case 'not-best':
      return `nothing is nominated yet; the best path by checks is ${addressText(reason.best)}`;
    case 'latched':
      return 'no check was answered yet; early media goes to where media came from first';
    case 'unchecked':
      return 'no check was answered yet, so nothing shows that this way works';
    case 'plain-unknown':
      return 'without ICE media goes to c= and m=';
    case 'plain':
      return 'without ICE media goes to c= and m=, and it does';
    case 'not-plain':
      return `without ICE media goes to c= and m=, which name ${addressText(reason.wanted)}`;
    case 'any-candidate':
      return 'nothing is nominated: media may come over any candidate';
    case 'over-nominated':
      return 'it comes over the nominated pair';
    case 'not-over-nominated':
      return `the nominated pair is ${addressText(reason.nominated)}`;
  }
}
