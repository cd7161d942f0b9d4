# scripts/dev bench [NAME…] [--json FILE], scripts/dev bench wasm. Sourced by scripts/dev.

source "$LIB/bench_wasm.sh"

dev_bench() {
  source "$LIB/setup.sh"
  dev_setup
  build_preset release bench >&2
  local program=$ROOT/build/native/tests/spanorama_bench
  [ -x "$program" ] || die "scripts/dev bench: tests/bench holds no sources yet"
  if [ "${1:-}" = wasm ]; then
    bench_wasm "${@:2}"
  fi
  exec "$program" "$@"
}
