/** Codes of Warning (RFC 3261 §20.43; 380 and 381 by RFC 5630, 390 to 399 open to anybody's text). */
export const WARNING_CODES: ReadonlyMap<number, string> = new Map([
  [300, '**incompatible network protocol**: the network type of the description cannot be used'],
  [301, '**incompatible network address formats**: such as IPv6 where only IPv4 is spoken'],
  [
    302,
    "**incompatible transport protocol**: the m-line's profile cannot be used, such as RTP/AVP where SRTP is demanded",
  ],
  [303, '**incompatible bandwidth units**: the unit of a b= line is not known'],
  [304, '**media type not available**: such as video'],
  [305, '**incompatible media format**: no codec in common'],
  [306, '**attribute not understood**: an a= line that is needed is not known'],
  [307, '**session description parameter not understood**: another line is not known'],
  [330, '**multicast not available**'],
  [331, '**unicast not available**'],
  [370, '**insufficient bandwidth**'],
  [380, '**SIPS not allowed**'],
  [381, '**SIPS required**'],
  [399, '**miscellaneous warning**: the text is all there is'],
]);
