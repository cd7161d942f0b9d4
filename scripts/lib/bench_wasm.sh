# scripts/dev bench wasm [--size MB] [--runs N]: the wasm reader in Node, beside simdjson compiled to wasm.
# scripts/dev bench wasm keystrokes [--runs N]: what typing costs over 1,000,000 traces, 10,000,000 spans. Sourced by
# bench.sh.

# The store is made by the native program; it has 1.8 GB.
bench_wasm_keystrokes() {
  local runs=5 store=$ROOT/build/bench/million.spano
  [ "${1:-}" = --runs ] && runs=$2
  mkdir -p "$ROOT/build/bench"
  [ -e "$store" ] || "$ROOT/build/native/tests/spanorama_bench" --store "$store" >&2
  build_preset web bench_wasm_keystrokes >&2
  exec node --no-experimental-fetch "$ROOT/build/web/tests/bench_wasm_keystrokes.js" "$runs" "$store"
}

bench_wasm() {
  if [ "${1:-}" = keystrokes ]; then bench_wasm_keystrokes "${@:2}"; fi
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
