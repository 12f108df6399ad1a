#!/usr/bin/env node
/** The command line `sip-trace`. */
import tty from 'node:tty';
import { version } from '../package.json';
import { writeOut } from './cli/output';
import { run } from './cli/run';

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
