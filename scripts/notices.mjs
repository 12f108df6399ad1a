// The licences of what is bundled, as the licences want it: their texts go along with every copy.
import fs from 'node:fs';
import path from 'node:path';

/** The file of notices in the package. */
export const noticesFile = 'dist/ThirdPartyNotices.txt';

/**
 * The notices of all packages of which something is in a bundle. Throws where one brings no text of its licence.
 *
 * @param {readonly import('esbuild').Metafile[]} metafiles of all bundles; their paths count from the present folder
 */
export function noticesOf(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) => Object.values(outputs).flatMap(bundledOf));
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== null));
  const notices = [...folders].map(noticeOf).sort((a, b) => (a.title < b.title ? -1 : 1));
  // The same package may stand in several folders.
  const unlike = new Map(notices.map(({ title, text }) => [title, text]));
  return [
    'SIP Trace Inspector contains the packages below, each under the licence that follows its name.',
    ...[...unlike].map(([title, text]) => `${'='.repeat(80)}\n${title}\n${'='.repeat(80)}\n\n${text}`),
  ].join('\n\n');
}

function bundledOf({ inputs }) {
  return Object.entries(inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file);
}

/** `…/node_modules/@noble/hashes/esm/hmac.js` → `…/node_modules/@noble/hashes`; null for a file of this project. */
export function packageFolder(file) {
  return /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? null;
}

function noticeOf(folder) {
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const files = fs
    .readdirSync(folder)
    .filter((file) => /^(?:licen[cs]e|copying|notice|third-?party-?notices?)(?:\.(?:md|txt))?$/i.test(file));
  if (!files.some((file) => /^(?:licen|copy)/i.test(file)))
    throw new Error(`${name} is bundled, but brings no text of its licence.`);
  const texts = files
    .sort()
    .map((file) => fs.readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return { title: `${name} ${version} (${license})`, text: `${texts.join('\n\n')}\n` };
}
