/** Lines that end with a CR alone, as programs of old wrote them: a text without any LF. Its length stays as it is. */
import { unbroken } from '../../basics/span';
import type { Mender } from '../mender';

export const carriageReturns: Mender = {
  what: 'line ends of CR alone put right',
  // What follows takes a lone LF for the CR LF that was sent.
  keepsOctets: true,
  mend(text) {
    const first = text.includes('\n') ? -1 : text.indexOf('\r');
    if (first < 0) return null;
    return { content: { text: text.replaceAll('\r', '\n'), map: unbroken(0) }, places: [first] };
  },
};
