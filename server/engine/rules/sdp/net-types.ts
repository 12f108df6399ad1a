/** Network types of c= and o= lines that are registered beside IN: RFC 3108 and RFC 2848, for telephone lines and ATM. */
const others: ReadonlySet<string> = new Set(['TN', 'ATM', 'PSTN']);

export function isInternet(netType: string): boolean {
  return netType.toUpperCase() === 'IN';
}

export function isRegisteredNetType(netType: string): boolean {
  return isInternet(netType) || others.has(netType.toUpperCase());
}

/** Whether a text is an address type of the Internet. */
export function isAddressType(text: string): boolean {
  return /^IP[46]$/i.test(text);
}
