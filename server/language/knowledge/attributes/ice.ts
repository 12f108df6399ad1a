/** ICE: RFC 8839, with RFC 5245 which Microsoft names for Direct Routing. */
import type { AttributeFamily } from './explanation';

export const ICE_ATTRIBUTES: AttributeFamily = {
  candidate: {
    summary:
      'One address and port where this side can be reached for one component (1 is RTP, 2 is RTCP). The far end pairs it with its own candidates and tries the pairs in order of priority. `raddr` and `rport` name the address behind it and must be absent for a host candidate.',
    syntax:
      'candidate:<foundation> <component> <transport> <priority> <address> <port> typ <type> [raddr <address> rport <port>], as in a=candidate:1 1 UDP 2130706431 198.51.100.10 54056 typ host',
    source: 'RFC 8839 §5.1; RFC 5245 §15.1',
    teams:
      'The SBC offers exactly one candidate per component: UDP, host, its public IPv4 address, equal to the c= and m= lines (Direct Routing – media protocols, Candidate gathering). Private and relay candidates from Teams are normal.',
    completion: {
      insert: 'candidate:${1:1} 1 UDP 2130706431 ${2:198.51.100.10} ${3:54056} typ host',
      detail: 'ICE candidate of an ICE Lite SBC',
      sortFirst: true,
    },
  },
  'remote-candidates': {
    summary:
      "In an offer after ICE has finished: which of the other side's addresses won, per component. The answerer then makes those addresses its default destination, so that both ends agree although messages crossed. Never in a first offer or in an answer. The name is plural.",
    syntax:
      'remote-candidates:<component> <address> <port> …, as in a=remote-candidates:1 198.51.100.10 54056',
    source: 'RFC 8839 §5.2; RFC 5245 §15.2',
    teams:
      "Teams sends it in the re-INVITE with the final candidates, to settle races between forks; the address in it is the SBC's own (Direct Routing – media protocols, Terminology). The SBC, being controlled, never sends it.",
  },
  'ice-lite': {
    summary:
      'This side is an ICE Lite agent: it has only host candidates, answers connectivity checks and sends none. The full agent on the other side controls and nominates. It is a flag without a value and must stand before the first m-line.',
    syntax: 'ice-lite',
    source: 'RFC 8839 §5.3; RFC 8445 §2.5',
    teams:
      'Required from the SBC on a media bypass trunk. Without it Teams takes the SBC for a full agent, and where the SBC made the offer it waits for a nomination that never comes. From the Microsoft side it means that the far end is another SBC.',
    completion: { insert: 'ice-lite', detail: 'ICE Lite agent (session level)', sortFirst: true },
  },
  'ice-mismatch': {
    summary:
      "Only in an answer: the offer's c= and m= lines fit none of its candidates, so the answerer does without ICE on this stream. Usually a device on the way rewrote the address and left the candidates alone.",
    syntax: 'ice-mismatch',
    source: 'RFC 8839 §5.3 and §4.2.5; RFC 5245 §6.1',
    teams:
      'A call with it does not get media bypass. Switch off SIP ALG or SDP rewriting between the SBC and Microsoft.',
  },
  'ice-ufrag': {
    summary:
      "The user name fragment, 4 to 256 characters of letters, digits, `+` and `/`. A check towards this side carries the USERNAME `this ufrag:the sender's ufrag`. Together with a new `ice-pwd` a new value asks for an ICE restart.",
    syntax: 'ice-ufrag:<4 to 256 ice-chars>, as in a=ice-ufrag:8hhY',
    source: 'RFC 8839 §5.4; RFC 8445 §5.3',
    teams:
      'The SBC must not change ufrag, password or candidates between its 183 and its 200 (Direct Routing – media protocols, Outbound call to SBC).',
    completion: { insert: 'ice-ufrag:${1:ufrag}', detail: 'ICE user name fragment', sortFirst: true },
  },
  'ice-pwd': {
    summary:
      'The key of the MESSAGE-INTEGRITY on checks sent towards this side and on their responses; 22 to 256 characters of letters, digits, `+` and `/`. Random and fresh for each session.',
    syntax: 'ice-pwd:<22 to 256 ice-chars>, as in a=ice-pwd:asd88fgpdd777uzjYhagZg',
    source: 'RFC 8839 §5.4; RFC 8445 §5.3',
    teams:
      'The SBC must not change ufrag, password or candidates between its 183 and its 200 (Direct Routing – media protocols, Outbound call to SBC).',
    completion: { insert: 'ice-pwd:${1:22 or more characters}', detail: 'ICE password', sortFirst: true },
  },
  'ice-options': {
    summary:
      'ICE extensions of this side. `ice2` says it follows RFC 8445 rather than RFC 5245, `trickle` that more candidates may follow later, `rtp+ecn` that it can test ECN.',
    syntax: 'ice-options:<tag> <tag> …, as in a=ice-options:ice2',
    source: 'RFC 8839 §5.6; trickle: RFC 8840 §4',
    teams:
      'Direct Routing documents no trickle: all candidates stand in the SDP. An SBC leaves `trickle` out.',
  },
  'ice-pacing': {
    summary:
      'Milliseconds between the checks that this side sends. A lite agent sends no checks and so no pacing.',
    syntax: 'ice-pacing:<milliseconds>, as in a=ice-pacing:50',
    source: 'RFC 8839 §5.5',
  },
  'end-of-candidates': {
    summary: 'No more candidates will trickle in, for this stream or for all of them.',
    syntax: 'end-of-candidates',
    source: 'RFC 8840 §4; RFC 8838',
    teams: 'Direct Routing documents no trickle ICE. An SBC leaves it out.',
  },
  alt: {
    summary:
      'An alternative address from a draft older than ICE. Still seen from some old clients; ignored by ICE.',
    syntax: 'alt:<number> <priority> : <user> <password> <address> <port>',
    source: 'observed; expired drafts before RFC 5245',
  },
  direction: {
    summary:
      'From the draft that became `a=setup`: which side opens a connection, `active`, `passive` or `both`. Some gateways still use it to ask that the far end sends RTP first.',
    syntax: 'direction:<role>, as in a=direction:active',
    source: 'observed; drafts before RFC 4145',
  },
  'X-nat': {
    summary: 'The type of NAT that a pjsip client believes it sits behind, as a number. For diagnosis only.',
    syntax: 'X-nat:<number>[ <name>], as in a=X-nat:0',
    source: 'observed; pjsip',
  },
  nortpproxy: {
    summary:
      'A mark by which a proxy says that a media relay is already in the path, so that the next one stays out.',
    syntax: 'nortpproxy:yes',
    source: 'observed; rtpproxy and SIP proxies that use it',
  },
};
