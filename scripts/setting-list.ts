/** The table of settings for the README, from the manifest. */

export interface Setting {
  /** With the section's prefix. */
  readonly name: string;
  readonly default: unknown;
  /** Markdown; a setting that it names stands between `#`. */
  readonly description: string;
}

/**
 * One line a setting: its default and the first sentence of its description.
 *
 * @param shared names without the prefix that a configuration file knows as well
 */
export function settingsTable(settings: readonly Setting[], shared: ReadonlySet<string>): string {
  const rows = settings.map(({ name, default: value, description }) => {
    const short = name.replace(/^sipTrace\./, '');
    const isShared = shared.has(short) || short.startsWith('network.');
    const [sentence = ''] = description.split(/\.(?= [A-Z`*])|\.$/);
    const text = sentence.replaceAll(/`#(?:sipTrace\.)?([\w.]+)#`/g, '`$1`');
    return `| \`${short}\` | ${valueText(value)} | ${isShared ? 'yes' : ''} | ${text} |`;
  });
  return ['', '| Setting | Default | Terminal | Does |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}

function valueText(value: unknown): string {
  return value === '' ? '' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
