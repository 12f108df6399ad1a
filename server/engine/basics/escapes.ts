/** A text without the escapes of URIs (`%40`); one with what is no escape stays as it is. */
export function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
