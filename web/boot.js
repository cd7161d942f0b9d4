// The page before the program: progress of real bytes, and plain words when it cannot run.

const element = (id) => document.getElementById(id);

export function withoutWasm() {
  if (typeof WebAssembly === 'object' && WebAssembly.compileStreaming) return '';
  return 'This browser has no WebAssembly, or it is switched off. A current Chrome, Edge, Firefox or Safari runs the viewer.';
}

// Makes the context that the program draws with, as src/platform/web/web_window.cpp asks for it: a canvas has one, and making it takes a
// tenth of a second and more where the processor draws.
export function withoutWebGl(canvas) {
  if (canvas.getContext('webgl2', { alpha: false, depth: false, stencil: false, antialias: false })) return '';
  return 'This browser gives no WebGL 2, which the viewer draws with. Switch hardware acceleration on in its settings, or use a current Chrome, Edge, Firefox or Safari.';
}

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

export function showProgress(got, total) {
  if (element('boot').classList.contains('failed')) return;
  const bar = element('boot-bar');
  if (total > 0) {
    bar.firstElementChild.style.width = `${Math.min(100, (100 * got) / total)}%`;
    bar.setAttribute('aria-valuenow', String(Math.round((100 * got) / total)));
  }
  element('boot-detail').textContent = total > 0 ? `${megabytes(got)} of ${megabytes(total)} MB` : `${megabytes(got)} MB`;
}

export function fail(sentence) {
  element('boot').hidden = false;
  element('boot').classList.add('failed');
  element('boot-text').textContent = sentence;
  element('boot-text').setAttribute('role', 'alert');
  element('boot-detail').textContent = '';
}

export function finished() { element('boot').hidden = true; }
