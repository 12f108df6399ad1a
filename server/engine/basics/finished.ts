/**
 * Runs work in slices to its end, without a pause.
 *
 * @param between done behind each slice but the last
 */
export function finished<Value>(slices: Generator<unknown, Value>, between?: () => void): Value {
  for (;;) {
    const step = slices.next();
    if (step.done === true) return step.value;
    between?.();
  }
}
