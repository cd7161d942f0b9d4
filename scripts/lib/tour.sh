# scripts/dev tour [--shapes] [--only PART] [--into FOLDER]: pictures of every view. Sourced by scripts/dev.

dev_tour() {
  local folder=$ROOT/build/tour
  local rest=()
  while [ $# -gt 0 ]; do
    case $1 in
      --into) folder=$2 && shift ;;
      *) rest+=("$1") ;;
    esac
    shift
  done
  source "$LIB/build.sh"
  dev_build web
  node "$ROOT/tests/browser/tour.mjs" "$folder" "${rest[@]}"
}
