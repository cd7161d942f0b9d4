// Pictures compared inside the browser, which can read PNG: no library is needed for that.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const VISIBLE = 60;  // sum of the differences of red, green and blue

function addDecoder(page) {
  return page.evaluate(() => {
    globalThis.pixelsOf ??= async (base64) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))]));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      canvas.drawImage(bitmap, 0, 0);
      return canvas.getImageData(0, 0, bitmap.width, bitmap.height);
    };
  });
}

// Where `after` shows `color` ([red, green, blue]) and `before` did not: how many pixels, and the box around them.
export async function newlyColored(page, before, after, color) {
  await addDecoder(page);
  return page.evaluate(async ([x, y, [red, green, blue]]) => {
    const [p, q] = [await globalThis.pixelsOf(x), await globalThis.pixelsOf(y)];
    const is = ({ data }, i) => Math.abs(data[i] - red) + Math.abs(data[i + 1] - green) + Math.abs(data[i + 2] - blue) < 24;
    const found = { count: 0, x0: Infinity, y0: Infinity, x1: -1, y1: -1 };
    for (let i = 0; i < q.data.length; i += 4) {
      if (is(p, i) || !is(q, i)) continue;
      const column = (i / 4) % q.width, row = Math.floor(i / 4 / q.width);
      Object.assign(found, { count: found.count + 1, x0: Math.min(found.x0, column), y0: Math.min(found.y0, row), x1: Math.max(found.x1, column), y1: Math.max(found.y1, row) });
    }
    return found;
  }, [before.toString('base64'), after.toString('base64'), color]);
}

// Share of pixels that differ visibly; 1 when the sizes differ. `a`, `b`: PNG bytes.
export async function differingShare(page, a, b) {
  await addDecoder(page);
  return page.evaluate(async ([x, y, visible]) => {
    const [p, q] = [await globalThis.pixelsOf(x), await globalThis.pixelsOf(y)];
    if (p.width !== q.width || p.height !== q.height) return 1;
    let count = 0;
    for (let i = 0; i < p.data.length; i += 4) {
      const apart = Math.abs(p.data[i] - q.data[i]) + Math.abs(p.data[i + 1] - q.data[i + 1]) + Math.abs(p.data[i + 2] - q.data[i + 2]);
      if (apart > visible) ++count;
    }
    return count / (p.data.length / 4);
  }, [a.toString('base64'), b.toString('base64'), VISIBLE]);
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
