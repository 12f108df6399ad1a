import { factsOf } from '../../sip/facts';
import { headerOf } from '../../sip/values';
import { allProfiles, defineRule } from '../rule';
import { relatedTo } from './in-call';

export const rule = defineRule({
  id: 'sip-require-unsupported',
  title: 'A request is refused for an extension that one side requires and the other lacks',
  severity: 'error',
  otherwise: [{ severity: 'info', when: 'the request is sent again without it' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §8.1.3.5, §8.2.2.3, §20.32, §21.4.15, §21.4.16'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status }) => status === 420 || status === 421,
  check({ message, sip, traced, signalling, call, report }) {
    const { status } = factsOf(sip);
    const request = signalling.requestOf(traced);
    const again = request === null ? null : signalling.nextRequestOf(request);
    const named = headerOf(sip, status === 420 ? 'unsupported' : 'require');
    const what = named === undefined ? 'an extension' : named.value.text;
    report({
      in: message,
      at: named?.value ?? sip.startLine,
      ...(again === null ? {} : { severity: 'info' }),
      message:
        status === 420
          ? `The request requires ${what}, and the other side does not know it. ` +
            (again === null
              ? 'Its sender must send it again without, or not require it.'
              : 'It is sent again.')
          : `The other side wants ${what}, and the request does not offer it. ` +
            (again === null
              ? 'Its sender must name it in Supported, or the other side must not want it.'
              : 'It is sent again.'),
      related: relatedTo(call, request, 'The request.'),
    });
  },
});
