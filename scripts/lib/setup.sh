# scripts/dev setup: packages, third-party sources, the browser tests' library. Sourced by scripts/dev.

mapfile -t APT_PACKAGES < <(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$LIB/packages.txt" | tr -s ' ' '\n')
SETUP_STAMP=$ROOT/build/deps/setup.stamp  # beside what it vouches for

# Everything that decides what setup does; a change of it makes setup run again.
setup_fingerprint() {
  local files=("$LIB"/{setup.sh,packages.txt,fetch_sources.py,otlp_descriptors.py} "$ROOT/cmake/dependencies.json")
  [ ! -f "$ROOT/tests/browser/package-lock.json" ] || files+=("$ROOT/tests/browser/package-lock.json")
  cat "${files[@]}" | sha256sum | cut -d' ' -f1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

missing_packages() {
  local package
  for package in "${APT_PACKAGES[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done
}

run_apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 -o DPkg::Lock::Timeout=120 -qq "$@" \
    </dev/null >>"$ROOT/build/apt.log" 2>&1
}

install_packages() {
  local missing
  mapfile -t missing < <(missing_packages)
  [ ${#missing[@]} -gt 0 ] || return 0
  say "setup: installing ${#missing[@]} Debian packages: ${missing[*]}"
  [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null ||
    die "setup: that needs root, or sudo without a password. As root: apt-get install ${missing[*]}"
  run_apt update || say "setup: apt-get update failed; going on with the lists at hand"
  run_apt install --yes --no-install-recommends "${missing[@]}" || {
    tail -n 30 "$ROOT/build/apt.log" >&2
    die "setup: apt-get failed; all of its words are in build/apt.log"
  }
}

browser_library_present() {
  local folder=$ROOT/tests/browser
  [ ! -f "$folder/package-lock.json" ] || [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]
}

install_browser_library() {
  ! browser_library_present || return 0
  say "setup: installing the browser tests' library"
  (cd "$ROOT/tests/browser" && npm ci --silent --no-fund --no-audit </dev/null)
}

dev_setup() {
  local fingerprint
  fingerprint=$(setup_fingerprint)
  if [ "$(cat "$SETUP_STAMP" 2>/dev/null)" = "$fingerprint" ] && browser_library_present; then
    [ "${command:-}" != setup ] || say "setup: nothing to do"
    return 0
  fi
  mkdir -p "$ROOT/build/deps"
  if command -v apt-get >/dev/null; then
    install_packages
    "$PYTHON" "$LIB/fetch_sources.py"
  else
    say "setup: no apt here; install what scripts/lib/packages.txt names and configure with -DSPANORAMA_FETCH=ON"
  fi
  install_browser_library
  echo "$fingerprint" >"$SETUP_STAMP"
  say "setup: done"
}
