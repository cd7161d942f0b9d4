# scripts/dev bench wasm [--size MB] [--runs N]: the wasm reader in Node, beside simdjson compiled to wasm. Sourced by
# bench.sh.

bench_wasm() {
  local size=50 runs=7
  while [ $# -gt 0 ]; do
    case $1 in
      --size) size=$2 ;;
      --runs) runs=$2 ;;
      *) die "scripts/dev bench wasm: what is $1?" ;;
    esac
    shift 2
  done
  local files=$ROOT/build/bench
  mkdir -p "$files"
  "$ROOT/build/native/tests/spanorama_bench" --size "$size" --write "$files" >&2
  build_preset web bench_wasm >&2
  # With Node's own fetch this emscripten takes Node for a browser.
  exec node --no-experimental-fetch "$ROOT/build/web/tests/bench_wasm.js" "$runs" \
    "$files"/llm.json "$files"/llm.pb "$files"/spans.json "$files"/spans.pb
}
