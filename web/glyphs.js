// Draws single characters with the browser's own fonts, for scripts and emoji that the program's fonts lack.

const MOST_PIXELS = 512;  // a side; larger than any text the program shows

function isColored(pixels) {
  for (let at = 0; at < pixels.length; at += 4) {
    const strong = pixels[at + 3] > 64;
    if (strong && (pixels[at] < 200 || pixels[at + 1] < 200 || pixels[at + 2] < 200)) return true;
  }
  return false;
}

export function makeGlyphs() {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const context = canvas.getContext('2d', { willReadFrequently: true });

  // Where the ink lies around the pen, with a pixel of room on each side.
  const ink = (text) => {
    const box = context.measureText(text);
    return {
      left: Math.ceil(box.actualBoundingBoxLeft) + 1,
      right: Math.ceil(box.actualBoundingBoxRight) + 1,
      up: Math.ceil(box.actualBoundingBoxAscent) + 1,
      down: Math.ceil(box.actualBoundingBoxDescent) + 1,
      advance: box.width,
    };
  };

  const prepare = (font) => {
    context.font = font;
    context.fillStyle = '#fff';
    context.textBaseline = 'alphabetic';
  };

  return {
    // Pixels (RGBA, straight alpha) and metrics in pixels, or null.
    draw(codePoint, size, bold, mono) {
      if (!context || codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint < 0xe000)) return null;
      const text = String.fromCodePoint(codePoint);
      const family = mono ? 'ui-monospace, monospace' : 'system-ui, sans-serif';
      const font = `${bold ? 600 : 400} ${size}px ${family}`;
      prepare(font);
      const { left, right, up, down, advance } = ink(text);
      const width = left + right;
      const height = up + down;
      if (width <= 2 || height <= 2) return { width: 0, height: 0, left: 0, top: 0, advance, rgba: new Uint8Array(0) };
      if (width > MOST_PIXELS || height > MOST_PIXELS) return null;
      if (canvas.width < width || canvas.height < height) {
        canvas.width = Math.max(canvas.width, width);  // also forgets the font
        canvas.height = Math.max(canvas.height, height);
        prepare(font);
      }
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.fillText(text, left, up);
      const rgba = context.getImageData(0, 0, width, height).data;
      return { width, height, left: -left, top: -up, advance, colored: isColored(rgba), rgba };
    },
  };
}
