// The page before the program: progress of real bytes, and plain words when it cannot run.

const element = (id) => document.getElementById(id);

export function missing() {
  if (typeof WebAssembly !== 'object' || !WebAssembly.compileStreaming) {
    return 'This browser has no WebAssembly, or it is switched off. A current Chrome, Edge, Firefox or Safari runs the viewer.';
  }
  const probe = document.createElement('canvas').getContext('webgl2');
  probe?.getExtension('WEBGL_lose_context')?.loseContext();
  if (!probe) {
    return 'This browser gives no WebGL 2, which the viewer draws with. Switch hardware acceleration on in its settings, or use a current Chrome, Edge, Firefox or Safari.';
  }
  return '';
}

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

export function showProgress(got, total) {
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
