/** The command line `sip-trace`. */
import { isMainThread } from 'node:worker_threads';
import { version } from '../package.json';
import { indexLaterHalf } from './cli/halves';
import { run } from './cli/run';

if (isMainThread) main();
else indexLaterHalf();

function main(): void {
  // A reader that has seen enough, such as `head`, closes the pipe: no reason for a stack trace.
  process.stdout.on('error', () => process.exit(0));

  void run(process.argv.slice(2), {
    out: (text) => {
      process.stdout.write(text);
    },
    error: (line) => {
      process.stderr.write(`${line}\n`);
    },
    colours: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
    folder: process.cwd(),
    version,
  }).then((code) => {
    process.exitCode = code;
  });
}
