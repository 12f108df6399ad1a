/** Where a call's messages say that the user of Teams is (Local Media Optimization). */
import { perObject } from '../basics/memo';
import { headersOf } from '../sip/values';
import type { Call } from './call';

/** Whether a message of a call says that the user is inside, so that private addresses may be reached. */
export const staysInternal: (call: Call) => boolean = perObject(({ messages }) =>
  messages.some(
    ({ message: { parsed } }) =>
      parsed.kind === 'sip' &&
      headersOf(parsed, 'x-ms-userlocation').some(
        ({ value }) => value.text.trim().toLowerCase() === 'internal',
      ),
  ),
);
