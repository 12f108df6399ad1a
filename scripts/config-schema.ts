/** The JSON schema of `.siptracerc.json`, from the settings of the manifest: an editor completes and checks the file by it. */

/** A setting as the manifest declares it; its texts are names of texts. */
export type Property = Readonly<Record<string, unknown>>;

/**
 * @param properties settings of the manifest, by their full names
 * @param shared names that a configuration file knows as well, without the prefix
 * @param texts of `package.nls.json`
 */
export function configSchema(
  properties: Readonly<Record<string, Property>>,
  shared: readonly string[],
  texts: Readonly<Record<string, string>>,
): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Settings of sip-trace (.siptracerc.json)',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      ...Object.fromEntries(shared.map((name) => [name, withTexts(propertyOf(name, properties), texts)])),
    },
  };
}

/** A setting, or those whose names begin with it: `inlayHints.timeDelta`. */
function propertyOf(name: string, properties: Readonly<Record<string, Property>>): Property {
  const own = properties[`sipTrace.${name}`];
  if (own !== undefined) return own;
  const prefix = `sipTrace.${name}.`;
  const members = Object.entries(properties).filter(([each]) => each.startsWith(prefix));
  if (members.length === 0) throw new Error(`The manifest does not have the setting "${name}".`);
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(members.map(([each, property]) => [each.slice(prefix.length), property])),
  };
}

function withTexts(property: Property, texts: Readonly<Record<string, string>>): unknown {
  const said = JSON.stringify(property, (name, value: unknown) => {
    // Only an editor of settings wants these.
    if (name === 'order' || name === 'scope' || name === 'enumItemLabels') return undefined;
    if (typeof value !== 'string') return value;
    return (/^%[\w.-]+%$/.test(value) ? (texts[value.slice(1, -1)] ?? value) : value).replaceAll(
      /`#sipTrace\.([\w.]+)#`/g,
      '`$1`',
    );
  });
  return JSON.parse(said);
}
