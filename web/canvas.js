// Keeps the canvas' pixels equal to the screen's pixels, also when the window moves to another screen or is zoomed.

// The browser's exact count where it gives one. Chromium's emulation of other screens leaves it at the real screen's.
function pixels(css, exact) {
  const computed = css * devicePixelRatio;
  return exact !== undefined && Math.abs(exact - computed) <= 2 ? exact : Math.round(computed);
}

export function followSize({ canvas, wasm, target }) {
  let shown = '';
  const apply = (cssWidth, cssHeight, width, height) => {
    const now = `${cssWidth}x${cssHeight}/${width}x${height}`;
    if (now === shown || width === 0 || height === 0) return;
    shown = now;
    canvas.width = width;
    canvas.height = height;
    wasm._web_resize(target, cssWidth, cssHeight, width, height);
    wasm._web_frame_now(target);  // a resized canvas is empty: draw before the browser shows it
  };
  const measure = (entry) => {
    const css = entry.contentBoxSize[0];
    const exact = entry.devicePixelContentBoxSize?.[0];
    apply(css.inlineSize, css.blockSize, pixels(css.inlineSize, exact?.inlineSize), pixels(css.blockSize, exact?.blockSize));
  };
  const observer = new ResizeObserver((entries) => measure(entries[entries.length - 1]));
  try {
    observer.observe(canvas, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(canvas);  // Safari
    const follow = () => {
      observer.unobserve(canvas);
      observer.observe(canvas);
      matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', follow, { once: true });
    };
    follow();
  }
}
