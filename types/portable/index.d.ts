// The few globals that Node and every web worker share and that the engine may use. No Node, no DOM.

interface TextDecoder {
  readonly encoding: string;
  decode(input?: Uint8Array, options?: { readonly stream?: boolean }): string;
}
declare const TextDecoder: {
  new (label?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean }): TextDecoder;
};

interface TextEncoder {
  encode(input?: string): Uint8Array;
}
declare const TextEncoder: { new (): TextEncoder };

declare function atob(data: string): string;
declare function btoa(data: string): string;
