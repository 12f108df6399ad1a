/** Settings: the same names in the editor, in `.siptracerc.json` and in the server. */
import type { AnalysisOptions } from './engine/analysis';
import { compileNetwork, type Network } from './engine/network/network';
import type { Settings } from '../shared/protocol';

export const defaultSettings: Settings = {
  profile: 'auto',
  rules: {},
  sbcPublicAddresses: [],
  sbcInternalAddresses: [],
  sbcFqdn: '',
  network: {},
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
    severities: settings.rules,
    facts: {
      sbcFqdn: settings.sbcFqdn,
      network,
    },
    maxFindingsPerRule: settings.maxFindingsPerRule,
  };
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
  rules: (value) =>
    isRecord(value) && Object.values(value).every((each) => oneOf(each, severities) === null)
      ? null
      : `an object of rule ids and ${severities.join(', ')}`,
  sbcPublicAddresses: addressList,
  sbcInternalAddresses: addressList,
  sbcFqdn: (value) => (typeof value === 'string' ? null : 'a host name'),
  // What does not fit within it is said where it is used, by its path, and the rest of it holds.
  network: (value) => (isRecord(value) ? null : 'an object'),
  maxFindingsPerRule: (value) =>
    Number.isInteger(value) && Number(value) >= 0 ? null : 'a whole number, 0 or more',
  inlayHints: flags,
  codeLens: flags,
};

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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
