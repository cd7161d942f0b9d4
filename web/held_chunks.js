// The last chunks of a source as they were read, for those who read pieces of it: a chunk goes to another worker without being
// copied, but for the part of it that belongs to the next piece.

const MOST_HELD_BYTES = 32 * 1024 * 1024;
const MOST_SPARES = 8;

// Memory for chunks, used again and again: fresh memory costs a fault of the page for every 4 KiB.
export class SpareBuffers {
  constructor(bytes) { Object.assign(this, { bytes, buffers: [] }); }

  take() { return this.buffers.pop() ?? new ArrayBuffer(this.bytes); }

  give(buffer) {
    if (buffer.byteLength === this.bytes && this.buffers.length < MOST_SPARES) this.buffers.push(buffer);
  }
}

export class HeldChunks {
  constructor(spares) { Object.assign(this, { spares, chunks: [], bytes: 0 }); }

  // The next bytes of the source, in memory that nothing else uses.
  add(offset, bytes) {
    this.chunks.push({ offset, bytes });
    this.bytes += bytes.length;
    while (this.bytes > MOST_HELD_BYTES && this.chunks.length > 1) this.drop();
  }

  // Bytes of the source, in order, each in memory of its own; what lies before them is let go. Null when they are not here any more.
  take(offset, size) {
    const end = offset + size;
    while (this.chunks.length > 0 && endOf(this.chunks[0]) <= offset) this.drop();
    if (!(this.chunks[0]?.offset <= offset) || endOf(this.chunks.at(-1)) < end) return null;
    const parts = [];
    for (let at = offset; at < end;) {
      const chunk = this.chunks.shift();
      this.bytes -= chunk.bytes.length;
      const from = at - chunk.offset;
      const to = Math.min(chunk.bytes.length, end - chunk.offset);
      parts.push(this.divided(chunk, from, to));
      at = chunk.offset + to;
    }
    return parts;
  }

  // Bytes of a chunk; what is behind them stays here. The smaller of the two is copied.
  divided({ offset, bytes }, from, to) {
    const rest = bytes.length - to;
    if (rest === 0) return bytes.subarray(from);
    const keep = rest < to - from ? bytes.slice(to) : bytes.subarray(to);
    this.chunks.unshift({ offset: offset + to, bytes: keep });
    this.bytes += rest;
    return keep.buffer === bytes.buffer ? bytes.slice(from, to) : bytes.subarray(from, to);
  }

  drop() {
    const { bytes } = this.chunks.shift();
    this.bytes -= bytes.length;
    this.spares.give(bytes.buffer);
  }
}

const endOf = ({ offset, bytes }) => offset + bytes.length;
