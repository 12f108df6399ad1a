/** Wrong usage or a file that cannot be read: one line on standard error, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Whether an error is one of usage, in whichever of the program's bundles it was thrown: each has its own class. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError';
}

export const usage = `Usage: sip-trace [COMMAND] FILE...

A FILE may be a folder (the traces below it), a pattern with * ? ** or "-" for standard input.

Commands
  lint      findings (the command when none is named)
  messages  every message that was understood
  calls     one row a call with its diagnosis; registrations and keep-alives
  replay    how ICE went in each call: pairs, states, verdicts, timeline
  explain   what went wrong with each call and what to do, a paragraph each, worst first
  path      which way the media of each call went, and whether it missed the VPN
  fix       an SDP file or a trace written by hand, with all fixes applied; logs and captures stay as they are
  rules     the rule catalogue

Options
  --format text|json|ndjson   lint also: sarif, github; ndjson is a finding, message, call, replay or path a line
  --profile NAME              auto, teams-bypass, teams-nonbypass or rfc
  --rule ID=SEVERITY          off, info, warning or error; may be repeated
  --together                  the files are one trace: a log and a capture of the same calls, say
  --findings                  calls: count the findings of each, and diagnose those of a file over 4 MB, too
  --transactions              calls: in JSON also OPTIONS, REGISTER and other requests outside of calls
  --write                     fix: change the files
  --diff                      fix: tell what would change, as a unified diff
  --call ID                   replay, path: only the calls with this Call-ID
  --routes FILE               path: a routing table or a trace of a route, as tools of the system print it
  --firewall FILE             path: firewall rules, from netsh or Get-NetFirewallRule
  --propose                   path: settings of the network that the traces speak for, for you to review
  --endpoints FILE            Microsoft's list of endpoints (JSON), in place of the ranges that the program knows
  --keylog FILE               TLS keys of a capture (SSLKEYLOGFILE)
  --config FILE               settings; else .siptracerc.json beside the trace, or above it up to the repository root
  --write-baseline FILE       lint: write what is found as known; exit with 0
  --baseline FILE             lint: what FILE knows is counted, not told, and fails nothing
  --max-warnings N            lint: exit with 1 when there are more warnings
  --max-findings N            findings shown for one rule and file, 0 for all (default 100)
  --workers N                 threads for a large trace; by default about as many as cores, 3 at most
  --no-memo                   lint, calls: judge each body by all rules, though one of its form was before
  --color, --no-color         colours; by default only on a terminal
  --help, --version

Exit codes: 0 no errors, 1 errors found, 2 wrong usage or a file that cannot be read or written
`;
