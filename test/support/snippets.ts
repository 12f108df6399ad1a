import { readFileSync } from 'node:fs';

/** A snippet of `snippets/*.json`; the body's lines are joined with LF. */
export interface Snippet {
  readonly name: string;
  readonly prefix: string;
  readonly description: string;
  readonly body: string;
}

/** A place that the user fills in: `${1:text}`, `${1|one,two|}` or a bare `$1`. */
export interface Placeholder {
  readonly tabstop: number;
  /** The text shown until it is replaced; of a choice, its first item; empty where there is none. */
  readonly text: string;
  readonly choices: readonly string[];
}

/** What a snippet is expanded with: the value of a placeholder that carries a text, and of a variable. */
export interface SnippetValues {
  readonly placeholder: (placeholder: Placeholder) => string;
  readonly variable: (name: string) => string;
}

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | {
      readonly kind: 'placeholder';
      readonly tabstop: number;
      readonly inner: readonly Part[];
      readonly choices: readonly string[];
    };

/** The snippets of a file, such as `snippets/sdp.json`, in its order. */
export function readSnippets(path: string): readonly Snippet[] {
  const file = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, SnippetEntry>>;
  return Object.entries(file).map(([name, entry]) => ({ name, ...entry, body: entry.body.join('\n') }));
}

/** The text an editor inserts once every placeholder is filled in. A tabstop has one value wherever it stands. */
export function expandSnippet(body: string, values: SnippetValues): string {
  const parts = parseSnippet(body);
  const byTabstop = new Map<number, string>();
  for (const part of placeholderParts(parts)) {
    const placeholder = placeholderOf(part);
    if (placeholder.text !== '') {
      const variable = part.inner.length === 1 && part.inner[0]?.kind === 'variable';
      byTabstop.set(
        part.tabstop,
        variable ? values.variable(placeholder.text) : values.placeholder(placeholder),
      );
    }
  }
  return parts
    .map((part) => {
      switch (part.kind) {
        case 'text':
          return part.text;
        case 'variable':
          return values.variable(part.name);
        case 'placeholder':
          return byTabstop.get(part.tabstop) ?? '';
      }
    })
    .join('');
}

/** The placeholders of a body in the order of the text, repetitions included. A variable gives its name as text. */
export function placeholdersOf(body: string): readonly Placeholder[] {
  return placeholderParts(parseSnippet(body)).map((part) => placeholderOf(part));
}

/**
 * A snippet filled in as an SBC engineer would: proper addresses, ports, credentials and keys of the documented
 * lengths, and a Content-Length that is right (counted with CRLF). What comes out is an SDP, a line of one, or a
 * SIP message, with LF.
 *
 * @throws if a placeholder's text is not known here: give it a sample below.
 */
export function sampleOf(snippet: Snippet): string {
  const text = expandSnippet(snippet.body, { placeholder: sampleValue, variable: sampleVariable });
  const blank = text.indexOf('\n\n');
  const octets = blank < 0 ? 0 : new TextEncoder().encode(wire(text.slice(blank + 2))).length;
  return text.replace(bodyLengthMark, String(octets));
}

