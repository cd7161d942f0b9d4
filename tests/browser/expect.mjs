// Checks that say what was wanted and what came.

const shown = (value) => {
  const text = JSON.stringify(value);
  return text && text.length > 400 ? `${text.slice(0, 400)}…` : text;
};

export function same(got, want, what) {
  if (JSON.stringify(got) !== JSON.stringify(want)) throw new Error(`${what}: wanted ${shown(want)}, got ${shown(got)}`);
}

export function holds(condition, what, got) {
  if (!condition) throw new Error(got === undefined ? what : `${what}: got ${shown(got)}`);
}

export function matches(text, pattern, what) {
  if (!pattern.test(text ?? '')) throw new Error(`${what}: wanted ${pattern}, got ${shown(text)}`);
}
