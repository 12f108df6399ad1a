import assert from 'node:assert/strict';
import { html, Markup, xml } from '../../shared/markup';

describe('a template of markup', () => {
  it('makes text of what is put into it, and keeps what a template made', () => {
    const bold = html`<b title="${'"'}">${'<i>'} & ${2}</b>`.text;
    assert.equal(bold, '<b title="&quot;">&lt;i&gt; & 2</b>');
    assert.equal(html`<p>${html`<b>${'<'}</b>`}</p>`.text, '<p><b>&lt;</b></p>');
    assert.equal(
      html`<ul>${['a', '&'].map((each) => html`<li>${each}</li>`)}</ul>`.text,
      '<ul><li>a</li><li>&amp;</li></ul>',
    );
    assert.equal(Markup.lines([html`<p>`, html`</p>`]).text, '<p>\n</p>');
  });

  it('has no control character of HTML but those that are white space, and none that turns text', () => {
    assert.equal(
      html`${'a\u0000\u001b\r\n\tb\u200e\u202e\uffff'}`.text,
      'a\ufffd\ufffd\ufffd\n\tb\ufffd\ufffd\ufffd',
    );
  });

  it('has no character that XML does not allow', () => {
    assert.equal(xml`${'a\u0000b\u000bc\uD800d\uFFFEe\t😀'}`.text, 'a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\t😀');
    assert.equal(xml`${`<&>"'`}`.text, '&#60;&#38;&#62;&#34;&#39;');
  });
});
