/** Milliseconds of processor time that this process has used: unlike a clock, deaf to what else the machine does. */
export function cpuTime(): number {
  return process.cpuUsage().user / 1000;
}
