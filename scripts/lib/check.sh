# scripts/dev check: everything that needs no build. Sourced by scripts/dev.

# check_step NAME COMMAND…: runs it quietly, shows its words only where there is something to say.
check_step() {
  local name=$1 output status=0
  shift
  output=$("$@" 2>&1) || status=1
  [ "$status" = 0 ] && say "ok      $name" || say "FAILED  $name"
  [ -z "$output" ] || printf '%s\n' "$output" | sed 's/^/        /'
  return "$status"
}

check_format() {
  git ls-files --cached --others --exclude-standard '*.h' '*.cpp' | xargs -r clang-format --dry-run -Werror 2>&1 |
    { grep 'error:' || true; } | cut -d: -f1 | sort | uniq -c | {
    local bad=0 count file
    while read -r count file; do
      say "$file: $count places; scripts/dev fmt mends them"
      bad=1
    done
    return "$bad"
  }
}

# Syntax only: bash, Python, JavaScript.
check_scripts() {
  local file bad=0
  while read -r file; do
    case $(head -n 1 "$file") in *bash*) bash -n "$file" || bad=1 ;; *python*) "$PYTHON" "$LIB/check_syntax.py" "$file" || bad=1 ;; esac
  done < <(git ls-files --cached --others --exclude-standard 'scripts/*' '.ci/*' 'tests/**/*.py')
  while read -r file; do node --check "$file" || bad=1; done < <(git ls-files --cached --others --exclude-standard '*.mjs')
  return "$bad"
}

dev_check() {
  local bad=0
  cd "$ROOT"
  check_step "layers" "$PYTHON" scripts/check_layers || bad=1
  check_step "words" "$PYTHON" "$LIB/check_words.py" || bad=1
  check_step "sizes and repeats" "$PYTHON" "$LIB/check_sizes.py" || bad=1
  check_step "scripts" check_scripts || bad=1
  if command -v clang-format >/dev/null; then
    check_step "format" check_format || bad=1
  else
    say "absent  clang-format (scripts/dev setup installs it)"
    bad=1
  fi
  return "$bad"
}
