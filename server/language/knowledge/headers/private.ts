/** The P- headers of carrier networks. */
import type { SipHeaderKnowledge } from './header';

export const PRIVATE_HEADERS: readonly SipHeaderKnowledge[] = [
  {
    name: 'P-Asserted-Identity',
    summary:
      "The caller's identity as a trusted network vouches for it. It is valid between parties that trust each other and is removed at the border.",
    example: 'P-Asserted-Identity: <sip:+14255550100@sbc1.contoso.com;user=phone>',
    source: 'RFC 3325 §9.1',
    teams: 'Teams sends it when the trunk setting Forward P-Asserted-Identity (ForwardPai) is on.',
    completion: {
      insert: 'P-Asserted-Identity: <sip:${1:+14255550100}@${2:sbc1.contoso.com};user=phone>',
      detail: 'identity that the network vouches for',
    },
  },
  {
    name: 'P-Preferred-Identity',
    summary: 'Which of its identities the phone would like the network to assert.',
    example: 'P-Preferred-Identity: <sip:+14255550100@example.com>',
    source: 'RFC 3325 §9.2',
  },
  {
    name: 'P-Asserted-Service',
    summary: 'The service that the network determined for the call.',
    example: 'P-Asserted-Service: urn:urn-7:3gpp-service.ims.icsi.mmtel',
    source: 'RFC 6050 §4.1',
  },
  {
    name: 'P-Preferred-Service',
    summary: 'The service that the phone asks for.',
    example: 'P-Preferred-Service: urn:urn-7:3gpp-service.ims.icsi.mmtel',
    source: 'RFC 6050 §4.2',
  },
  {
    name: 'P-Associated-URI',
    summary: 'In the 200 to REGISTER: all numbers and addresses of the account.',
    example: 'P-Associated-URI: <sip:+14255550100@example.com>, <tel:+14255550100>',
    source: 'RFC 7315 §4.1',
  },
  {
    name: 'P-Called-Party-ID',
    summary: "The number that was dialled, kept when the Request-URI is changed to the phone's address.",
    example: 'P-Called-Party-ID: <sip:+14255550199@example.com>',
    source: 'RFC 7315 §4.2',
  },
  {
    name: 'P-Visited-Network-ID',
    summary: 'The network in which the phone roams.',
    example: 'P-Visited-Network-ID: "Visited network number 1"',
    source: 'RFC 7315 §4.3',
  },
  {
    name: 'P-Access-Network-Info',
    summary:
      'How and where the phone is attached: radio type and cell. Carriers need it for emergency calls.',
    example: 'P-Access-Network-Info: 3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=2342180000000000',
    source: 'RFC 7315 §4.4',
  },
  {
    name: 'P-Charging-Function-Addresses',
    summary: 'Where charging records of the call go.',
    example: 'P-Charging-Function-Addresses: ccf=192.0.2.1',
    source: 'RFC 7315 §4.5',
  },
  {
    name: 'P-Charging-Vector',
    summary:
      'A charging number that stays the same over all networks of the call: a good key to tie legs together.',
    example:
      'P-Charging-Vector: icid-value=1234bc9876e;icid-generated-at=192.0.2.8;orig-ioi=home1.example.com',
    source: 'RFC 7315 §4.6',
  },
  {
    name: 'P-Early-Media',
    summary:
      'Whether early media is allowed and in which direction. `supported` in an INVITE, `sendrecv`, `sendonly`, `recvonly` or `inactive` in responses.',
    example: 'P-Early-Media: sendrecv',
    source: 'RFC 5009 §8',
  },
  {
    name: 'P-Media-Authorization',
    summary: 'A token that lets the media reserve resources.',
    example: 'P-Media-Authorization: 0020000100100101706466312e686f6d65312e6e6574000c02013942563330373200',
    source: 'RFC 3313 §5.1',
  },
  {
    name: 'P-Profile-Key',
    summary: 'The key of a service profile in the subscriber database.',
    example: 'P-Profile-Key: <sip:chatroom-!.*!@example.com>',
    source: 'RFC 5002 §5',
  },
  {
    name: 'P-Served-User',
    summary: 'For whom an application server works in this call, and whether as caller or called.',
    example: 'P-Served-User: <sip:+14255550100@example.com>;sescase=orig;regstate=reg',
    source: 'RFC 5502 §6; RFC 8498',
  },
  {
    name: 'P-User-Database',
    summary: "Where the user's data are kept.",
    example: 'P-User-Database: <aaa://host.example.com;transport=tcp>',
    source: 'RFC 4457 §4',
  },
  {
    name: 'P-Answer-State',
    summary: 'Whether an answer is confirmed, in push-to-talk.',
    example: 'P-Answer-State: Unconfirmed',
    source: 'RFC 4964 §6',
  },
  {
    name: 'P-Refused-URI-List',
    summary: 'Members of a list whom the server did not invite.',
    example: 'P-Refused-URI-List: sip:denied@example.com',
    source: 'RFC 5318 §5',
  },
  {
    name: 'P-Charge-Info',
    summary: 'Which account or number is to be billed for the call.',
    example: 'P-Charge-Info: <sip:+14255550100@example.com;user=phone>',
    source: 'RFC 8496 §6',
  },
  {
    name: 'P-DCS-Trace-Party-ID',
    summary: 'Asks the network to trace a malicious caller. From cable telephony.',
    example: 'P-DCS-Trace-Party-ID: <sip:+14255550100@example.com>',
    source: 'RFC 5503 §5',
  },
  {
    name: 'P-DCS-OSPS',
    summary: 'Operator services such as busy line verification. From cable telephony.',
    example: 'P-DCS-OSPS: BLV',
    source: 'RFC 5503 §6',
  },
  {
    name: 'P-DCS-Billing-Info',
    summary: 'Billing data between proxies. From cable telephony.',
    example: 'P-DCS-Billing-Info: 00013c5b3a20d4c1/0@element.example.com',
    source: 'RFC 5503 §7',
  },
  {
    name: 'P-DCS-LAES',
    summary: 'Lawful interception between proxies. From cable telephony.',
    example: 'P-DCS-LAES: 192.0.2.1:5060;content=192.0.2.2:5060',
    source: 'RFC 5503 §8',
  },
  {
    name: 'P-DCS-Redirect',
    summary: 'Original and redirecting parties of an intercepted call. From cable telephony.',
    example:
      'P-DCS-Redirect: <sip:+14255550199@example.com>;redirector-uri=<sip:+14255550111@example.com>;count=1',
    source: 'RFC 5503 §8',
  },
  {
    name: 'P-Private-Network-Indication',
    summary: "The call belongs to a company's own network across the carrier.",
    example: 'P-Private-Network-Indication: example.com',
    source: 'RFC 7316 §6',
  },
  {
    name: 'Remote-Party-ID',
    summary:
      'Caller or called identity with privacy and screening, from the time before P-Asserted-Identity. Never became a standard, yet many PBXs send it.',
    example: 'Remote-Party-ID: <sip:+14255550100@example.com>;party=calling;screen=yes;privacy=off',
    source: 'observed; draft-ietf-sip-privacy',
    teams: 'Direct Routing matches the caller by From. Let the SBC convert it.',
  },
];
