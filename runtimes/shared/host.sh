# shellcheck shell=bash
# What the host knows about reaching packages: Debian mirror, apt options, npm, pip, proxies, CA bundle.
# Sourced by ../build. Nothing of it is kept in an image, except the CA bundle.

# Path of the host's bundle of trusted certificates, empty if it has none.
host_ca_bundle() {
  local candidate
  for candidate in "${SSL_CERT_FILE:-}" /etc/ssl/certs/ca-certificates.crt \
    /etc/pki/tls/certs/ca-bundle.crt /etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem /etc/ssl/ca-bundle.pem; do
    if [[ -n $candidate && -r $candidate ]]; then
      printf '%s\n' "$candidate"
      return
    fi
  done
}

# Lines "<uri> <suite>" of every package source of this host, from both notations that apt reads.
host_package_sources() {
  local file
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [[ -r $file ]] && sed -nE 's/^deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]+)[[:space:]]+([^[:space:]]+).*/\2 \3/p' "$file"
  done
  for file in /etc/apt/sources.list.d/*.sources; do
    [[ -r $file ]] && awk -v RS='' '{
      uri = suites = ""; enabled = 1
      count = split($0, lines, "\n")
      for (i = 1; i <= count; i++) {
        key = tolower(lines[i]); sub(/:.*/, "", key)
        value = lines[i]; sub(/^[^:]*:[ \t]*/, "", value)
        if (key == "uris") { split(value, uris, /[ \t]+/); uri = uris[1] }
        if (key == "suites") suites = value
        if (key == "enabled" && tolower(value) == "no") enabled = 0
      }
      parts = split(suites, suite, /[ \t]+/)
      if (enabled && uri != "") for (i = 1; i <= parts; i++) print uri, suite[i]
    }' "$file"
  done
  return 0
}

is_debian_host() { grep -qs '^ID=debian' /etc/os-release; }

# The Debian archive to install from: what the operator says, else what this host uses, else the public one.
debian_mirror() {
  local codename found=""
  if [[ -z ${MILLIRUN_DEBIAN_MIRROR:-} ]] && is_debian_host; then
    codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
    found=$(host_package_sources | awk -v suite="$codename" '$2 == suite && $1 ~ /debian\/?$/ { print $1; exit }')
  fi
  printf '%s\n' "${MILLIRUN_DEBIAN_MIRROR:-${found:-http://deb.debian.org/debian}}"
}

# Its security archive. Mirrors keep it beside the main one under this name.
debian_security_mirror() {
  local found=""
  if [[ -n ${MILLIRUN_DEBIAN_MIRROR:-} ]]; then
    found="${MILLIRUN_DEBIAN_MIRROR%/}-security"
  elif is_debian_host; then
    found=$(host_package_sources | awk '$2 ~ /-security$/ { print $1; exit }')
  fi
  printf '%s\n' "${MILLIRUN_DEBIAN_SECURITY_MIRROR:-${found:-http://deb.debian.org/debian-security}}"
}

# The host's apt settings for reaching archives (proxies, certificates, frozen mirrors), one option a line.
host_apt_options() {
  command -v apt-config >/dev/null || return 0
  apt-config dump | grep -E '^Acquire::(https?(::|$)|Check-Valid-Until|Max-ValidTime|Retries|ForceIPv[46])' |
    grep -vE ' "";$|User-Agent|Dl-Limit|AllowRedirect' || true
}

# The names of the variables by which programs find proxies.
PROXY_VARIABLES=(http_proxy https_proxy no_proxy all_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY)

# Writes into folder $1 what a builder container needs to install packages as this host would:
# environment (sourced by sh), npmrc, pip.conf, settings.xml (Maven), ca.crt. It holds credentials: handed over on stdin only.
write_host_settings() {
  local folder=$1 name value ca
  ca=$(host_ca_bundle)
  if [[ -n $ca ]]; then cp "$ca" "$folder/ca.crt"; else : > "$folder/ca.crt"; fi
  {
    for name in "${PROXY_VARIABLES[@]}"; do
      if [[ -n ${!name:-} ]]; then printf 'export %s=%q\n' "$name" "${!name}"; fi
    done
    # Settings that name a file or folder of this host mean nothing inside the container.
    while IFS='=' read -r name value; do
      [[ $value == /* || ${name,,} == *cafile || ${name,,} == *config ]] || printf 'export %s=%q\n' "$name" "${!name}"
    done < <(env | grep -E '^(PIP_(INDEX_URL|EXTRA_INDEX_URL|TRUSTED_HOST|PROXY|DEFAULT_TIMEOUT|TIMEOUT|RETRIES|FIND_LINKS|NO_INDEX)|npm_config_[a-z_]+|GO(PROXY|SUMDB|PRIVATE|NOPROXY|NOSUMDB|INSECURE))=')
  } > "$folder/environment"
  write_npmrc > "$folder/npmrc"
  write_pip_conf > "$folder/pip.conf"
  write_maven_settings > "$folder/settings.xml"
}

write_maven_settings() {
  local file=${HOME:-/root}/.m2/settings.xml
  if [[ -r $file ]]; then cat "$file"; else echo '<settings/>'; fi
}

write_npmrc() {
  local key value file
  command -v npm >/dev/null || return 0
  for key in registry proxy https-proxy noproxy strict-ssl; do
    value=$(npm config get "$key" 2>/dev/null) || continue
    [[ -z $value || $value == null || $value == undefined ]] || printf '%s=%s\n' "$key" "$value"
  done
  # npm refuses to print credentials and knows scoped registries only by name: those lines are copied.
  for key in globalconfig userconfig; do
    file=$(npm config get "$key" 2>/dev/null) || continue
    if [[ -r $file ]]; then grep -E '^(//|@[^:]+:registry|_auth|always-auth)' "$file" || true; fi
  done
}

write_pip_conf() {
  local pip
  for pip in pip3 pip; do
    command -v "$pip" >/dev/null || continue
    echo '[global]'
    "$pip" config list 2>/dev/null |
      sed -nE "s/^(global|install)\.(index-url|extra-index-url|trusted-host|proxy|timeout|retries)='(.*)'$/\2 = \3/p"
    return 0
  done
}
