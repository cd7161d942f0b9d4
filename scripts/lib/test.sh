# scripts/dev test [SUITE…] [--update] [--only PART] [--preset P]. Sourced by scripts/dev.

dev_test() {
  source "$LIB/setup.sh"
  dev_setup
  "$PYTHON" "$LIB/run_tests.py" "$@"
}
