# What every command needs: Python with Debian's modules, compiler cache, emscripten's Node. Sourced, not run.

PYTHON=python3
[ -x /usr/bin/python3 ] && PYTHON=/usr/bin/python3

# Objects of one checkout serve another one.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$ROOT} CCACHE_NOHASHDIR=1

# Debian's emscripten looks for its JavaScript modules where Debian's own Node would.
export NODE_PATH=/usr/share/nodejs${NODE_PATH:+:$NODE_PATH}
[ -n "${EM_NODE_JS:-}" ] || ! command -v node >/dev/null || EM_NODE_JS=$(command -v node)
export EM_NODE_JS

# Parallel compilations: one per core, but not more than memory carries (about 1.5 GB each).
build_jobs() {
  local cores memory_gb
  cores=$(nproc)
  memory_gb=$(awk '/MemAvailable/ {print int($2 / 1048576)}' /proc/meminfo)
  local fitting=$((memory_gb * 2 / 3))
  [ "$fitting" -ge 1 ] || fitting=1
  [ "$cores" -le "$fitting" ] && echo "$cores" || echo "$fitting"
}

say() { printf '%s\n' "$*"; }
die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# build_preset PRESET [TARGET…]: configures once (CMake repeats it when needed) and builds.
build_preset() {
  local preset=$1 folder
  shift
  folder=$ROOT/build/$preset
  [ "$preset" = release ] && folder=$ROOT/build/native
  if [ ! -f "$folder/build.ninja" ]; then
    (cd "$ROOT" && cmake --preset "$preset")
  fi
  (cd "$ROOT" && cmake --build --preset "$preset" -j "$(build_jobs)" ${1:+--target "$@"})
}
