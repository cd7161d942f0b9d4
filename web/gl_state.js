// Reading WebGL's state back waits until the GPU process has done everything before, in software hundreds of
// milliseconds. Dear ImGui's renderer reads it each frame, to put it back when it has drawn. Here each value is read once
// per context. That is right because whatever draws in this program sets the state it needs first: what is put back
// need only be valid.
export function readStateOnce() {
  if (typeof WebGL2RenderingContext !== 'function') return;  // said when the program is started
  const kept = new WeakMap();  // context -> parameter -> value
  const context = WebGL2RenderingContext.prototype;
  const read = context.getParameter;
  context.getParameter = function (parameter) {
    if (!kept.has(this)) {
      kept.set(this, new Map());
      this.canvas.addEventListener?.('webglcontextlost', () => kept.delete(this));
    }
    const values = kept.get(this);
    if (!values.has(parameter)) values.set(parameter, read.call(this, parameter));
    return values.get(parameter);
  };
}
