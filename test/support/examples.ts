/** The examples of a rule's page: fenced trace text, with `^^^^` under the offending columns. */
import fs from 'node:fs';
import path from 'node:path';

export interface Marker {
  /** From 1, in the text without marker lines. */
  readonly line: number;
  readonly column: number;
  /** Exclusive. */
  readonly endColumn: number;
}

export interface Example {
  readonly kind: 'violation' | 'compliant';
  readonly text: string;
  readonly markers: readonly Marker[];
  /** Other rules that a violation cannot help raising: `also=id,id` behind the fence's language. */
  readonly also: readonly string[];
  /** `told` behind the fence's language: the settings name the SBC's addresses. */
  readonly told: boolean;
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
  const examples: Example[] = [];
  let kind: Example['kind'] | null = null;
  let fence: { readonly lines: string[]; readonly also: readonly string[]; readonly told: boolean } | null =
    null;
  for (const line of page.split('\n')) {
    if (fence !== null) {
      if (line === '```') {
        if (kind !== null)
          examples.push({ kind, also: fence.also, told: fence.told, ...withoutMarkers(fence.lines) });
        fence = null;
      } else fence.lines.push(line);
    } else if (line.startsWith('```')) {
      const also = / also=(\S+)/.exec(line)?.[1]?.split(',') ?? [];
      fence = { lines: [], also, told: / told\b/.test(line) };
    } else if (line.startsWith('#')) {
      if (/^### Violation/.test(line)) kind = 'violation';
      else if (/^### Compliant/.test(line)) kind = 'compliant';
      else kind = null;
    }
  }
  return examples;
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
