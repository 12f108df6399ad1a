import { commands, l10n, window, type QuickPickItem } from 'vscode';
import { captureType, isCaptureName } from '../common/identity';
import { sampleUri } from './sample-files';
import { openTrace } from './trace-document';

/** A trace that comes with the extension, in its folder `samples`. */
interface Sample extends QuickPickItem {
  readonly file: string;
}

/** Opens a sample, the one of the given file or one to be chosen. */
export async function openSample(file?: unknown): Promise<void> {
  const all = samples();
  const sample =
    all.find((each) => each.file === file) ??
    (await window.showQuickPick(all, { title: l10n.t('Open a Sample Trace'), matchOnDetail: true }));
  if (sample === undefined) return;
  const uri = sampleUri(sample.file);
  if (isCaptureName(uri)) await commands.executeCommand('vscode.openWith', uri, captureType);
  else await window.showTextDocument(await openTrace(uri));
}

/** The samples, the best to begin with first. A list, because a folder on the web cannot be read. */
function samples(): readonly Sample[] {
  return [
    {
      file: 'outbound-video-missing.siptrace',
      label: l10n.t('Answer without the offered video'),
      detail: l10n.t(
        'Teams calls the SBC and offers audio and video; the SBC’s answer leaves the video m-line out.',
      ),
    },
    {
      file: 'inbound-crypto-tag.log',
      label: l10n.t('Wrong crypto tag'),
      detail: l10n.t(
        'The answer names a crypto tag that belongs to another suite of the offer: one-way audio.',
      ),
    },
    {
      file: 'inbound-dtls-only.siptrace',
      label: l10n.t('Offer without SDES'),
      detail: l10n.t('The SBC offers DTLS only, and Teams answers 488.'),
    },
    {
      file: 'outbound-credentials-change.siptrace',
      label: l10n.t('ICE credentials that change'),
      detail: l10n.t('The 200 OK names another ufrag and password than the 183 before it.'),
    },
    {
      file: 'inbound-forked.siptrace',
      label: l10n.t('Forked call'),
      detail: l10n.t('Three Teams clients answer one INVITE; one of them takes the call.'),
    },
    {
      file: 'inbound-blocked.pcapng',
      label: l10n.t('Capture of a call whose ICE fails'),
      detail: l10n.t('Messages and connectivity checks as packets: no answer to the checks gets through.'),
    },
    {
      file: 'inbound-ok.siptrace',
      label: l10n.t('Compliant call to Teams'),
      detail: l10n.t('The SBC calls Teams with media bypass, and all is well.'),
    },
    {
      file: 'outbound-ok.siptrace',
      label: l10n.t('Compliant call from Teams'),
      detail: l10n.t('Teams calls the SBC with media bypass, and all is well.'),
    },
    {
      file: 'sbc-offer.sdp',
      label: l10n.t('SBC offer with defects to fix'),
      detail: l10n.t('A session description that quick fixes put right with one key.'),
    },
  ];
}
