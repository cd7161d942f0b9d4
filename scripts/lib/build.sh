# scripts/dev build [native|web|all]. Sourced by scripts/dev.

dev_build() {
  source "$LIB/setup.sh"
  dev_setup
  case ${1:-all} in
    native) build_preset release spanorama assets ;;
    web) build_preset web site ;;
    all)
      build_preset release spanorama assets
      build_preset web site
      ;;
    *) die "scripts/dev build: native, web or all, not $1" ;;
  esac
}
