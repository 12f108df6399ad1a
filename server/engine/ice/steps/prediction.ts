/** What a conforming end would do where the trace has no check, in words. */
import { addressText } from '../address';
import type { Address, End, PairType } from '../../../../shared/ice';
import type { Names } from '../verdicts/verdict';

export type Prediction =
  | {
      readonly what: 'checks';
      readonly checker: End;
      /** Teams' ends of the pairs, in the order of the checks. */
      readonly order: readonly { readonly teams: Address; readonly type: PairType }[];
      readonly username: string;
    }
  | { readonly what: 'repeats' }
  | {
      readonly what: 'nomination';
      readonly checker: End;
      /** Where to look for it: the SBC's port. */
      readonly port: number;
    };

/** Pairs that are named. */
const mostNamed = 8;

export function predictionText(prediction: Prediction, names: Names): string {
  switch (prediction.what) {
    case 'checks': {
      const { checker, order, username } = prediction;
      const named = order.slice(0, mostNamed).map(({ teams, type }) => `${addressText(teams)} (${type})`);
      return `${names[checker]} checks ${named.length === 0 ? 'nothing' : named.join(', then ')}${order.length > mostNamed ? ' and so on' : ''} with USERNAME ${username}, one every 20 to 50 ms; an answer comes after a round trip`;
    }
    case 'repeats':
      return 'a check without an answer is sent again after 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 s and fails after 39.5 s';
    case 'nomination':
      return `${names[prediction.checker]} nominates a valid pair, before or after the 200; which one is not known. To see it, capture udp.port==${prediction.port} && stun`;
  }
}
