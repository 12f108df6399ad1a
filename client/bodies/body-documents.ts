import { Uri, workspace, type Disposable } from 'vscode';
import { bodyScheme } from '../common/identity';

/** Session descriptions as documents that nobody can change: the two sides of comparisons. */
export class BodyDocuments implements Disposable {
  private readonly texts = new Map<string, string>();
  private readonly subscriptions: Disposable[];
  private count = 0;

  constructor() {
    this.subscriptions = [
      workspace.registerTextDocumentContentProvider(bodyScheme, {
        provideTextDocumentContent: (uri) => this.texts.get(uri.toString()) ?? '',
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())),
    ];
  }

  /** A new document, kept until it is closed. */
  add(name: string, text: string): Uri {
    this.count += 1;
    const uri = Uri.from({
      scheme: bodyScheme,
      path: `/${this.count}/${name.replaceAll(/[/\\]/g, ' ')}.sdp`,
    });
    this.texts.set(uri.toString(), text);
    return uri;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
