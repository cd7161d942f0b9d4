# scripts/dev serve [--port N] [SRC…]: builds the site and serves it. Sourced by scripts/dev.

dev_serve() {
  source "$LIB/setup.sh"
  dev_setup
  build_preset web site
  exec node "$LIB/serve.mjs" "$@"
}
