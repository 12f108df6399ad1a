#!/usr/bin/env node
/** The command line `sip-trace`. */
import tty from 'node:tty';
import v8 from 'node:v8';
import { version } from '../package.json';
import { writeOut } from './cli/output';
import { run } from './cli/run';

// Batches live for a moment and then go. V8 takes what was seen to live once for long-lived from then on, and a tenth of
// what is made would wait for the slow collector: without this guess `lint` of a capture takes a fifth less, of time and memory.
v8.setFlagsFromString('--no-allocation-site-pretenuring');

void run(process.argv.slice(2), {
  out: writeOut,
  error: (line) => {
    process.stderr.write(`${line}\n`);
  },
  colours: tty.isatty(1) && process.env['NO_COLOR'] === undefined,
  isTerminal: tty.isatty(1),
  folder: process.cwd(),
  version,
}).then((code) => {
  process.exitCode = code;
});
