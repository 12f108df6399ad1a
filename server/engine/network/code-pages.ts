/**
 * Text of consoles: what a program of Windows prints into a file is in the code page of its language, and nothing in the
 * file says which. The page whose reading looks most like words is taken.
 */

/** Names of {@link TextDecoder}, and pages of consoles that it lacks: characters of the bytes 128 to 255. */
const consolePages: Readonly<Record<string, string>> = {
  cp850:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐' +
    '└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
  cp852:
    'ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐' +
    '└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00ad˝˛ˇ˘§÷¸°¨˙űŘř■\u00a0',
};
const decoderPages: readonly string[] = [
  'windows-1252',
  'windows-1250',
  'ibm866',
  'windows-1251',
  'shift_jis',
  'gb18030',
];

/** How much of a file is looked at. */
const SAMPLE = 65_536;

/** Decodes bytes that are no UTF-8; `page` is the name of the code page that fits best. */
export function decodeCodePage(bytes: Uint8Array): { readonly text: string; readonly page: string } {
  const sample = bytes.subarray(0, SAMPLE);
  let best = { page: 'windows-1252', score: Number.NEGATIVE_INFINITY };
  for (const page of [...Object.keys(consolePages), ...decoderPages]) {
    const score = likeness(decode(sample, page));
    if (score > best.score) best = { page, score };
  }
  return { text: decode(bytes, best.page), page: best.page };
}

function decode(bytes: Uint8Array, page: string): string {
  const upper = consolePages[page];
  if (upper === undefined) return new TextDecoder(page).decode(bytes);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += SAMPLE)
    parts.push(
      Array.from(bytes.subarray(at, at + SAMPLE), (byte) =>
        byte < 128 ? String.fromCharCode(byte) : (upper[byte - 128] ?? ''),
      ).join(''),
    );
  return parts.join('');
}

/** Letters beyond ASCII that languages of these pages write often, and those that large ones of them write most. */
const usual = new Set('ßêëâîïôûùóíúáãõìòåæøąćęłńśźżčďěňřšťůýžőű');
const frequent = new Set('äöüéèàçñ');

/** How much a text looks like words: of each character beyond ASCII, how well it stands beside its neighbours. */
function likeness(text: string): number {
  let score = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) < 128) continue;
    score += fit(text[at - 1] ?? ' ', text[at] ?? ' ', text[at + 1] ?? ' ');
  }
  return score;
}

function fit(before: string, char: string, after: string): number {
  if (/[\u0080-\u009f\ufffd\ue000-\uf8ff]/.test(char)) return -10;
  // French sets a colon off by a space that does not break.
  if (char === '\u00a0') return after === ':' || before === ' ' ? 3 : 0;
  if (/[\p{Script=Hiragana}\u30a0-\u30ff]/u.test(char)) return 3;
  if (/\p{Script=Han}/u.test(char)) return 1;
  if (/\p{Script=Cyrillic}/u.test(char)) return cyrillicFit(before, char, after);
  if (!/\p{L}/u.test(char)) return isLetter(before) || isLetter(after) ? -3 : -1;
  if (!/\p{Script=Latin}/u.test(char) || /\p{Script=Cyrillic}/u.test(before + after)) return -2;
  if (/\p{Ll}/u.test(before) && /\p{Lu}/u.test(char)) return -3;
  // Two of them seldom stand together, three never.
  if (isBeyondAscii(before) || isBeyondAscii(after))
    return isBeyondAscii(before) && isBeyondAscii(after) ? -2 : 0;
  const small = char.toLowerCase();
  return frequent.has(small) ? 4 : usual.has(small) ? 3 : 1;
}

function cyrillicFit(before: string, char: string, after: string): number {
  if (/[A-Za-z]/.test(before + after) || (/\p{Ll}/u.test(before) && /\p{Lu}/u.test(char))) return -3;
  return /[\u0410-\u044f]/.test(char) ? 2 : 0;
}

function isLetter(char: string): boolean {
  return /\p{L}/u.test(char);
}

function isBeyondAscii(char: string): boolean {
  return char.charCodeAt(0) >= 128 && isLetter(char);
}