/** A snippet as the file holds it. */
interface SnippetEntry {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

const bodyLengthMark = 'body-length';

/** Placeholder texts, by how they begin, and what stands in for them. */
const samples: readonly (readonly [start: string, value: string])[] = [
  ['public IPv4 address', '203.0.113.10'],
  ['IPv4 address', '203.0.113.10'],
  ['RTP port', '50000'],
  ['ice-ufrag', 'Sb1c'],
  ['ice-pwd', 'sampleOfAnIcePassword0'],
  ['key and salt', btoa('sample of a key plus its salt.')],
  ['SHA-256 fingerprint', Array.from({ length: 32 }, (_, i) => hex(i * 7)).join(':')],
  ['telephone-event payload type', '101'],
  ['payload type of the offered video', '122'],
  ['crypto tag', '1'],
  ['session id', '1790'],
  ['session version', '2'],
  ['called number', '+14255550199'],
  ['calling number', '+12065550100'],
  ['FQDN of the SBC', 'sbc1.contoso.com'],
  ['vendor and version', 'ContosoSBC/7.40'],
  ['octets of the body', bodyLengthMark],
  ['Via of', 'SIP/2.0/TLS 52.114.75.24:5061;branch=z9hG4bK3a51'],
  ['Record-Route of', '<sip:sip-du-a-eu.pstnhub.microsoft.com:5061;transport=tls;lr>'],
  ['From of', '<sip:+14255550199@sip.pstnhub.microsoft.com:5061;user=phone>;tag=4c2f'],
  ['To of', '<sip:+12065550100@sbc1.contoso.com:5061;user=phone>'],
  ['Call-ID of', 'b1c7e2f04d5a5c6f8e90'],
  ['CSeq number of', '1'],
];

function sampleValue(placeholder: Placeholder): string {
  const [choice] = placeholder.choices;
  if (choice !== undefined) {
    return choice;
  }
  const sample = samples.find(([start]) => placeholder.text.startsWith(start));
  if (sample === undefined) {
    throw new Error(`no sample for the placeholder «${placeholder.text}»`);
  }
  return sample[1];
}

function sampleVariable(name: string): string {
  switch (name) {
    case 'UUID':
      return '0b9a4c5e-77d1-4b60-9a3e-5f0c2d1e8a47';
    case 'CURRENT_SECONDS_UNIX':
      return '1790000000';
    default:
      throw new Error(`no sample for the variable ${name}`);
  }
}

function hex(octet: number): string {
  return (octet % 256).toString(16).toUpperCase().padStart(2, '0');
}

/** The body as it is sent: every line, the last too, ends in CRLF. */
function wire(body: string): string {
  const lines = body.split('\n').filter((line) => line !== '');
  return lines.map((line) => `${line}\r\n`).join('');
}

function placeholderParts(parts: readonly Part[]): readonly Extract<Part, { kind: 'placeholder' }>[] {
  return parts.flatMap((part) =>
    part.kind === 'placeholder' ? [part, ...placeholderParts(part.inner)] : [],
  );
}

function placeholderOf(part: Extract<Part, { kind: 'placeholder' }>): Placeholder {
  const inner = part.inner.map((p) => (p.kind === 'text' ? p.text : p.kind === 'variable' ? p.name : ''));
  return { tabstop: part.tabstop, text: part.choices[0] ?? inner.join(''), choices: part.choices };
}

/** The editor's snippet syntax, as far as our snippets use it: no transforms. */
function parseSnippet(body: string): readonly Part[] {
  let at = 0;
  return parse(() => false);

  function parse(isEnd: (char: string) => boolean): readonly Part[] {
    const parts: Part[] = [];
    let text = '';
    while (at < body.length && !isEnd(body.charAt(at))) {
      const part = body.charAt(at) === '$' ? dollar() : null;
      if (part !== null) {
        parts.push({ kind: 'text', text }, part);
        text = '';
        continue;
      }
      if (body.charAt(at) === '\\') {
        at++;
      }
      text += body.charAt(at);
      at++;
    }
    return [...parts, { kind: 'text' as const, text }].filter((p) => p.kind !== 'text' || p.text !== '');
  }

  function dollar(): Part | null {
    const name = /^\$(\{?)(\w+)/.exec(body.slice(at));
    if (name === null) {
      return null;
    }
    const [whole, brace, id = ''] = name;
    at += whole.length;
    let inner: readonly Part[] = [];
    let choices: readonly string[] = [];
    if (brace === '{') {
      if (body.charAt(at) === ':') {
        at++;
        inner = parse((char) => char === '}');
      } else if (body.charAt(at) === '|') {
        const end = body.indexOf('|}', at);
        choices = body.slice(at + 1, end).split(',');
        at = end + 1;
      }
      if (body.charAt(at) !== '}') {
        throw new Error(`a snippet placeholder is not closed at «${body.slice(at, at + 20)}»`);
      }
      at++;
    }
    return /^\d+$/.test(id)
      ? { kind: 'placeholder', tabstop: Number(id), inner, choices }
      : { kind: 'variable', name: id };
  }
}
