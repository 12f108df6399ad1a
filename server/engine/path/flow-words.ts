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
export function pathSummary({ legs, evidence, missingSettings }: MediaPath): string {
  const went = evidence === 'predicted' ? 'Media would' : 'Media';
  const [first, ...rest] = legs.flatMap(({ flow }) =>
    flow === null ? [] : [`flow ${flow}, ${words[flow]}`],
  );
  if (first !== undefined)
    return `${went} ${evidence === 'predicted' ? 'take' : 'took'} ${[first, ...rest].join('; and ')}.`;
  const [leg] = legs;
  if (leg === undefined) return 'The trace does not show which way media went.';
  const ends = [leg.from, leg.to].flatMap((end) => (end === null ? [] : [end.address])).join(' and ');
  const where = `${went} ${evidence === 'predicted' ? 'go' : 'went'} between ${ends}`;
  return missingSettings.length === 0
    ? `${where}, which no flow of the document fits.`
    : `${where}; which flow that is depends on networks that the settings do not tell.`;
}
