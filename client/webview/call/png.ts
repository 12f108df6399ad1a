/** As wide and high as browsers draw, in device pixels. */
import { toBase64 } from '../../../shared/base64';
const longest = 16_384;
/** Pixels in all: beyond it some browsers draw nothing. */
const mostPixels = 120_000_000;
const scale = 2;

/** What a picture is made of: the ladder, no higher than is wanted (in CSS pixels). */
export interface Drawable {
  svg(height?: number): string;
}

/**
 * The ladder as PNG, in Base64. Twice as fine as the screen where that fits in what browsers draw; else once; and what
 * is longer still is cut after the rows that fit, with a line in the picture that says so.
 * @throws Error where the browser does not draw it
 */
export async function ladderPng(ladder: Drawable): Promise<string> {
  const whole = await load(ladder.svg());
  const fine = fits(whole, scale);
  const image = fine || fits(whole, 1) ? whole : await load(ladder.svg(heightFor(whole)));
  return draw(image, fine ? scale : 1);
}

function fits({ width, height }: HTMLImageElement, by: number): boolean {
  return width * by <= longest && height * by <= longest && width * height * by * by <= mostPixels;
}

function heightFor({ width }: HTMLImageElement): number {
  return Math.min(longest, Math.floor(mostPixels / Math.max(1, width)));
}

async function load(svg: string): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function draw(image: HTMLImageElement, by: number): Promise<string> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.min(longest, Math.ceil(image.width * by));
  canvas.height = Math.min(longest, Math.ceil(image.height * by));
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser has no canvas.');
  context.drawImage(image, 0, 0, image.width * by, image.height * by);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('The picture is too large for this browser.');
  return toBase64(new Uint8Array(await blob.arrayBuffer()));
}
