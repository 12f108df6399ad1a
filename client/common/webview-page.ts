import { env, Uri, type Webview } from 'vscode';

/**
 * The page of a webview: a style sheet and a script of `dist/webview`, and nothing else may be loaded or run.
 * `images` are those that the script makes itself, to turn a drawing into a picture.
 */
export function webviewPage(
  webview: Webview,
  folder: Uri,
  name: string,
  { images }: { readonly images: boolean } = { images: false },
): string {
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
