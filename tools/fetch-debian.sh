#!/bin/sh
# Fetches Debian packages, source or binary, of another suite into a private apt tree, from whatever mirror
# this machine's apt is already configured with. apt checks the signatures; /etc/apt is never touched.
# usage: fetch-debian.sh source|binary PACKAGE VERSION_PREFIX SUITE DESTDIR [PACKAGE VERSION_PREFIX]…
#   source: leaves the upstream archive (*.orig.tar.*) in DESTDIR
#   binary: unpacks the package under DESTDIR
# exit: 0 done; 1 not to be had (DESTDIR left without it)
set -eu
kind=$1 suite=$4 dest=$5
first_pkg=$2 first_ver=$3
shift 5
set -- "$first_pkg" "$first_ver" "$@"
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/lists/partial" "$root/cache/archives/partial" "$root/etc/sources.list.d" "$root/out" "$dest"
# The first main archive that this machine knows and that is not the security one.
uri=$(apt-get indextargets --no-release-info --format '$(REPO_URI) $(RELEASE) $(COMPONENT) $(CREATED_BY)' 2>/dev/null |
  awk '$3 == "main" && $4 == "Packages" && $2 !~ /security/ { print $1; exit }')
[ -n "$uri" ] || { echo "fetch-debian: no Debian mirror is configured in apt" >&2; exit 1; }
[ "$kind" = source ] && type=deb-src || type=deb
printf 'Types: %s\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' "$type" "$uri" "$suite" \
  /usr/share/keyrings/debian-archive-keyring.gpg > "$root/etc/sources.list.d/one.sources"
cat > "$root/apt.conf" <<EOF
Dir::State::Lists "$root/lists";
Dir::Cache "$root/cache";
Dir::Etc::SourceList "/dev/null";
Dir::Etc::SourceParts "$root/etc/sources.list.d";
Dir::Etc::PreferencesParts "$root/etc/preferences.d";
Acquire::Languages "none";
Acquire::Retries "3";
APT::Sandbox::User "root";
EOF
export APT_CONFIG="$root/apt.conf"
for try in 1 2 3; do
  apt-get -q update > "$root/log" 2>&1 && break
  [ "$try" = 3 ] && { cat "$root/log" >&2; exit 1; }
  sleep $((try * 3))
done
while [ $# -ge 2 ]; do
  pkg=$1 ver=$2
  shift 2
  if [ "$kind" = source ]; then
    full=$(apt-cache showsrc "$pkg" | awk '/^Version:/ { print $2 }' | grep -F -- "$ver" | sort -V | tail -1)
  else
    full=$(apt-cache show "$pkg" | awk '/^Version:/ { print $2 }' | grep -F -- "$ver" | sort -V | tail -1)
  fi
  [ -n "$full" ] || { echo "fetch-debian: no $pkg $ver in $suite" >&2; exit 1; }
  rm -rf "$root/out"; mkdir "$root/out"; cd "$root/out"
  for try in 1 2 3; do
    if [ "$kind" = source ]; then apt-get -q source --download-only "$pkg=$full" > "$root/log" 2>&1 && break
    else apt-get -q download "$pkg=$full" > "$root/log" 2>&1 && break; fi
    [ "$try" = 3 ] && { cat "$root/log" >&2; exit 1; }
    sleep $((try * 3))
  done
  cd /
  if [ "$kind" = source ]; then mv -- "$root/out"/*.orig.tar.* "$dest/"; else dpkg -x -- "$root/out"/*.deb "$dest"; fi
  echo "fetch-debian: $pkg $full from $suite"
done
