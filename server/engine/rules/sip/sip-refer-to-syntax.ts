import { hasAllHeaders, isExcerpt, isTorn } from '../../sip/condition';
import { hasLostBrackets } from '../../sip/old-forms';
import { headersOf, splitList } from '../../sip/values';
import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { partsOf } from './addresses';

export const rule = defineRule({
  id: 'sip-refer-to-syntax',
  title: 'A REFER has no Refer-To, or one that cannot be read as meant',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3515 §2.1', 'RFC 3261 §20, §19.1.4', 'RFC 3891 §6.1'],
  profiles: allProfiles,
  fixable: true,
  scope: 'message',
  of: ({ status, method }) => status === null && method === 'REFER',
  check({ message, sip, report }) {
    const { content } = sip;
    const [header] = headersOf(sip, 'refer-to');
    if (header === undefined) {
      if (!hasAllHeaders(sip) || isExcerpt(sip)) return;
      report({
        in: message,
        at: sip.startLine,
        message:
          'The REFER has no Refer-To, so nobody knows where to transfer to; it is answered 400. Its sender must write one.',
      });
      return;
    }
    const [piece] = splitList(content, header.value);
    if (piece === undefined || isTorn(sip, header)) return;
    const { uri, parameters, bracket } = partsOf(content, piece);
    const question = uri.text.indexOf('?');
    if (bracket === 'none' && !hasLostBrackets(sip) && (question >= 0 || parameters.text !== '')) {
      report({
        in: message,
        at: piece,
        message:
          'The URI in Refer-To has parameters or headers and stands without angle brackets, so they are not the URI’s: the ' +
          'transfer goes elsewhere or replaces no call. The sender must write it between < and >.',
        fix: {
          title: 'Put it in angle brackets',
          edits: [replace(piece, `<${content.slice(piece.start, piece.end)}>`)],
        },
      });
      return;
    }
    const replaces = /[?&]Replaces=([^&]*)/i.exec(question < 0 ? '' : uri.text.slice(question));
    const value = replaces?.[1] ?? '';
    if (replaces === null || !/[;=@]/.test(value)) return;
    const start = uri.start + question + replaces.index + replaces[0].length - value.length;
    const at = { start, end: start + value.length };
    report({
      in: message,
      at,
      message:
        'Replaces in Refer-To is not escaped: its semicolons end the URI, and the tags of the call to replace are lost. The ' +
        'sender must write ; as %3B, = as %3D and @ as %40.',
      fix: {
        title: 'Escape it',
        edits: [replace(at, value.replaceAll(';', '%3B').replaceAll('=', '%3D').replaceAll('@', '%40'))],
      },
    });
  },
});
