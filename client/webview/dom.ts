/** Makes elements. What they show are text nodes: nothing a trace holds can become markup. */

export interface Making {
  readonly class?: string;
  readonly role?: string;
  readonly text?: string;
  readonly title?: string;
}

export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  { class: classes, role, text, title }: Making = {},
  ...children: readonly Node[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (classes !== undefined) element.className = classes;
  if (role !== undefined) element.setAttribute('role', role);
  if (text !== undefined) element.textContent = text;
  if (title !== undefined) element.title = title;
  element.append(...children);
  return element;
}

/** A button that a form does not submit. */
export function makeButton(
  making: Making,
  press: () => void,
  ...children: readonly Node[]
): HTMLButtonElement {
  const button = make('button', making, ...children);
  button.type = 'button';
  button.addEventListener('click', press);
  return button;
}
