/** The `a=setup` lines that say who opens the DTLS association. */
import type { Described } from '../../calls/call';
import { attributesOf, hasFlag } from '../../sdp/query';
import type { AttributeLine } from '../../sdp/sdp';
import { tokenAt, type Token } from '../../basics/span';
import { cutLineOf } from '../../calls/cut-off';
import { dtlsStreams } from './dtls';

/**
 * The setup lines that a DTLS stream goes by: its own, or the session's where it has none. Each line once. A line
 * that the trace stops within is left out.
 */
export function dtlsSetupLines(body: Described): readonly AttributeLine[] {
  const streams = dtlsStreams(body.sdp);
  const usesSession = streams.some((media) => !hasFlag(media, 'setup'));
  const cut = cutLineOf(body);
  return [...(usesSession ? [body.sdp.session] : []), ...streams]
    .flatMap((section) => attributesOf(section, 'setup'))
    .filter(({ index }) => index !== cut?.index);
}

/** The role that a setup line names, without blanks around it. */
export function setupRole(line: AttributeLine): Token {
  const value = line.attribute.value ?? tokenAt('', line.end, line.end);
  const text = value.text.trim();
  const start = value.start + value.text.indexOf(text);
  return { start, end: start + text.length, text };
}
