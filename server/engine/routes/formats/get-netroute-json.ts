/** `Get-NetRoute | ConvertTo-Json`: objects in a list, alone, or below other objects. What is whole is read. */
import type { RouteTable } from '../model';
import { lastLineOf, type RouteFormat } from './format';
import { destinationKey, NetRoutes } from './get-netroute';

export const getNetRouteJson: RouteFormat = {
  name: 'Get-NetRoute json',
  weigh: (lines) => (/^\s*[[{]/.test(firstTextOf(lines)) && lines.some(hasProperty) ? lines.length * 2 : 0),
  read,
};

function firstTextOf(lines: readonly string[]): string {
  return lines.find((line) => line.trim() !== '') ?? '';
}

function hasProperty(line: string): boolean {
  return /"(?:AddressFamily|DestinationPrefix|InterfaceAlias|InterfaceIndex|ifIndex|NextHop)"/.test(line);
}

/** An object whose end was not met yet. */
interface Open {
  readonly start: number;
  /** Line of its destination. */
  line: number | null;
}

function read(lines: readonly string[]): RouteTable {
  const text = lines.join('\n');
  const routes = new NetRoutes();
  const open: Open[] = [];
  let lists = 0;
  let line = 1;
  // A string that does not end goes as far as its line. Strings, brackets and line ends are all that tells where objects are.
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\\n]|\\.)*"?|[{}[\]\n]/g)) {
    if (token === '\n') line++;
    else if (token === '{') open.push({ start: index, line: null });
    else if (token === '[') lists++;
    else if (token === ']') lists--;
    else if (token === '}') add(routes, open.pop(), text, index + 1);
    else {
      const inner = open.at(-1);
      if (inner !== undefined && token.slice(1, -1).toLowerCase() === destinationKey) inner.line ??= line;
    }
  }
  const isCut = open.length > 0 || lists > 0;
  return routes.table('json', isCut ? lastLineOf(lines) : null);
}

function add(routes: NetRoutes, object: Open | undefined, text: string, end: number): void {
  if (object === undefined || object.line === null) return;
  const properties = propertiesOf(text.slice(object.start, end));
  if (properties === null) routes.fault(object.line, 'The object with this destination is no JSON.');
  else routes.add(properties, object.line);
}

/** Texts and numbers of an object, by name in small letters; null for what is no JSON. */
function propertiesOf(text: string): ReadonlyMap<string, string> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    return new Map(
      Object.entries(value).flatMap(([name, item]: [string, unknown]) =>
        typeof item === 'string' || typeof item === 'number' ? [[name.toLowerCase(), String(item)]] : [],
      ),
    );
  } catch {
    return null;
  }
}
