/**
 * The examples of a rule's page: fenced trace text, with `^^^^` under the offending columns. CONTRIBUTING.md, "Add a rule
 * of the media path", tells of settings, routes and firewall rules among them.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { NetworkSettings } from '../../shared/network';

export interface Marker {
  /** From 1, in the text without marker lines. */
  readonly line: number;
  readonly column: number;
  /** Exclusive. */
  readonly endColumn: number;
}

export interface Example {
  readonly kind: 'violation' | 'compliant';
  /** What {@link text} is; of `settings` it is empty. */
  readonly of: 'trace' | 'routes' | 'firewall' | 'settings';
  readonly text: string;
  readonly markers: readonly Marker[];
  /** Other rules that a violation cannot help raising: `also=id,id` behind the fence's language. */
  readonly also: readonly string[];
  /** `told` behind the fence's language: the settings name the SBC's addresses. */
  readonly told: boolean;
  /** The object `network` of the settings: the last block `json network` under the same heading. */
  readonly network: NetworkSettings;
}

const pages = path.resolve(__dirname, '../../docs/rules');

export function pageOf(id: string): string | null {
  const file = path.join(pages, `${id}.md`);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null;
}

/** Ids of all pages. */
export function pageIds(): readonly string[] {
  return fs
    .readdirSync(pages)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => file.slice(0, -3));
}

/** The examples below `### Violation` and `### Compliant` headings; a heading may hold several. */
export function examplesOf(page: string): readonly Example[] {
  return blocksOf(page).flatMap((block, place, blocks) => exampleOf(block, blocks[place + 1]));
}

/** A fenced block under the heading of an example. */
interface Block {
  readonly kind: Example['kind'];
  /** Counts headings: blocks of one number stand under the same one. */
  readonly heading: number;
  /** What stands behind the opening fence. */
  readonly info: string;
  readonly lines: readonly string[];
  readonly network: NetworkSettings;
}

/** The example that a block is; settings are one where nothing follows that they are settings of. */
function exampleOf(block: Block, next: Block | undefined): readonly Example[] {
  const { kind, info, lines, network } = block;
  const also = / also=(\S+)/.exec(info)?.[1]?.split(',') ?? [];
  const example = { kind, also, told: / told\b/.test(info), network };
  if (!isSettings(block)) return [{ ...example, of: formOf(info), ...withoutMarkers(lines) }];
  const isAlone = next === undefined || next.heading !== block.heading || isSettings(next);
  return isAlone ? [{ ...example, of: 'settings', text: '', markers: [] }] : [];
}

function isSettings({ info }: Pick<Block, 'info'>): boolean {
  return info.startsWith('json network');
}

function formOf(info: string): 'trace' | 'routes' | 'firewall' {
  const [form = ''] = info.split(' ', 1);
  return form === 'routes' || form === 'firewall' ? form : 'trace';
}

function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  let kind: Example['kind'] | null = null;
  let heading = 0;
  let network: NetworkSettings = {};
  let fence: { readonly info: string; readonly lines: string[] } | null = null;
  for (const line of page.split('\n')) {
    if (fence !== null) {
      if (line !== '```') {
        fence.lines.push(line);
        continue;
      }
      if (isSettings(fence)) network = JSON.parse(fence.lines.join('\n')) as NetworkSettings;
      if (kind !== null) blocks.push({ kind, heading, ...fence, network });
      fence = null;
    } else if (line.startsWith('```')) {
      fence = { info: line.slice(3), lines: [] };
    } else if (line.startsWith('#')) {
      heading++;
      network = {};
      kind = /^### Violation/.test(line) ? 'violation' : /^### Compliant/.test(line) ? 'compliant' : null;
    }
  }
  return blocks;
}

function withoutMarkers(lines: readonly string[]): {
  readonly text: string;
  readonly markers: readonly Marker[];
} {
  const kept: string[] = [];
  const markers: Marker[] = [];
  for (const line of lines) {
    if (!/^ *\^[ ^]*$/.test(line)) {
      kept.push(line);
      continue;
    }
    for (const run of line.matchAll(/\^+/g)) {
      markers.push({ line: kept.length, column: run.index + 1, endColumn: run.index + run[0].length + 1 });
    }
  }
  return { text: `${kept.join('\n')}\n`, markers };
}
