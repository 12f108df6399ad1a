/** The names that a capture shows being looked up: chains of CNAMEs, addresses, what each is for. */
import type { DnsMessage, DnsRecord } from '../capture/payload/dns';
import type { TraceMessage } from '../traces/message';
import type { ResolvedName } from './model';
import { familiesOf, roleOf } from './name-roles';

/** A chain of CNAMEs that is longer goes round in a circle. */
const longestChain = 16;

/** A name with where it was answered. */
export interface Lookup extends ResolvedName {
  /** Its last answer with an address, else the last message about it. */
  readonly in: TraceMessage;
}

/** All names that DNS was asked for, in order of the first question; what no Teams, Skype or Lync client asks for, too. */
export function lookupsOf(messages: readonly TraceMessage[]): readonly Lookup[] {
  const lookups = new Map<string, Lookup>();
  for (const message of messages) {
    const { parsed } = message;
    if (parsed.kind !== 'packet' || parsed.type !== 'dns' || parsed.dns === null) continue;
    const { isResponse } = parsed.dns;
    const [question] = parsed.dns.questions;
    if (question === undefined) continue;
    const key = question.name.toLowerCase();
    const known = lookups.get(key);
    const found = isResponse ? resolve(question.name, parsed.dns) : { cname: [], addresses: [] };
    const cname = union(known?.cname ?? [], found.cname);
    lookups.set(key, {
      name: known?.name ?? question.name,
      cname,
      addresses: union(known?.addresses ?? [], found.addresses),
      role: roleText(question.name, cname),
      in: known !== undefined && found.addresses.length === 0 ? known.in : message,
    });
  }
  return [...lookups.values()];
}

/** `telemetry; Akamai DNS (akadns.net)`; empty for a name that is none of Teams, Skype or Lync. */
function roleText(name: string, cname: readonly string[]): string {
  const role = roleOf(name)?.role;
  return role === undefined ? '' : [role, ...familiesOf([name, ...cname])].join('; ');
}

interface Resolution {
  readonly cname: readonly string[];
  readonly addresses: readonly string[];
}

/** Follows a name through an answer; of a service (SRV) the addresses of its hosts, which are told as its chain. */
function resolve(name: string, { records }: DnsMessage): Resolution {
  const cname: string[] = [];
  const addresses: string[] = [];
  let names = [name];
  for (let step = 0; names.length > 0 && step < longestChain; step++) {
    const wanted = new Set(names.map((each) => each.toLowerCase()));
    const next: string[] = [];
    for (const record of records) {
      if (!wanted.has(record.name.toLowerCase())) continue;
      const { data } = record;
      if (data.kind === 'address') addresses.push(data.address);
      const target = targetOf(record);
      if (target === null || target === name || cname.includes(target)) continue;
      cname.push(target);
      next.push(target);
    }
    names = next;
  }
  return { cname, addresses };
}

/** Where a record leads to: the host behind an alias or a service. */
function targetOf({ type, data }: DnsRecord): string | null {
  if (data.kind === 'service') return data.target;
  return data.kind === 'name' && type === 'CNAME' ? data.name : null;
}

/** A name has a handful of addresses at a time; answers that go on and on tell nothing more. */
const mostOfName = 64;

function union(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...one, ...other])].slice(0, mostOfName);
}
