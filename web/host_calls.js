// What the program asks of the page. C++ calls these by name (src/main/page/page_js.cpp); every call returns at once.
import { explainFailure, fetchUrl } from './fetching.js';
import { Sounds, decodePicture } from './media.js';
import { Saving } from './saving.js';
import { Searcher } from './searcher.js';

export function makeHostCalls({ program, sources, keeping, opening, address, emit, onFrame }) {
  const searcher = new Searcher((request, places) => program.giveFound(request, places));
  const saving = new Saving();
  const sounds = new Sounds();
  return {
    pickFiles: () => opening.pick(),
    openUrl(url) {
      try {
        sources.openUrl(new URL(url, location.href).href);
      } catch {
        sources.refuse(url, 'This is not an address that a browser can open: it should start with https:// or http://.');
      }
    },
    // Without a link it is the program's own; else it came from a trace store.
    openBody: (name, link, bytes) => { sources.open({ name, link, blob: new Blob([bytes]), secret: link !== '', own: link === '' }); },
    readMetadataOnly: (id) => sources.readMetadataOnly(id),
    openKept: (number) => keeping.open(number),
    forgetKept: () => { keeping.forget(); },
    setKeeping: (on) => { keeping.set(on); },
    cancelReading: (id) => sources.cancel(id),
    closeSources: (ids) => sources.close(ids),
    readRange: (request, source, offset, length) => { readRange(program, sources.blobOf(source), request, offset, length); },
    searchValues(request, query, counts, source, offset, length, values) {
      searcher.search({ request, query, counts, offset, length, values, blob: sources.blobOf(source) });
    },
    httpGet: (request, url, headers) => { ask(program, request, url, { headers }); },
    // What is sent is for that address alone: not for one that it names instead, and with no trace of where it came from.
    httpPost(request, url, headers, body) {
      ask(program, request, url, { method: 'POST', headers, body, redirect: 'error', credentials: 'omit', referrerPolicy: 'no-referrer' });
    },
    decodePicture(request, bytes, type, width, height) {
      decodePicture(bytes, type, width, height).then((picture) => program.givePicture(request, picture), () => program.givePicture(request, null));
    },
    playSound: (bytes, type) => sounds.play(bytes, type, (error) => program.tell('notice', { text: `The browser cannot play it: ${error.message}` })),
    saveBegin: (name) => saving.begin(name),
    saveBytes: (bytes) => saving.add(bytes),
    saveEnd: (keep) => saving.end(keep),
    copyText: (text) => { copyText(text, emit); },
    setLink: (fragment, push) => address.set(fragment, push),
    linkBase: () => location.origin + location.pathname,
    prefersDark: () => matchMedia('(prefers-color-scheme: dark)').matches,
    reducedMotion: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
    touch: () => matchMedia('(pointer: coarse)').matches,
    loadLayout: () => remembered('spanorama-layout'),
    saveLayout: (text) => remember('spanorama-layout', text),
    emit,
    frameDrawn: onFrame,
  };
}

async function readRange(program, blob, request, offset, length) {
  let bytes = null;
  try {
    if (blob) bytes = new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
  } catch {
    // The file was changed, moved or removed; the program shows the preview with a note.
  }
  program.giveRange(request, bytes && bytes.length === length ? bytes : null);
}

async function ask(program, request, url, options) {
  const answer = { status: 0, type: '', body: new Uint8Array(), error: '' };
  try {
    const response = await fetchUrl(url, options);
    answer.body = new Uint8Array(await response.arrayBuffer());
    answer.type = response.headers.get('Content-Type') ?? '';
    answer.status = response.status;
  } catch (error) {
    answer.error = error instanceof TypeError ? await explainFailure(url, location.origin).catch(() => error.message) : String(error.message);
  }
  program.giveHttp(request, answer);
}

async function copyText(text, emit) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    const before = document.activeElement;
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    before?.focus?.();
    if (!copied) emit('error', { id: 0, name: 'clipboard', error: 'The browser did not allow copying.' });
  }
}

// Storage may be forbidden (private windows, embedding): then nothing is remembered.
function remembered(key) {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}
function remember(key, text) {
  try {
    localStorage.setItem(key, text);
  } catch {
    // not remembered
  }
}
