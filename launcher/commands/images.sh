# shellcheck shell=bash
# ./millirun images: every image that docker-compose.yml and the platform use, made here, without a registry.

command_images() {
  local name failed=0
  require_jdk
  require_engine
  require_application
  for name in postgres java; do runtimes/build --base "$name" || failed=1; done
  ((failed == 0)) || die "a base image could not be built; the lines above say why"
  build_product_image
  # A runtime that cannot be built stops no other, and none stops the platform.
  runtimes/build --all || die "some runtime could not be built; the platform runs without it"
}

# The version that pom.xml says, without the mark of an unfinished one.
product_image() {
  printf 'millirun/millirun:%s\n' "$(sed -nE '/<parent>/,/<\/parent>/d; s/^  <version>([^<-]+).*/\1/p' pom.xml | head -n 1)"
}

build_product_image() {
  local context=$MILLIRUN_DATA/image image
  image=$(product_image)
  # The engine is given no more than what goes into the image.
  rm -rf "$context"
  mkdir -p "$context"
  cp -al "$APPLICATION" "$context/application" 2> /dev/null || cp -a "$APPLICATION" "$context/application"
  cp -a runtimes "$context/runtimes"
  cp Dockerfile "$context/"
  work "$LOGS/image.log" "building $image" "" docker build --tag "$image" "$context" || {
    show_end_of "$LOGS/image.log"
    die "the image $image could not be built"
  }
  rm -rf "$context"
  say "ready: $image"
}
