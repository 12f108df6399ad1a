/** What the figures of "Microsoft Teams call flows" show, in a few words. */
const titles: Readonly<Record<string, string>> = {
  '1': 'Teams topology',
  '2': 'call within the customer network',
  '3': 'customer network to external user, relayed',
  '4': 'customer network to external user, direct',
  '5': 'VPN user to internal user, relayed outside the VPN',
  '6': 'VPN user to internal user, direct',
  '7': 'VPN user to external user, direct',
  '8': 'Calling Plan',
  '9': 'meeting',
  '10': 'federation, relayed by Office 365',
  '11': 'federation, relayed by the other tenant',
  '12': 'federation, direct',
  '13': 'hybrid topology',
  '14': 'hybrid, within the customer network',
  '15': 'hybrid, external user, relayed by Office 365',
  '16': 'hybrid, external user, relayed by the own Edge',
  '17': 'Direct Routing topology',
  '18': 'internal user, relayed by Office 365',
  '19': 'remote user, through a media server',
  '20': 'internal user, media bypass',
  '21': 'remote user, media bypass relayed by Office 365',
  '22': 'remote user, media bypass direct',
  '23': 'PSTN hairpin between SBCs',
  '24': 'PSTN hairpin across two tenants, through Office 365',
  '25': 'Express Route',
  '26': 'Express Route, customer network to external user, relayed',
};

/** The figure's title; its number alone where there is no such figure. */
export function figureTitle(figure: string): string {
  return titles[figure] ?? `figure ${figure}`;
}
