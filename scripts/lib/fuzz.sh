# scripts/dev fuzz [SECONDS]: every fuzzer of tests/fuzz for that long (60). Sourced by scripts/dev.
# Inputs found lie in build/fuzz/corpus/<fuzzer>, seeds made from tests/fixtures in build/fuzz/seeds/<fuzzer>, what
# crashed in build/fuzz/crashes.

run_fuzzer() {
  local program=$1 seconds=$2 name
  name=$(basename "$program")
  local corpus=$ROOT/build/fuzz/corpus/$name crashes=$ROOT/build/fuzz/crashes seeds=$ROOT/build/fuzz/seeds/$name
  mkdir -p "$corpus" "$crashes"
  local folders=("$corpus")
  [ ! -d "$seeds" ] || folders+=("$seeds")
  say "== $name for $seconds s"
  "$program" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3000 -print_final_stats=1 -verbosity=0 \
    -artifact_prefix="$crashes/$name-" "${folders[@]}" </dev/null
}

dev_fuzz() {
  local seconds=${1:-60} program failed=0 ran=0
  case $seconds in *[!0-9]* | '') die "scripts/dev fuzz: SECONDS is a whole number, not $seconds" ;; esac
  source "$LIB/setup.sh"
  dev_setup
  build_preset fuzz fuzzers
  python3 "$LIB/make_fuzz_seeds.py" "$ROOT/build/fuzz/seeds"
  for program in "$ROOT"/build/fuzz/fuzzers/*; do
    [ -x "$program" ] || continue
    run_fuzzer "$program" "$seconds" || failed=$((failed + 1))
    ran=$((ran + 1))
  done
  [ "$ran" -gt 0 ] || say "(tests/fuzz holds no fuzzers yet)"
  say "$((ran - failed)) passed, $failed failed, 0 skipped"
  [ "$failed" = 0 ]
}
