/** The answer of a call, as every stage behind the calls looks it up. */
import { methodOf, statusOf } from '../sip/values';
import type { TraceMessage } from '../traces/message';
import type { CallMessage } from './call';

/** The first 2xx to an INVITE; null where there is none. */
export function acceptedBy(messages: readonly CallMessage[]): TraceMessage | null {
  const found = messages.find(({ message: { parsed } }) => {
    const status = parsed.kind === 'sip' && methodOf(parsed) === 'INVITE' ? statusOf(parsed) : null;
    return status !== null && status >= 200 && status < 300;
  });
  return found?.message ?? null;
}
