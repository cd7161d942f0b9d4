# scripts/dev setup: packages, third-party sources, the browser tests' library. Sourced by scripts/dev.

mapfile -t APT_PACKAGES < <(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$LIB/packages.txt" | tr -s ' ' '\n')
SETUP_STAMP=$ROOT/build/setup.stamp

# Everything that decides what setup does; a change of it makes setup run again.
setup_fingerprint() {
  local files=("$LIB"/{setup.sh,packages.txt,fetch_sources.py,otlp_descriptors.py} "$ROOT/cmake/dependencies.json")
  [ ! -f "$ROOT/tests/browser/package-lock.json" ] || files+=("$ROOT/tests/browser/package-lock.json")
  cat "${files[@]}" | sha256sum | cut -d' ' -f1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo -n "$@" </dev/null; else
    die "setup: packages are missing and neither root nor sudo is at hand. As root: apt-get install ${missing[*]}"
  fi
}

missing_packages() {
  local package
  for package in "${APT_PACKAGES[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done
}

install_packages() {
  local missing
  mapfile -t missing < <(missing_packages)
  [ ${#missing[@]} -gt 0 ] || return 0
  say "setup: installing ${#missing[@]} Debian packages: ${missing[*]}"
  local apt=(apt-get -o Acquire::Retries=3 -o DPkg::Lock::Timeout=120 -qq)
  as_root env DEBIAN_FRONTEND=noninteractive "${apt[@]}" update
  as_root env DEBIAN_FRONTEND=noninteractive "${apt[@]}" install --yes --no-install-recommends "${missing[@]}" \
    </dev/null >"$ROOT/build/apt.log" || { tail -n 30 "$ROOT/build/apt.log" >&2; die "setup: apt-get failed; all of its words are in build/apt.log"; }
}

install_browser_library() {
  [ -f "$ROOT/tests/browser/package.json" ] || return 0
  say "setup: installing the browser tests' library"
  (cd "$ROOT/tests/browser" && npm ci --silent --no-fund --no-audit </dev/null)
}

dev_setup() {
  local fingerprint
  fingerprint=$(setup_fingerprint)
  if [ "$(cat "$SETUP_STAMP" 2>/dev/null)" = "$fingerprint" ]; then
    [ "${command:-}" != setup ] || say "setup: nothing to do"
    return 0
  fi
  mkdir -p "$ROOT/build"
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
