# scripts/dev bench [NAME…] [--json FILE], scripts/dev bench wasm. Sourced by scripts/dev.

source "$LIB/bench_wasm.sh"

# scripts/dev bench databases [RUNS]: the same questions of the same traces, asked of the program, DuckDB and SQLite. About
# 10 GB of memory.
bench_databases() {
  local program=$1 runs=$2 folder=$ROOT/build/bench/databases venv=$ROOT/build/bench/venv
  mkdir -p "$folder"
  if [ ! -e "$venv/bin/duckdb-installed" ]; then
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install -q duckdb==2.0.0
    touch "$venv/bin/duckdb-installed"
  fi
  "$program" --databases "$folder" --runs "$runs"
  "$venv/bin/python" "$ROOT/tests/bench/databases.py" "$folder" "$runs"
}

dev_bench() {
  source "$LIB/setup.sh"
  dev_setup
  build_preset release bench >&2
  local program=$ROOT/build/native/tests/spanorama_bench
  [ -x "$program" ] || die "scripts/dev bench: tests/bench holds no sources yet"
  if [ "${1:-}" = wasm ]; then
    bench_wasm "${@:2}"
  fi
  if [ "${1:-}" = databases ]; then
    bench_databases "$program" "${2:-5}"
    return
  fi
  exec "$program" "$@"
}
