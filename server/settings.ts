/** Settings: the same names in the editor, in `.siptracerc.json` and in the server. */
import type { AnalysisOptions } from './engine/analysis/model';
import { compileNetwork, type Network } from './engine/network/network';
import { thresholdOf, thresholds } from './engine/basics/thresholds';
import type { Settings } from '../shared/protocol';
import type { RuleSetting, RuleSettings } from '../shared/severities';
import { matchesPath } from './pattern';
import { isRecord } from '../shared/json';

export const defaultSettings: Settings = {
  profile: 'auto',
  rules: {},
  overrides: [],
  sbcPublicAddresses: [],
  sbcInternalAddresses: [],
  sbcFqdn: '',
  network: {},
  thresholds: {},
  maxFindingsPerRule: 100,
  inlayHints: { timeDelta: true, payloadTypes: true },
  codeLens: { enabled: true },
};

/** The network that the settings tell of; the addresses of the SBC may stand beside the object `network`, too. */
export function networkOf({ network, sbcPublicAddresses, sbcInternalAddresses }: Settings): Network {
  const beside = {
    ...(sbcPublicAddresses.length === 0 ? {} : { public: sbcPublicAddresses }),
    ...(sbcInternalAddresses.length === 0 ? {} : { internal: sbcInternalAddresses }),
  };
  const { sbc } = network;
  if (Object.keys(beside).length === 0 || (sbc !== undefined && !isRecord(sbc)))
    return compileNetwork(network);
  return compileNetwork({ ...network, sbc: { ...beside, ...sbc } });
}

/** What the analysis asks of the settings. */
export function analysisOptions(settings: Settings, network = networkOf(settings)): AnalysisOptions {
  return {
    profile: settings.profile,
    severities: ruleSettings(settings),
    facts: {
      sbcFqdn: settings.sbcFqdn,
      network,
      thresholds: settings.thresholds,
    },
    maxFindingsPerRule: settings.maxFindingsPerRule,
  };
}

/** The settings for one file: of the overrides, those that speak of it. @param file its path relative to the settings */
export function settingsForFile(settings: Settings, file: string): Settings {
  if (settings.overrides.length === 0) return settings;
  const overrides = settings.overrides
    .filter(({ files }) => files === undefined || files.some((pattern) => matchesPath(pattern, file)))
    .map(({ profiles, rules }) => (profiles === undefined ? { rules } : { profiles, rules }));
  return { ...settings, overrides };
}

/** What becomes of each rule. Overrides that speak of certain files are for {@link settingsForFile}. */
export function ruleSettings({ rules, overrides }: Settings): RuleSettings {
  const ofAll = overrides.filter(({ files }) => files === undefined);
  if (ofAll.length === 0) return rules;
  const all: Record<string, RuleSetting> = { ...rules };
  for (const { profiles: named, rules: own } of ofAll) {
    for (const [id, severity] of Object.entries(own)) {
      const before = all[id] ?? 'default';
      all[id] =
        named === undefined
          ? severity
          : {
              ...(typeof before === 'string' ? { default: before } : before),
              ...Object.fromEntries(named.map((profile) => [profile, severity])),
            };
    }
  }
  return all;
}

export type SettingsReading =
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'problem'; readonly problem: string };

/**
 * Reads settings from JSON of unknown shape. Names that are missing have their defaults; a name or value that
 * does not fit is a problem, said in one sentence.
 */
export function readSettings(input: unknown): SettingsReading {
  if (!isRecord(input)) return { kind: 'problem', problem: 'settings must be a JSON object' };
  const settings: Record<string, unknown> = { ...defaultSettings };
  for (const [name, value] of Object.entries(input)) {
    if (name === '$schema') continue;
    const check = checks[name];
    if (check === undefined) return { kind: 'problem', problem: `there is no setting "${name}"` };
    const wanted = check(value);
    if (wanted !== null) return { kind: 'problem', problem: `"${name}" must be ${wanted}` };
    const base = settings[name];
    settings[name] = isRecord(value) && isRecord(base) ? { ...base, ...value } : value;
  }
  return { kind: 'settings', settings: settings as unknown as Settings };
}

