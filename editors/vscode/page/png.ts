// Renders a picture as PNG.

/** Pixels of the image for one of the picture, unless the image would be too large for a canvas. */
const SCALE = 2;
const LIMIT = 32_767;

/** The base64 text of a PNG image with light or dark colors. */
export async function png(svg: string, size: { width: number; height: number }, isDark: boolean): Promise<string> {
  const image = new Image();
  // The colors of the picture follow the system, but an image has one set of colors.
  const colored = svg.replace('(prefers-color-scheme: dark)', isDark ? 'all' : 'not all');
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(colored)}`;
  await image.decode();
  const scale = Math.min(SCALE, LIMIT / size.width, LIMIT / size.height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(size.width * scale);
  canvas.height = Math.floor(size.height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^.*,/, '');
}
