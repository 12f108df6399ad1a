/** The flows of "Microsoft Teams call flows" in words. */
import type { Flow, MediaPath } from './model';

const words: Readonly<Record<Flow, string>> = {
  '1': 'from the customer network to Office 365 over Express Route',
  "1'": 'from Office 365 to the customer network over Express Route',
  '2': 'between the customer network and the Internet, directly',
  "2'": 'through the VPN of a remote user',
  '3': 'from a remote user to Office 365',
  '4': 'from the customer network to Office 365',
  "4'": 'from Office 365 to the customer network',
  '5': 'within the customer network, from peer to peer',
  '5A': 'within the customer network, to the own Skype for Business Edge',
  '5B': 'between a client in the customer network and the SBC, directly',
  '5C': 'between two SBCs, directly',
  '6': 'between two remote users over the Internet, directly',
};

/** What a flow is: `from a remote user to Office 365`. */
export function flowWords(flow: Flow): string {
  return words[flow];
}

/** Which way the voice went: one sentence. */
export function pathSummary({ legs, evidence }: MediaPath): string {
  const [first, ...rest] = legs.flatMap(({ flow }) =>
    flow === null ? [] : [`flow ${flow}, ${words[flow]}`],
  );
  if (first !== undefined)
    return `${evidence === 'predicted' ? 'Media would take' : 'Media took'} ${[first, ...rest].join('; and ')}.`;
  return legs.length === 0
    ? 'The trace does not show which way media went.'
    : 'No flow of the document fits the way that media took.';
}
