/** Writes other values into session descriptions: such as any call may have, and such as a rule speaks of. */

/** Draws the same in each run. */
export class Lot {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_103_515_245) + 12_345) >>> 0;
    return (this.#state >>> 8) % limit;
  }

  of(choices: readonly string[]): string {
    return choices[this.below(choices.length)] ?? '';
  }

  text(length: number): string {
    let text = '';
    while (text.length < length)
      text += 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.charAt(this.below(64));
    return text;
  }
}

/**
 * The text with other addresses, ports, keys, credentials and ids. Mostly a value is replaced by the same one wherever
 * it stands, as another call would have it; sometimes in one place alone.
 */
export function others(text: string, lot: Lot): string {
  const known = new Map<string, string>();
  const once = (value: string, draw: () => string): string => {
    if (lot.below(12) === 0) return draw();
    const drawn = known.get(value) ?? draw();
    known.set(value, drawn);
    return drawn;
  };
  const address = (value: string): string => once(value, () => addressBy(lot));
  const port = (value: string): string => once(value, () => portBy(lot, [...known.values()]));
  const key = (value: string): string => once(value, () => keyBy(value.length, lot));
  const credential = (value: string): string => once(value, () => credentialBy(value.length, lot));
  return text
    .replace(/(?<=IN IP4 |candidate:.* |raddr )\d{1,3}(?:\.\d{1,3}){3}(?=[\s/]|$)/gm, address)
    .replace(/(?<=^m=\S+ |^a=rtcp:|rport |\d \d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3} )\d+(?=\s|$)/gm, port)
    .replace(/(?<=inline:)[\w+/]+/g, key)
    .replace(/(?<=^a=ice-(?:ufrag|pwd):)[\w+/]+/gm, credential)
    .replace(/(?<=^o=\S+ )\d+/gm, (value) => once(value, () => String(lot.below(2_000_000_000))));
}

function addressBy(lot: Lot): string {
  const [a, b] = [lot.below(256), 1 + lot.below(254)];
  return lot.of([
    ...Array<string>(12).fill(`8.${a}.4.${b}`),
    ...Array<string>(6).fill(`52.114.${a}.${b}`),
    `203.0.113.${b}`,
    `10.1.${a}.${b}`,
    `100.64.${a}.${b}`,
    `224.0.0.${b}`,
    '0.0.0.0',
    '127.0.0.1',
  ]);
}

/** Some are neighbours of ports that are there already. */
function portBy(lot: Lot, taken: readonly string[]): string {
  const near = Number(lot.of(taken));
  const beside = near > 1023 && near < 65_535 ? String(near + lot.below(3) - 1) : '4000';
  return lot.of([
    ...Array<string>(12).fill(String(1024 + lot.below(64_000))),
    ...Array<string>(4).fill(beside),
    '0',
    '9',
    '1023',
    '1024',
    '65534',
    '65535',
    '70000',
  ]);
}

function keyBy(length: number, lot: Lot): string {
  return lot.of([
    ...Array<string>(12).fill(lot.text(length)),
    lot.text(1).repeat(length),
    lot.text(4).repeat(length).slice(0, length),
    'x'.repeat(length),
    lot.text(length - 1),
    'V/Lr6Lsvhad/crSB9kCQ28jrYDxR2Yfk5bXryH5V',
  ]);
}

function credentialBy(length: number, lot: Lot): string {
  return lot.of([
    ...Array<string>(12).fill(lot.text(length)),
    lot.text(4 + lot.below(30)),
    lot.text(22 + lot.below(50)),
    lot.text(1).repeat(length),
    'xxxxxxxxxxxxxxxxxxxxxx',
    lot.text(3),
    lot.text(300),
  ]);
}
