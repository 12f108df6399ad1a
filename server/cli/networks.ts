/** The networks that settings tell of, each made once, with Microsoft's endpoint list where a file of it is named. */
import fs from 'node:fs';
import { decodeExport } from '../engine/network/export-text';
import type { Network } from '../engine/network/network';
import { withoutControls } from '../../shared/controls';
import type { Settings } from '../../shared/protocol';
import { networkOf } from '../settings';
import type { Console } from './console';
import { fileError } from './input';

export class Networks {
  private readonly known = new Map<string, Network>();

  /** @param endpoints a file that is used in place of that of the settings */
  constructor(
    private readonly console: Console,
    private readonly endpoints: string | null,
  ) {}

  /** The network of some settings; what does not fit in them is said once. Throws `UsageError`. */
  of(settings: Settings): Network {
    const { network, sbcPublicAddresses, sbcInternalAddresses } = settings;
    const key = JSON.stringify([network, sbcPublicAddresses, sbcInternalAddresses]);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const named: unknown = this.endpoints ?? network.endpointsFile;
    const made = networkOf(
      typeof named === 'string'
        ? { ...settings, network: { ...network, endpointsText: textOf(named) } }
        : settings,
    );
    this.known.set(key, made);
    for (const { path, message } of made.faults) this.say(`${path}: ${message}`);
    return made;
  }

  private say(line: string): void {
    this.console.error(`sip-trace: ${withoutControls(line)}`);
  }
}

/** A file of text, whatever its encoding. Throws `UsageError`. */
export function textOf(file: string): string {
  try {
    return decodeExport(fs.readFileSync(file));
  } catch (error) {
    throw fileError(file, error);
  }
}
