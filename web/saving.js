// A file that the program writes in pieces, given to the user as a download.
export class Saving {
  begin(name) { Object.assign(this, { name, parts: [] }); }

  // Blobs may be kept on disk by the browser, where arrays stay in memory.
  add(bytes) { this.parts.push(new Blob([bytes])); }

  end(keep) {
    const parts = this.parts;
    this.parts = [];
    if (!keep) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(parts, { type: 'application/octet-stream' }));
    link.download = this.name;
    link.click();
    // The download may begin later than the click; it holds the bytes by itself once it has.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }
}
