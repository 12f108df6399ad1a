import assert from 'node:assert/strict';
import { decodeExport } from '../../../server/engine/network/export-text';

/** Bytes of a text: of one byte a character by a table of what lies beyond ASCII. */
function bytesOf(text: string, beyond: Readonly<Record<string, readonly number[]>>): Uint8Array {
  return Uint8Array.from(Array.from(text).flatMap((char) => beyond[char] ?? [char.charCodeAt(0)]));
}

describe('decodeExport', () => {
  const cases: readonly [page: string, text: string, beyond: Readonly<Record<string, readonly number[]>>][] =
    [
      ['cp850, German', 'Profile:   Domäne,Privat,Öffentlich', { ä: [0x84], Ö: [0x99] }],
      ['windows-1252, German', 'Profile:   Domäne,Privat,Öffentlich', { ä: [0xe4], Ö: [0xd6] }],
      ['cp850, French', 'Activée\u00a0:   Oui\nRègle\u00a0:   é', { é: [0x82], è: [0x8a], '\u00a0': [0xff] }],
      [
        'windows-1252, French',
        'Activée\u00a0:   Oui\nRègle\u00a0:   Privé',
        { é: [0xe9], è: [0xe8], '\u00a0': [0xa0] },
      ],
      ['cp850, Portuguese', 'Ação:   Domínio, Direção', { ç: [0x87], ã: [0xc6], í: [0xa1] }],
      ['cp852, Polish', 'Włączone: Tak, wychodzący', { ł: [0x88], ą: [0xa5] }],
      ['windows-1250, Polish', 'Włączone: Tak, wychodzący', { ł: [0xb3], ą: [0xb9] }],
      [
        'cp866, Russian',
        'Да: Любой',
        { Д: [0x84], а: [0xa0], Л: [0x8b], ю: [0xee], б: [0xa1], о: [0xae], й: [0xa9] },
      ],
      [
        'windows-1251, Russian',
        'Да: Любой',
        { Д: [0xc4], а: [0xe0], Л: [0xcb], ю: [0xfe], б: [0xe1], о: [0xee], й: [0xe9] },
      ],
      [
        'cp932, Japanese',
        '有効:   はい',
        { 有: [0x97, 0x4c], 効: [0x8c, 0xf8], は: [0x82, 0xcd], い: [0x82, 0xa2] },
      ],
    ];
  for (const [page, text, beyond] of cases)
    it(`reads ${page}`, () => {
      assert.equal(decodeExport(bytesOf(text, beyond)), text);
    });

  it('reads UTF-8 and UTF-16, cut inside a character, too', () => {
    const text = 'Domäne';
    const utf8 = new TextEncoder().encode(text);
    assert.equal(decodeExport(utf8), text);
    assert.equal(decodeExport(utf8.subarray(0, 5)), 'Domä');
    assert.equal(decodeExport(utf8.subarray(0, 4)), 'Dom');
    const wide = Uint8Array.from([0xff, 0xfe, ...Buffer.from(text, 'utf16le')]);
    assert.equal(decodeExport(wide), text);
  });
});
