/** What is known of a capture's clocks, as lines at the top of its text; see docs/trace-text.md. */
import { type CaptureClocks, type ClockLeap, steadyClocks } from '../basics/capture-clocks';

/** The names of these lines: they tell of the capture, not of its messages. */
export const clockDirectives: readonly string[] = [
  'out-of-order',
  'clock-leap',
  'clock-skew',
  'clocks-put-right',
];

/** A line each, in seconds; nothing for a capture whose clocks are steady. */
export function writeClocks({ outOfOrder, leaps, skew, putRight }: CaptureClocks): string {
  const lines = [
    ...(outOfOrder === 0 ? [] : [`#!out-of-order ${outOfOrder} packets`]),
    ...leaps.map(({ frame, micros }) => `#!clock-leap ${frame}, ${seconds(micros)} s`),
    ...(skew === null
      ? []
      : [`#!clock-skew ${skew.host}, ${seconds(skew.micros)} s, ${skew.exchanges} exchanges`]),
    ...(putRight ? ['#!clocks-put-right'] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Reads the lines before the first block; what is not as it is written tells nothing. */
export function readClocks(heading: string): CaptureClocks {
  let { outOfOrder, skew, putRight } = steadyClocks;
  const leaps: ClockLeap[] = [];
  for (const line of heading.split(/\r?\n/)) {
    const [, packets] = /^#!out-of-order (\d{1,9}) packets$/.exec(line) ?? [];
    if (packets !== undefined) outOfOrder = Number(packets);
    const [, frame, leap] = /^#!clock-leap (\d{1,9}), (-?\d{1,12}\.\d{6}) s$/.exec(line) ?? [];
    if (frame !== undefined) leaps.push({ frame: Number(frame), micros: micros(leap) });
    const [, host, late, exchanges] =
      /^#!clock-skew ([\da-f:.]{2,45}), (-?\d{1,12}\.\d{6}) s, (\d{1,9}) exchanges$/.exec(line) ?? [];
    if (line === '#!clocks-put-right') putRight = true;
    if (host !== undefined) skew = { host, micros: micros(late), exchanges: Number(exchanges) };
  }
  return { outOfOrder, leaps, skew, putRight };
}

function seconds(value: number): string {
  return (value / 1e6).toFixed(6);
}

function micros(value = '0'): number {
  return Math.round(Number(value) * 1e6);
}
