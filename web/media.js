// Pictures and sounds of messages, by the browser's own decoders.

// {width, height, rgba}; throws when the picture is damaged or of a kind that the browser does not know.
export async function decodePicture(bytes, type, width, height) {
  const bitmap = await createImageBitmap(new Blob([bytes], { type }), { resizeWidth: width, resizeHeight: height, resizeQuality: 'medium' });
  try {
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(bitmap, 0, 0);
    return { width: bitmap.width, height: bitmap.height, rgba: context.getImageData(0, 0, bitmap.width, bitmap.height).data };
  } finally {
    bitmap.close();
  }
}

// One at a time.
export class Sounds {
  play(bytes, type, failed) {
    this.stop();
    if (bytes.length === 0) return;
    this.url = URL.createObjectURL(new Blob([bytes], { type }));
    this.audio = new Audio(this.url);
    this.audio.play().catch(failed);
  }

  stop() {
    this.audio?.pause();
    if (this.url) URL.revokeObjectURL(this.url);
    this.audio = this.url = null;
  }
}
