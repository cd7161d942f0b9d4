# scripts/dev test [SUITE…] [--update]. Sourced by scripts/dev.

dev_test() {
  source "$LIB/setup.sh"
  dev_setup
  build_preset release unit_tests
  "$PYTHON" "$LIB/run_tests.py" "$@"
}
