/** The filter of a list, as the user writes it. */

/** Its words; what stands in quotation marks is one, with them. */
export function filterParts(filter: string): string[] {
  return filter.match(/"[^"]*"?|[^\s"]+/g) ?? [];
}
