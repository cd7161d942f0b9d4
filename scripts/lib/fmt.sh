# scripts/dev fmt: formats our C++ sources in place. Sourced by scripts/dev.

dev_fmt() {
  (cd "$ROOT" && git ls-files --cached --others --exclude-standard '*.h' '*.cpp' | xargs -r clang-format -i)
}
