/** All formats with a preamble, in the order in which they are asked. */
import type { TextFormat } from '../format';
import { asteriskPjsip } from './asterisk-pjsip';
import { baresip } from './baresip';
import { freeswitch } from './freeswitch';
import { kamailioSipdump } from './kamailio-sipdump';
import { kamailioXlog } from './kamailio-xlog';
import { ngrepByline } from './ngrep-byline';
import { sipp } from './sipp';
import { sngrep } from './sngrep';
import { tcpdumpA } from './tcpdump-a';

export const formats: readonly TextFormat[] = [
  sngrep,
  ngrepByline,
  kamailioSipdump,
  sipp,
  asteriskPjsip,
  freeswitch,
  tcpdumpA,
  baresip,
  kamailioXlog,
];
