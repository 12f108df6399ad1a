import { env, Uri, type Webview, type WebviewPanel } from 'vscode';

/**
 * Shows a page in a panel: a style sheet and a script of `dist/webview`, and nothing else may be loaded or run.
 * @param extension the folder of the extension
 * @param name of style sheet and script
 * @param icon `icons/ICON-light.svg`, `icons/ICON-dark.svg`
 * @param options `images` are those that the script makes itself, to turn a drawing into a picture
 */
export function showPage(
  panel: WebviewPanel,
  extension: Uri,
  name: string,
  icon: string,
  { images }: { readonly images: boolean } = { images: false },
): void {
  const folder = Uri.joinPath(extension, 'dist', 'webview');
  panel.iconPath = {
    light: Uri.joinPath(extension, 'icons', `${icon}-light.svg`),
    dark: Uri.joinPath(extension, 'icons', `${icon}-dark.svg`),
  };
  panel.webview.options = { enableScripts: true, localResourceRoots: [folder] };
  panel.webview.html = pageOf(panel.webview, folder, name, images);
}

function pageOf(webview: Webview, folder: Uri, name: string, images: boolean): string {
  const nonce = Array.from(crypto.getRandomValues(new Uint8Array(16)), (octet) => octet.toString(16)).join(
    '',
  );
  const script = webview.asWebviewUri(Uri.joinPath(folder, `${name}.js`)).toString();
  const style = webview.asWebviewUri(Uri.joinPath(folder, `${name}.css`)).toString();
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
    ...(images ? ['img-src blob: data:'] : []),
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${env.language.replaceAll(/[^\w-]/g, '')}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>SIP Trace</title>
</head>
<body><script nonce="${nonce}" src="${script}"></script></body>
</html>`;
}
