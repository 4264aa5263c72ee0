# shellcheck shell=bash
# ./millirun images: every image that docker-compose.yml and the platform use, made here, without a registry.

command_images() {
  local name failed=0
  [[ ${1:-} != product ]] || { image_of_jar "$2"; return; }
  require_jdk
  require_engine
  require_application
  for name in postgres java; do runtimes/build --base "$name" || failed=1; done
  ((failed == 0)) || die "a base image could not be built; the lines above say why"
  build_product_image "$APPLICATION"
  # A runtime that cannot be built stops no other, and none stops the platform.
  runtimes/build --all || die "some runtime could not be built; the platform runs without it"
}

# ./millirun images product <executable jar>: the product's image alone, of a jar that is there already.
image_of_jar() {
  local folder=$MILLIRUN_DATA/image-of-jar
  require_jdk
  require_engine
  runtimes/build --base java
  lay_out "$1" "$folder"
  build_product_image "$folder"
  rm -rf "$folder"
}

# Named after the version that pom.xml says, without the mark of an unfinished one.
product_image() {
  local version
  version=$(sed -nE '/<parent>/,/<\/parent>/d; s/^  <version>([^<-]+).*/\1/p' pom.xml | head -n 1)
  printf 'millirun/millirun:%s\n' "${MILLIRUN_VERSION:-$version}"
}

build_product_image() {
  local source=$1 context=$MILLIRUN_DATA/image image
  image=$(product_image)
  # The engine is given no more than what goes into the image.
  rm -rf "$context"
  mkdir -p "$context/application"
  cp -al "$source/lib" "$source/millirun.jar" "$context/application/"
  cp -a runtimes Dockerfile "$context/"
  work "$LOGS/image.log" "building $image" "" docker build --tag "$image" "$context" || {
    show_end_of "$LOGS/image.log"
    die "the image $image could not be built"
  }
  rm -rf "$context"
  say "ready: $image"
}
