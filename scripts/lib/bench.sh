# scripts/dev bench [NAME…] [--json FILE]. Sourced by scripts/dev.

dev_bench() {
  source "$LIB/setup.sh"
  dev_setup
  build_preset release bench >&2
  local program=$ROOT/build/native/tests/spanorama_bench
  [ -x "$program" ] || die "scripts/dev bench: tests/bench holds no sources yet"
  exec "$program" "$@"
}
