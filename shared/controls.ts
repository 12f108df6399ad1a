/** Which characters steer what shows a text, rather than being shown: the one place that says so. */

/** C0 and C1 controls but the tab, and what turns the direction of text (Unicode's property Bidi_Control). */
const steering =
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Replaces control characters, so that a trace cannot steer the terminal or a page. One character stays one. */
export function withoutControls(text: string): string {
  return text.replace(steering, '\ufffd');
}

/** A text on one line: control characters, tabs and line ends become blanks, one each. */
export function onOneLine(text: string): string {
  return text.replace(steering, ' ').replaceAll('\t', ' ');
}

/** Those that JSON leaves as they are, and what some readers take for the end of a line. */
const unescaped = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** JSON that says the same without a character that steers what shows it. */
export function escapedControls(json: string): string {
  return json.replace(unescaped, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
