import type { Endpoint } from './record';

/**
 * Reads `192.0.2.1:5060`, `[2001:db8::1]:5060`, `2001:db8::1:5060` (as ngrep prints it), `host:5060`, or any of
 * them without a port. Null where nothing of the kind stands.
 */
export function parseEndpoint(text: string): Endpoint | null {
  if (text.startsWith('[')) {
    const close = text.indexOf(']');
    if (close < 2) return null;
    const rest = text.slice(close + 1);
    if (rest === '') return { address: text.slice(1, close), port: null };
    const port = rest.startsWith(':') ? parsePort(rest.slice(1)) : null;
    return port === null ? null : { address: text.slice(1, close), port };
  }
  const colon = text.lastIndexOf(':');
  if (colon < 0) return text === '' ? null : { address: text, port: null };
  const port = parsePort(text.slice(colon + 1));
  return port === null || colon === 0 ? null : { address: text.slice(0, colon), port };
}

/** An endpoint of which the port is known; null where it is not. */
export function withPort({ address, port }: Endpoint): (Endpoint & { readonly port: number }) | null {
  return port === null ? null : { address, port };
}

/** An end with the port that a log tells apart from its address, if it tells one. */
export function atPort(end: Endpoint | null, port: string): Endpoint | null {
  return end === null || !/^\d{1,5}$/.test(port) ? end : { ...end, port: Number(port) };
}

/** The text that {@link parseEndpoint} reads: IPv6 in brackets, no port where none is known; `?` for no endpoint. */
export function endpointText(endpoint: Endpoint | null): string {
  if (endpoint === null) return '?';
  const address = endpoint.address.includes(':') ? `[${endpoint.address}]` : endpoint.address;
  return endpoint.port === null ? address : `${address}:${endpoint.port}`;
}

/** Reads `192.0.2.1.5060` and `2001:db8::1.5060`, as tcpdump prints them; an address alone has no port. */
export function parseDottedEndpoint(text: string): Endpoint | null {
  const dot = text.lastIndexOf('.');
  const addressAlone = /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) || (dot < 0 && text.includes(':'));
  if (addressAlone) return { address: text, port: null };
  const port = dot > 0 ? parsePort(text.slice(dot + 1)) : null;
  return port === null ? null : { address: text.slice(0, dot), port };
}

function parsePort(digits: string): number | null {
  if (!/^\d{1,5}$/.test(digits)) return null;
  const port = Number(digits);
  return port <= 65535 ? port : null;
}
