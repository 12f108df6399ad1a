/** What runs beside voice: data channels, conference control, MSRP and file transfer, recording, media servers. */
import type { AttributeFamily } from './explanation';

export const APPLICATION_ATTRIBUTES: AttributeFamily = {
  'sctp-port': {
    summary: 'The SCTP port inside the DTLS connection of a data channel. 5000 by custom; 0 closes it.',
    syntax: 'sctp-port:<port>, as in a=sctp-port:5000',
    source: 'RFC 8841 §5',
  },
  'max-message-size': {
    summary:
      'The largest message, in octets, that this side accepts on a data channel. 0 means no limit; without the line it is 64K.',
    syntax: 'max-message-size:<octets>, as in a=max-message-size:262144',
    source: 'RFC 8841 §6',
  },
  sctpmap: {
    summary: 'The form of data channels before `a=sctp-port`. Old browsers write it.',
    syntax: 'sctpmap:<port> <protocol> <streams>, as in a=sctpmap:5000 webrtc-datachannel 1024',
    source: 'observed; drafts of RFC 8841',
  },
  dcmap: {
    summary: 'A data channel agreed in the SDP: its stream number, protocol and reliability.',
    syntax: 'dcmap:<stream> <options>, as in a=dcmap:0 subprotocol="bfcp";label="bfcp"',
    source: 'RFC 8864 §5.1',
  },
  dcsa: {
    summary: 'An attribute that belongs to one data channel.',
    syntax: 'dcsa:<stream> <attribute>, as in a=dcsa:2 accept-types:text/plain',
    source: 'RFC 8864 §5.2',
  },
  floorctrl: {
    summary:
      'Who may control the floor (BFCP, mostly for shared content): client `c-only`, server `s-only`, or both `c-s`.',
    syntax: 'floorctrl:<roles>, as in a=floorctrl:c-only s-only',
    source: 'RFC 8856 §5.1',
  },
  'floor-control': {
    summary: 'Who grants the right to send on this stream. Written by some older conferencing equipment.',
    syntax: 'floor-control:<value>',
    source: 'observed',
  },
  confid: {
    summary: 'The BFCP conference number, set by the floor control server.',
    syntax: 'confid:<number>, as in a=confid:4321',
    source: 'RFC 8856 §5.2',
  },
  userid: {
    summary: 'The BFCP user number that the floor control server gives to the client.',
    syntax: 'userid:<number>, as in a=userid:1234',
    source: 'RFC 8856 §5.3',
  },
  floorid: {
    summary: 'A BFCP floor and the stream, by its `label`, that it governs.',
    syntax: 'floorid:<number> mstrm:<label>, as in a=floorid:1 mstrm:10',
    source: 'RFC 8856 §5.4',
  },
  bfcpver: {
    summary: 'BFCP versions that this side speaks: 1 over TCP, 2 over UDP.',
    syntax: 'bfcpver:<version> …, as in a=bfcpver:2 1',
    source: 'RFC 8856 §5.5',
  },
  path: {
    summary: 'The MSRP address at which this side takes part in a message session.',
    syntax: 'path:<MSRP URI> …, as in a=path:msrp://198.51.100.10:7654/jshA7we;tcp',
    source: 'RFC 4975 §8',
  },
  'accept-types': {
    summary: 'Content types that this side accepts in MSRP messages.',
    syntax: 'accept-types:<type> …, as in a=accept-types:message/cpim text/plain',
    source: 'RFC 4975 §8',
  },
  'accept-wrapped-types': {
    summary: 'Content types that this side accepts only inside a container such as message/cpim.',
    syntax: 'accept-wrapped-types:<type> …, as in a=accept-wrapped-types:text/plain',
    source: 'RFC 4975 §8',
  },
  'max-size': {
    summary: 'The largest MSRP message, in octets, that this side wants to get.',
    syntax: 'max-size:<octets>, as in a=max-size:1000000',
    source: 'RFC 4975 §8',
  },
  'msrp-cema': {
    summary: 'MSRP takes its address from the c= and m= lines, so that a middlebox can anchor it.',
    syntax: 'msrp-cema',
    source: 'RFC 6714 §4',
  },
  chatroom: {
    summary: 'What a multi-party chat can do, such as nicknames and private messages.',
    syntax: 'chatroom:<token> …, as in a=chatroom:nickname private-messages',
    source: 'RFC 7701 §8',
  },
  'file-selector': {
    summary: 'The file to be transferred: name, type, size, hash.',
    syntax: 'file-selector:<selector> …, as in a=file-selector:name:"plan.pdf" size:4092',
    source: 'RFC 5547 §6',
  },
  'file-transfer-id': {
    summary: 'Names one file transfer, so that a repeated offer does not start it anew.',
    syntax: 'file-transfer-id:<token>, as in a=file-transfer-id:Q6LMoGymJdh0IKIgD6wD0jkcfgva4xvE',
    source: 'RFC 5547 §6',
  },
  'file-disposition': {
    summary: 'What to do with the file: show it (`render`) or store it (`attachment`).',
    syntax: 'file-disposition:<value>, as in a=file-disposition:attachment',
    source: 'RFC 5547 §6',
  },
  'file-date': {
    summary: 'When the file was made, changed and read.',
    syntax: 'file-date:<creation|modification|read>:"<date>" …',
    source: 'RFC 5547 §6',
  },
  'file-icon': {
    summary: 'A small preview of the file, in another body part.',
    syntax: 'file-icon:<content id>, as in a=file-icon:cid:id2@sbc1.contoso.com',
    source: 'RFC 5547 §6',
  },
  'file-range': {
    summary: 'The part of the file to be transferred, in octets counted from 1.',
    syntax: 'file-range:<from>-<to>, as in a=file-range:1-4092',
    source: 'RFC 5547 §6',
  },
  record: {
    summary:
      'Whether this stream is being recorded now: `on`, `off` or `paused`. Recording-aware endpoints show it to the user.',
    syntax: 'record:<on|off|paused>, as in a=record:on',
    source: 'RFC 7866 §7',
  },
  recordpref: {
    summary: 'What the user wishes of a recorder: `on`, `off`, `pause` or `nopreference`.',
    syntax: 'recordpref:<preference>, as in a=recordpref:off',
    source: 'RFC 7866 §7',
  },
  'cfw-id': {
    summary: 'Ties a media control channel to this dialog.',
    syntax: 'cfw-id:<token>, as in a=cfw-id:H839quwhjdhegvdga',
    source: 'RFC 6230',
  },
  resource: {
    summary: 'The MRCP resource that is asked for: speech recogniser, synthesiser, recorder.',
    syntax: 'resource:<type>, as in a=resource:speechrecog',
    source: 'RFC 6787 §4.2',
  },
  channel: {
    summary: 'The MRCP channel that the server opened for the resource.',
    syntax: 'channel:<id>@<resource>, as in a=channel:32AECB234338@speechrecog',
    source: 'RFC 6787 §4.2',
  },
  cmid: {
    summary: 'Which audio m-line, by its `mid`, an MRCP channel works on.',
    syntax: 'cmid:<mid>, as in a=cmid:1',
    source: 'RFC 6787 §4.3',
  },
};
