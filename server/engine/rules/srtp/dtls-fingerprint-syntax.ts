import type { Fingerprint } from '../../sdp/fingerprint';
import type { Span } from '../../basics/span';
import { replace } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';
import type { Severity } from '../../../../shared/severities';
import { fingerprintGroups, hashName, hashOctets } from './fingerprints';

export const rule = defineRule({
  id: 'dtls-fingerprint-syntax',
  title: 'A fingerprint is malformed',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where only the case of the letters is wrong' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 8122 §5'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const fingerprint of fingerprintGroups(body).flat()) {
      const fault = faultOf(fingerprint);
      if (fault !== null) report({ in: body, ...fault });
    }
  },
});

interface Fault {
  readonly at: Span;
  readonly severity: Severity;
  readonly message: string;
  readonly fix?: Fix;
}

function faultOf(fingerprint: Fingerprint): Fault | null {
  const { hash, octets, octetCount, line } = fingerprint;
  const [problem] = fingerprint.problems;
  if (problem !== undefined) {
    return error(problem.end > problem.start ? problem : line, `${problem.message}.`);
  }
  const wanted = hashOctets.get(hashName(fingerprint));
  if (wanted === undefined) {
    return error(hash, 'No RFC defines this hash function for fingerprints; sha-256 is usual.');
  }
  if (octetCount !== null && octetCount !== wanted) {
    return error(
      octets,
      `The fingerprint has ${octetCount} octets; ${hashName(fingerprint)} makes ${wanted}.`,
    );
  }
  if (!fingerprint.hasLowerCase) return null;
  return {
    at: octets,
    severity: 'warning',
    message:
      'The octets are in lower case; RFC 8122 wants upper case and strict far ends compare the text. The sender should ' +
      'write upper case.',
    fix: { title: 'Write the octets in upper case', edits: [replace(octets, octets.text.toUpperCase())] },
  };
}

function error(at: Span, what: string): Fault {
  return {
    at,
    severity: 'error',
    message: `${what} The far end cannot check the certificate with it: the sender must correct the line.`,
  };
}
