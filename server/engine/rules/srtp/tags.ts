/** Whether a text is a tag: 1 to 9 digits without a leading zero; 0 is one (RFC 4568 §4.1, §9.1). */
export function isTag(text: string): boolean {
  return /^(?:0|[1-9]\d{0,8})$/.test(text);
}
