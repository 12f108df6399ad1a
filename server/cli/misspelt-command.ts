/** Tells a command that does not exist from a file. */
import fs from 'node:fs';
import path from 'node:path';
import { type Arguments, commands } from './arguments';
import { UsageError } from './usage';

/** Throws a {@link UsageError} where the first word of a command line is neither a command nor a file. */
export function assertCommand({ isNamed, files }: Arguments, folder: string): void {
  const [word] = files;
  if (isNamed || word === undefined || !/^[a-z][a-z-]*$/i.test(word)) return;
  if (fs.existsSync(path.resolve(folder, word))) return;
  const meant = commands.find((command) => isMisspelt(word.toLowerCase(), command));
  const advice = meant === undefined ? '--help lists the commands' : `did you mean ${meant}?`;
  throw new UsageError(`no command ${word}, and no file of that name: ${advice}`);
}

/** Whether one letter is missing, too much, another, or two have changed places. */
function isMisspelt(word: string, wanted: string): boolean {
  let start = 0;
  while (start < wanted.length && word[start] === wanted[start]) start++;
  const rest = word.slice(start);
  const wantedRest = wanted.slice(start);
  const [first = '', second = ''] = wantedRest;
  return (
    rest === wantedRest.slice(1) ||
    rest.slice(1) === wantedRest ||
    rest.slice(1) === wantedRest.slice(1) ||
    rest === `${second}${first}${wantedRest.slice(2)}`
  );
}
