// Pictures compared inside the browser, which can read PNG: no library is needed for that.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const VISIBLE = 60;  // sum of the differences of red, green and blue

// Share of pixels that differ visibly; 1 when the sizes differ. `a`, `b`: PNG bytes.
export function differingShare(page, a, b) {
  return page.evaluate(async ([x, y, visible]) => {
    const pixels = async (bytes) => {
      const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      canvas.drawImage(bitmap, 0, 0);
      return canvas.getImageData(0, 0, bitmap.width, bitmap.height);
    };
    const [p, q] = [await pixels(x), await pixels(y)];
    if (p.width !== q.width || p.height !== q.height) return 1;
    let count = 0;
    for (let i = 0; i < p.data.length; i += 4) {
      const apart = Math.abs(p.data[i] - q.data[i]) + Math.abs(p.data[i + 1] - q.data[i + 1]) + Math.abs(p.data[i + 2] - q.data[i + 2]);
      if (apart > visible) ++count;
    }
    return count / (p.data.length / 4);
  }, [[...a], [...b], VISIBLE]);
}

// Compares with the picture kept at `path`; with `update` it is written instead. Where they differ, the new one is left
// beside it as *.got.png.
export async function matchesPicture(page, path, { update, tolerance }) {
  const got = await page.screenshot();
  if (update || !existsSync(path)) {
    if (!update) throw new Error(`no picture at ${path}: write it with --update and look at it`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, got);
    return;
  }
  const share = await differingShare(page, got, readFileSync(path));
  if (share <= tolerance) return;
  const left = path.replace(/\.png$/, '.got.png');
  writeFileSync(left, got);
  throw new Error(`${(share * 100).toFixed(2)} % of the pixels differ from ${path}; what was drawn is in ${left}`);
}
