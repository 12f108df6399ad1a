/** Writes the lists of `messages`, `calls` and `replay` as they are told, row by row, one file after another. */
import { withoutControls } from '../../../shared/controls';
import { jsonLine, JsonStream, type Write } from './json-stream';
import type { ListRow } from './shapes';

export interface ListWriter {
  begin(path: string): void;
  /** A row of JSON; text has none. */
  row(value: () => ListRow): void;
  /** Lines of text, without their ends; JSON has none. */
  lines(lines: () => Iterable<string>): void;
  end(): void;
  /** Says that no file follows. */
  finish(): void;
}

export type ListFormat = 'text' | 'json' | 'ndjson';

/** The form in which a list is asked for; other formats are of findings. */
export function asListFormat(format: string): ListFormat {
  return format === 'json' || format === 'ndjson' ? format : 'text';
}

/** @param several whether several files are listed: then each row, or list, names its file */
export function listWriter(format: ListFormat, write: Write, several: boolean): ListWriter {
  switch (format) {
    case 'json':
      return jsonList(write, several);
    case 'ndjson':
      return linesList(write);
    case 'text':
      return textList(write, several);
  }
}

/** One array over all files. */
function jsonList(write: Write, several: boolean): ListWriter {
  const json = new JsonStream(write);
  let path = '';
  json.openArray();
  return {
    begin: (begun) => {
      path = begun;
    },
    row: (value) => {
      json.value(several ? { path, ...value() } : value());
    },
    lines: () => undefined,
    end: () => undefined,
    finish: () => {
      json.close();
      write('\n');
    },
  };
}

/** A row a line, each with its file. */
function linesList(write: Write): ListWriter {
  let path = '';
  return {
    begin: (begun) => {
      path = begun;
    },
    row: (value) => {
      write(jsonLine({ path, ...value() }));
    },
    lines: () => undefined,
    end: () => undefined,
    finish: () => undefined,
  };
}

function textList(write: Write, several: boolean): ListWriter {
  let files = 0;
  let isEmpty = true;
  return {
    begin: (path) => {
      if (several) write(`${files > 0 ? '\n' : ''}${withoutControls(path)}:\n`);
      files++;
      isEmpty = !several;
    },
    row: () => undefined,
    lines: (lines) => {
      for (const line of lines()) {
        isEmpty = false;
        write(`${line}\n`);
      }
    },
    end: () => {
      if (isEmpty) write('\n');
    },
    finish: () => undefined,
  };
}
