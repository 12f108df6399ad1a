/** Defects of later offers and answers of a call. */
import type { Defect } from './one-defect';

/** The SBC holds the call and takes it back. */
export const holdDefects: readonly Defect[] = [
  ['oa-version-not-incremented', 'INVITE #2', '1 2 IN', '1 1 IN'],
  ['oa-version-not-incremented', '200 INVITE #2', '1 2 IN', '1 1 IN'],
  ['oa-version-jump', 'INVITE #3', '1 3 IN', '1 7 IN'],
  ['oa-session-id-changed', 'INVITE #2', 'o=- 1 2', 'o=- 9 2'],
  ['oa-m-line-removed', 'INVITE #3', /^m=audio[^]*/m, '\n', ['oa-m-line-count']],
  ['oa-m-line-moved', 'INVITE #3, 200 INVITE #3', 'm=audio', 'm=image 0 udptl t38\nm=audio'],
  [
    'oa-crypto-key-unchanged-new-transport',
    'INVITE #3',
    /54056/g,
    '54066',
    ['oa-ice-target-changed-without-restart'],
  ],
  ['srtp-profile-insecure', 'INVITE #3', 'RTP/SAVP', 'RTP/AVP'],
  ['srtp-profile-insecure', '200 INVITE #3', 'RTP/SAVP', 'RTP/AVP'],
  ['ice-lite-missing', 'INVITE #3', 'a=ice-lite\n', ''],
  ['oa-ice-restart-partial', 'INVITE #3', 'a=ice-ufrag:SBCu', 'a=ice-ufrag:SBCnew'],
  ['oa-ice-restart-partial', 'INVITE #3', 'a=ice-pwd:Sbc', 'a=ice-pwd:New'],
  ['oa-ice-creds-changed-in-answer', '200 INVITE #3', /^(a=ice-(?:ufrag|pwd)):/gm, '$1:New'],
  ['oa-ice-restart-answer-unchanged', 'INVITE #3', /^(a=ice-(?:ufrag|pwd)):/gm, '$1:New'],
  [
    'oa-ice-candidates-added-without-restart',
    'INVITE #3',
    /^(a=candidate:1 1 UDP 2130706431 198.51.100.10.*\n)/m,
    '$1a=candidate:2 1 UDP 2130706175 198.51.100.12 54056 typ host\n',
    ['ice-candidate-count'],
  ],
  ['oa-direction', '200 INVITE #2', 'a=inactive', 'a=sendrecv'],
  ['dr-hold-not-inactive', 'INVITE #2', 'a=inactive', 'a=sendonly'],
  ['ice-hold-without-ice', 'INVITE #2', /^a=(?:ice-ufrag|ice-pwd|candidate|ice-lite).*\n/gm, ''],
  ['ice-hold-zero-address', 'INVITE #2', /^c=.*/m, 'c=IN IP4 0.0.0.0'],
  [
    'ice-remote-candidates-from-lite',
    'INVITE #3',
    'a=sendrecv',
    'a=sendrecv\na=remote-candidates:1 52.113.200.73 53156',
  ],
  ['oa-telephone-event-dropped', '200 INVITE #3', /( 0 8) 101|^a=(?:rtpmap|fmtp):101.*\n/gm, '$1'],
  ['oa-crypto-missing', '200 INVITE #3', /^a=crypto.*\n/m, ''],
  ['oa-ice-dropped', '200 INVITE #3', /^a=(?:ice-|candidate).*\n/gm, ''],
  ['oa-crypto-tag', '200 INVITE #2', 'a=crypto:1', 'a=crypto:3'],
  ['oa-all-streams-rejected', '200 INVITE #2', 'm=audio 53156', 'm=audio 0'],
  ['call-answer-missing', '200 INVITE #2', /^Content-Type.*\n|^v=0\n[^]*/gm, ''],
  ['dr-delayed-offer', 'INVITE #2', /^Content-Type.*\n|^v=0\n[^]*/gm, '', ['call-answer-missing']],
  ['dr-failure-cause', '200 INVITE #2', 'SIP/2.0 200 OK', 'SIP/2.0 488 Not Acceptable Here'],
];

/** Teams tells which candidates were chosen, and then restarts ICE. */
export const renewalDefects: readonly Defect[] = [
  [
    'oa-remote-candidates-not-honoured',
    '200 INVITE #2',
    /54056/g,
    '54066',
    ['oa-crypto-key-unchanged-new-transport'],
  ],
  [
    'oa-remote-candidates-foreign',
    'INVITE #2',
    'a=remote-candidates:1 198.51.100.10',
    'a=remote-candidates:1 10.0.0.5',
  ],
  ['call-final-reinvite-rejected', '200 INVITE #2', 'SIP/2.0 200 OK', 'SIP/2.0 488 Not Acceptable Here'],
  ['oa-ice-restart-answer-unchanged', '200 INVITE #3', /:New/g, ':'],
  [
    'oa-ice-restart-partial',
    'INVITE #3',
    'a=ice-ufrag:New',
    'a=ice-ufrag:',
    ['oa-ice-creds-changed-in-answer'],
  ],
  ['oa-ice-creds-changed-in-answer', '200 INVITE #2', /^(a=ice-(?:ufrag|pwd)):/gm, '$1:Odd'],
  ['ice-lite-missing', '200 INVITE #2', 'a=ice-lite\n', ''],
  [
    'oa-ice-candidates-added-without-restart',
    '200 INVITE #2',
    /^(a=candidate:1 1 UDP 2130706431 198.51.100.10.*\n)/m,
    '$1a=candidate:2 1 UDP 2130706175 198.51.100.12 54056 typ host\n',
    ['ice-candidate-count'],
  ],
  ['srtp-profile-insecure', '200 INVITE #2', 'RTP/SAVP', 'RTP/AVP'],
  [
    'call-bypass-to-nonbypass',
    'INVITE #3',
    /^a=candidate:1 .*\n(a=candidate:.* )typ relay .*/m,
    '$1typ host',
  ],
  ['ice-remote-candidates-syntax', 'INVITE #2', 'a=remote-candidates:1 ', 'a=remote-candidates:'],
];
