// Renders a picture as PNG.

/** Pixels of the image for one of the picture, unless the image would be too large for a canvas. */
const SCALE = 2;
const LIMIT = 16_000;

/** The base64 text of a PNG image. */
export async function png(svg: string, size: { width: number; height: number }): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = Math.min(SCALE, LIMIT / size.width, LIMIT / size.height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(size.width * scale);
  canvas.height = Math.ceil(size.height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^.*,/, '');
}