/** The editor's settings under those of a configuration file: what the file says of a setting, or of a rule, wins. */
export function underFile(settings: Settings, file: unknown): SettingsReading {
  const reading = readSettings(file);
  if (reading.kind === 'problem' || !isRecord(file)) return reading;
  const said = Object.fromEntries(
    Object.entries(reading.settings).filter(([name]) => Object.hasOwn(file, name)),
  ) as Partial<Settings>;
  return {
    kind: 'settings',
    settings: {
      ...settings,
      ...said,
      rules: { ...settings.rules, ...said.rules },
      thresholds: { ...settings.thresholds, ...said.thresholds },
    },
  };
}

/** Like {@link readSettings}, but what does not fit is left at its default: an editor's settings are half-typed. */
export function readSettingsLeniently(input: unknown): Settings {
  if (!isRecord(input)) return defaultSettings;
  const fitting = Object.entries(input).filter(([name, value]) => checks[name]?.(value) === null);
  const reading = readSettings(Object.fromEntries(fitting));
  return reading.kind === 'settings' ? reading.settings : defaultSettings;
}

const profiles = ['auto', 'teams-bypass', 'teams-nonbypass', 'rfc'];
const severities = ['default', 'off', 'info', 'warning', 'error'];

/** Setting → what it must be, or null where a value fits. */
const checks: Readonly<Record<string, (value: unknown) => string | null>> = {
  profile: (value) => oneOf(value, profiles),
  rules: (value) => (isRules(value) ? null : `an object of rule ids and ${severities.join(', ')}`),
  overrides: (value) =>
    Array.isArray(value) && value.every(isOverride)
      ? null
      : 'a list of objects with "rules", and "files" (patterns) or "profiles" to narrow them down',
  sbcPublicAddresses: addressList,
  sbcInternalAddresses: addressList,
  sbcFqdn: (value) => (typeof value === 'string' ? null : 'a host name'),
  // What does not fit within it is said where it is used, by its path, and the rest of it holds.
  network: (value) => (isRecord(value) ? null : 'an object'),
  thresholds: (value) =>
    isRecord(value) && Object.entries(value).every(isThreshold)
      ? null
      : `an object of numbers: ${thresholdRanges}`,
  maxFindingsPerRule: (value) =>
    Number.isInteger(value) && Number(value) >= 0 ? null : 'a whole number, 0 or more',
  inlayHints: flags,
  codeLens: flags,
};

function isRules(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((each) => oneOf(each, severities) === null);
}

const thresholdRanges = Object.entries(thresholds)
  .map(([id, { least, most, unit }]) => `${id} (${least} to ${most} ${unit})`)
  .join(', ');

function isThreshold([id, value]: readonly [string, unknown]): boolean {
  const threshold = thresholdOf(id);
  return (
    threshold !== null && typeof value === 'number' && value >= threshold.least && value <= threshold.most
  );
}

function isOverride(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { files, profiles: named, rules, ...others } = value;
  return (
    isRules(rules) &&
    (files === undefined || addressList(files) === null) &&
    (named === undefined ||
      (Array.isArray(named) && named.every((each) => each !== 'auto' && oneOf(each, profiles) === null))) &&
    Object.keys(others).length === 0
  );
}

function oneOf(value: unknown, values: readonly string[]): string | null {
  return typeof value === 'string' && values.includes(value) ? null : `one of ${values.join(', ')}`;
}

function addressList(value: unknown): string | null {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
    ? null
    : 'a list of addresses';
}

function flags(value: unknown): string | null {
  return isRecord(value) && Object.values(value).every((each) => typeof each === 'boolean')
    ? null
    : 'an object of true and false';
}
