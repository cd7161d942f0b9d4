// What reading a dropped File costs by itself, for what is measured beside it.

// Before the drop.
export function keepDropped(viewer) {
  return viewer.page.evaluate(() => {
    addEventListener('drop', (event) => { [globalThis.droppedFile] = event.dataTransfer.files; }, { capture: true, once: true });
  });
}

// MB/s of reading the File that was dropped, in slices of 16 MiB of which three are under way, and throwing it away.
export function bareSpeed(viewer) {
  return viewer.page.evaluate(async () => {
    const file = globalThis.droppedFile;
    const bytes = 16 * 2 ** 20;
    const under = [];
    const began = performance.now();
    for (let at = 0; at < file.size; at += bytes) {
      if (under.length === 3) await under.shift();
      under.push(file.slice(at, at + bytes).arrayBuffer());
    }
    await Promise.all(under);
    return file.size / 1e3 / (performance.now() - began);
  });
}
