/** The rules' pages as the package holds them (esbuild.js). */
export interface RulePages {
  /** Each line once. */
  readonly lines: readonly string[];
  /** By a page's name (`ice-lite-missing.md`) the places of its lines among them, in base 36: `5k+3` are three in a row. */
  readonly pages: Readonly<Record<string, string>>;
}

/** The text of a page; empty where there is none of that name. */
export function pageIn({ lines, pages }: RulePages, name: string): string {
  const runs = pages[name]?.split(' ') ?? [];
  return runs
    .flatMap((run) => {
      const [start = 0, count = 1] = run.split('+').map((digits) => Number.parseInt(digits, 36));
      return lines.slice(start, start + count);
    })
    .join('\n');
}
