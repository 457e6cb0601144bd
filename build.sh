#!/usr/bin/env bash
# restore | build | format | test | e2e | bench NAME | proof NAME | soak | chaos | all
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
root="$PWD"
configuration=Release
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

usage() {
  cat <<'TEXT'
usage: ./build.sh VERB
  restore        packages, exactly as the lock files say
  build          everything, warnings are errors
  format         checks the formatting, changes nothing
  test           builds, sets up what the tests need, runs all tests; the last line counts them
  e2e            the tests in a real browser alone
  bench NAME     collect | match | ingest | elastic | latency: prints figures beside their yardstick; keeps them in docs/measurements
  proof NAME     crash | faults | store | detect | format: a heavy proof in its full size
  soak, chaos    long runs: `proof crash` with more kills
  all            restore, format, build, test
TEXT
}

restore() { dotnet restore SmartCity.sln -v quiet --locked-mode; }

build() { dotnet build SmartCity.sln -c "$configuration" -v quiet --nologo -clp:NoSummary; }

check_format() { dotnet format SmartCity.sln --verify-no-changes --no-restore; }

# Debian packages are unpacked below .cache, never installed: a browser and a real rsyslog for the tests that want them.
fetch_debian() {
  local name="$1"; shift
  local into="$root/.cache/debian" apt="$root/.cache/apt"
  [ -e "$into/.$name" ] && return 0
  command -v apt-get >/dev/null 2>&1 && command -v dpkg-deb >/dev/null 2>&1 || { echo "build.sh: no apt-get here, so tests that need $name are skipped" >&2; return 0; }
  mkdir -p "$into" "$apt/lists/partial" "$apt/archives/partial"
  local options=(-qq -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt" -o "Dir::Cache::archives=$apt/archives" -o Debug::NoLocking=1 -o APT::Sandbox::User= -o APT::Install-Recommends=0)
  if ! { apt-get "${options[@]}" update && apt-get "${options[@]}" --download-only --reinstall -y install "$@"; } >"$apt/$name.log" 2>&1; then
    echo "build.sh: $name could not be fetched, so tests that need it are skipped; see ${apt#"$root"/}/$name.log" >&2
    return 0
  fi
  local deb
  for deb in "$apt"/archives/*.deb; do dpkg-deb -x "$deb" "$into"; done
  rm -f "$apt"/archives/*.deb
  touch "$into/.$name"
}

set_up() {
  # A search server for tests needs Java; a process whose clock is wrong, libfaketime.
  fetch_debian libfaketime libfaketime
  fetch_debian rsyslog rsyslog rsyslog-relp librelp0 libestr0 libfastjson4 liblognorm5
  # A browser that is installed is used as it is.
  command -v chromium >/dev/null 2>&1 || fetch_debian chromium chromium chromium-common fonts-dejavu-core fontconfig-config
  local debian="$root/.cache/debian"
  if [ -z "${SOC_CHROMIUM:-}" ] && command -v chromium >/dev/null 2>&1; then
    SOC_CHROMIUM="$(command -v chromium)"
    export SOC_CHROMIUM
  elif [ -z "${SOC_CHROMIUM:-}" ] && [ -x "$debian/usr/lib/chromium/chromium" ]; then
    cat >"$debian/chromium" <<TEXT
#!/bin/sh
[ -d /etc/fonts ] || export FONTCONFIG_PATH="$debian/etc/fonts"
export LD_LIBRARY_PATH="$debian/usr/lib/x86_64-linux-gnu:$debian/lib/x86_64-linux-gnu:\${LD_LIBRARY_PATH:-}"
exec "$debian/usr/lib/chromium/chromium" "\$@"
TEXT
    chmod +x "$debian/chromium"
    export SOC_CHROMIUM="$debian/chromium"
  fi
}

# Runs the test programs one after the other (they start servers and measure time) and adds up what they say.
run_tests() {
  local passed=0 failed=0 skipped=0 names=() project log
  log="$(mktemp)"
  for project in "$@"; do
    echo "── $project"
    dotnet test --project "tests/$project" --no-build -c "$configuration" --no-progress --output Detailed --no-ansi >"$log" 2>&1 || true
    if ! grep -q '^  total: ' "$log"; then
      cat "$log"; echo "$project did not finish"; failed=$((failed + 1)); continue
    fi
    passed=$((passed + $(sed -n 's/^  succeeded: //p' "$log" | tail -1)))
    failed=$((failed + $(sed -n 's/^  failed: //p' "$log" | tail -1)))
    skipped=$((skipped + $(sed -n 's/^  skipped: //p' "$log" | tail -1)))
    while IFS= read -r line; do names+=("$line"); done < <(grep -A1 '^skipped ' "$log" | grep -v '^--' | paste -d' ' - - || true)
    sed -n '/^failed /,/^passed \|^skipped /p' "$log" | grep -v '^passed \|^skipped ' | head -300 || true
    sed -n '/^  total: /,/^  duration/p' "$log" | tr '\n' ' '; echo
  done
  rm -f "$log"
  if [ ${#names[@]} -gt 0 ]; then
    echo "skipped:"
    printf '  %s\n' "${names[@]}"
  fi
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ]
}

test_projects() { (cd tests && ls -d *.Tests); }

bench() {
  case "$1" in
    elastic)
      fetch_debian rsyslog rsyslog rsyslog-relp librelp0 libestr0 libfastjson4 liblognorm5
      fetch_debian rsyslog-elasticsearch rsyslog-elasticsearch libcurl4
      ;;
  esac
  dotnet build tests/Benchmarks/Benchmarks.csproj -c Release -v quiet --nologo -clp:NoSummary
  mkdir -p docs/measurements
  dotnet tests/Benchmarks/bin/Release/net10.0/Benchmarks.dll "$@"
}

proof() {
  build
  set_up
  local filter
  case "${1:-}" in
    faults) filter='SocHost.Tests -- --filter-class *FaultTests' ;;
    crash) filter='SocHost.Tests -- --filter-class *KillTests' ;;
    store) filter='SocStore.Tests' ;;
    detect) filter='SocDetect.Tests' ;;
    format) filter='SocCollector.Tests' ;;
    *) usage >&2; exit 64 ;;
  esac
  # shellcheck disable=SC2086
  set -- $filter
  local project="$1"; shift
  set -f
  SOC_PROOF=full dotnet test --project "tests/$project" --no-build -c "$configuration" --no-progress --output Detailed "$@"
}

case "${1:-}" in
  restore) restore ;;
  build) build ;;
  format) check_format ;;
  test) build; set_up; run_tests $(test_projects) ;;
  e2e) build; set_up; run_tests EndToEnd.Tests ;;
  bench) shift; [ $# -ge 1 ] || { usage >&2; exit 64; }; bench "$@" ;;
  proof) shift; proof "$@" ;;
  soak | chaos) SOC_PROOF_KILLS="${SOC_PROOF_KILLS:-200}" proof crash ;;
  all) restore; check_format; build; set_up; run_tests $(test_projects) ;;
  *) usage >&2; exit 64 ;;
esac
