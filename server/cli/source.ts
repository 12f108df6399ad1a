/** Where a trace comes from. */
import { inRow, type Octets } from '../engine/basics/octets';

/** A file, or several that a trace was cut into. */
export interface Source {
  /** As it is told of. */
  readonly path: string;
  /** In their order. */
  readonly files: readonly SourceFile[];
}

export interface SourceFile {
  /** `-` is standard input. */
  readonly path: string;
  readonly open: Octets;
}

/** The octets of a text that stand in all files of a source. */
export function octetsOf({ files }: Source): Octets {
  return inRow(files.map(({ open }) => open));
}
