/** All formats with a preamble, in the order in which they are asked. */
import type { DumpFormat, TextFormat } from '../format';
import { asteriskChanSip } from './asterisk-chan-sip';
import { asteriskPjsip } from './asterisk-pjsip';
import { asteriskPjsipHistory } from './asterisk-pjsip-history';
import { audiocodesSyslog } from './audiocodes-syslog';
import { baresip } from './baresip';
import { ciscoCcsip } from './cisco-ccsip';
import { ciscoVoipTrace } from './cisco-voip-trace';
import { freeswitch } from './freeswitch';
import { homer } from './homer';
import { kamailioSipdump } from './kamailio-sipdump';
import { kamailioXlog } from './kamailio-xlog';
import { linphone } from './linphone';
import { lync } from './lync';
import { ngrepByline } from './ngrep-byline';
import { ngrepHex } from './ngrep-hex';
import { ngrepPlain } from './ngrep-plain';
import { ngrepSingle } from './ngrep-single';
import { oracleSipmsg } from './oracle-sipmsg';
import { pjsua } from './pjsua';
import { ribbonTrc } from './ribbon-trc';
import { sipJs } from './sip-js';
import { sipp } from './sipp';
import { sngrep } from './sngrep';
import { syslog } from './syslog';
import { tcpdumpA } from './tcpdump-a';
import { tcpdumpX } from './tcpdump-x';
import { tsharkFollow } from './tshark-follow';
import { tsharkHex } from './tshark-hex';
import { tsharkJson } from './tshark-json';
import { tsharkTree } from './tshark-tree';
import { uccapi } from './uccapi';

export const formats: readonly TextFormat[] = [
  sngrep,
  ngrepByline,
  kamailioSipdump,
  sipp,
  asteriskPjsip,
  asteriskPjsipHistory,
  asteriskChanSip,
  freeswitch,
  pjsua,
  oracleSipmsg,
  ciscoVoipTrace,
  ciscoCcsip,
  homer,
  tcpdumpA,
  baresip,
  kamailioXlog,
  uccapi,
  sipJs,
];

/** All formats that print packets in a form of their own, in the order in which they are asked. */
export const dumpFormats: readonly DumpFormat[] = [
  tsharkTree,
  tsharkJson,
  tsharkFollow,
  audiocodesSyslog,
  lync,
  ribbonTrc,
  linphone,
  syslog,
  ngrepHex,
  ngrepPlain,
  ngrepSingle,
  tcpdumpX,
  tsharkHex,
];
