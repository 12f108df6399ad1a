/** As much of Playwright as the tests in the workbench use: it is installed with the hosted VS Code, without types. */

export interface Locator {
  click(options?: {
    readonly button?: 'left' | 'right';
    readonly force?: boolean;
    readonly timeout?: number;
  }): Promise<void>;
  count(): Promise<number>;
  evaluate<T>(script: string): Promise<T>;
  filter(options: { readonly hasText?: string | RegExp }): Locator;
  first(): Locator;
  focus(): Promise<void>;
  getAttribute(name: string): Promise<string | null>;
  getByRole(role: string, options?: { readonly name?: string | RegExp; readonly exact?: boolean }): Locator;
  getByText(text: string | RegExp): Locator;
  hover(): Promise<void>;
  innerText(): Promise<string>;
  inputValue(): Promise<string>;
  isVisible(): Promise<boolean>;
  last(): Locator;
  locator(selector: string): Locator;
  nth(index: number): Locator;
  textContent(): Promise<string | null>;
  waitFor(options?: {
    readonly state?: 'visible' | 'hidden' | 'attached' | 'detached';
    readonly timeout?: number;
  }): Promise<void>;
}

/** A frame of a page, in which scripts run and elements are found. */
export interface Frame {
  evaluate<T>(script: string): Promise<T>;
  locator(selector: string): Locator;
  getByRole(role: string, options?: { readonly name?: string | RegExp; readonly exact?: boolean }): Locator;
  isDetached(): boolean;
  url(): string;
  childFrames(): readonly Frame[];
  frameElement(): Promise<{ isVisible(): Promise<boolean> }>;
  waitForFunction(
    script: string,
    argument?: unknown,
    options?: { readonly timeout: number },
  ): Promise<unknown>;
}

export interface Page {
  readonly keyboard: {
    press(key: string): Promise<void>;
    type(text: string): Promise<void>;
  };
  readonly mouse: { wheel(x: number, y: number): Promise<void> };
  close(): Promise<void>;
  emulateMedia(options: { readonly reducedMotion: 'reduce' | 'no-preference' }): Promise<void>;
  evaluate<T>(script: string): Promise<T>;
  frames(): readonly Frame[];
  locator(selector: string): Locator;
  on(event: 'dialog', listener: (dialog: { dismiss(): Promise<void>; message(): string }) => void): void;
  screenshot(options: { readonly path: string }): Promise<unknown>;
  setViewportSize(size: { readonly width: number; readonly height: number }): Promise<void>;
  waitForTimeout(milliseconds: number): Promise<void>;
}

export interface Browser {
  close(): Promise<void>;
}
