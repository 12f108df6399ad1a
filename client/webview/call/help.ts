/** What the keys do. */
import { make, makeButton } from '../dom';
import { evidenceMark, evidenceMeaning } from './marks';
import { t } from './texts';

export class Help {
  readonly element = make('dialog', { class: 'help-dialog' });

  open(): void {
    if (this.element.open) return;
    const keys = [
      [t('key.space'), t('help.play')],
      ['← →', t('help.step')],
      ['Home End', t('help.ends')],
      ['Page ↑ Page ↓', t('help.page')],
      ['V', t('help.verdict')],
      ['1 … 9', t('help.forks')],
      ['0', t('help.all')],
      ['P', t('help.path')],
      ['T', t('help.text')],
      ['H', t('help.header')],
      ['F', t('help.follow')],
      ['?', t('help.help')],
    ] as const;
    const list = make('dl');
    for (const [key, text] of keys)
      list.append(make('dt', {}, make('kbd', { text: key })), make('dd', { text }));
    const legend = make('div', { class: 'legend' });
    for (const evidence of ['observed', 'derived', 'predicted'] as const)
      legend.append(evidenceMark(evidence), make('span', { text: evidenceMeaning(evidence) }));
    const title = make('h2', { text: t('help.title') });
    title.id = 'help-title';
    this.element.setAttribute('aria-labelledby', title.id);
    const close = makeButton({ class: 'action', text: t('close') }, () => this.element.close());
    this.element.replaceChildren(title, list, legend, close);
    this.element.showModal();
    close.focus();
  }
}
