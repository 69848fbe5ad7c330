#!/usr/bin/env bash
# Builds bgpte for arm64 on this machine, runs the quick tests and the package under qemu-user.
# By hand, as root: it makes an arm64 Debian 12 with debootstrap (about six minutes, 700 MB). Times
# under emulation say nothing of a Raspberry Pi; the memory of the headline case is printed.
# Usage: arm64.sh ROOT BUILD [MIRROR]
#   ROOT    folder of the arm64 system; made where it is missing
#   BUILD   build folder
#   MIRROR  default: the first one that apt of this machine uses for Debian
set -euo pipefail
source=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
root=$(realpath -m "$1")
build=$(realpath -m "$2")
mirror=${3:-$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -m 1 debian)}
step() { echo "== $*"; }

[ "$(id -u)" -eq 0 ] || { echo "debootstrap and chroot need root"; exit 1; }
for tool in debootstrap aarch64-linux-gnu-g++ qemu-aarch64-static; do
  command -v "$tool" >/dev/null ||
    { echo "apt-get install debootstrap g++-aarch64-linux-gnu qemu-user-static"; exit 1; }
done

step "programs of arm64 run here"
handlers=/proc/sys/fs/binfmt_misc
[ -e $handlers/register ] || mount -t binfmt_misc binfmt_misc $handlers
[ -e $handlers/qemu-aarch64 ] || cat /usr/lib/binfmt.d/qemu-aarch64.conf >$handlers/register

if [ ! -e "$root/usr/bin/dpkg" ]; then
  step "an arm64 Debian 12 with the libraries"
  build_packages=$(awk '$1 == "build" && $2 ~ /-dev$/ { print $2 }' "$source/scripts/packages.txt")
  debootstrap --arch=arm64 --variant=minbase bookworm \
    --include="$(echo dpkg-dev libc6-dev libstdc++-12-dev libgtest-dev libgmock-dev libvalijson-dev \
      $build_packages | tr ' ' ,)" "$root" "$mirror" >"$root.log" 2>&1 || { tail "$root.log"; exit 1; }
  # Links that name a file from the root of that system lead nowhere from here.
  find "$root/usr/lib" -lname '/*' | while read -r link; do
    ln -sfr "$root$(readlink "$link")" "$link"
  done
fi

step "cross compilation"
cmake -S "$source" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBGPTE_TESTS=ON \
  -DCMAKE_TOOLCHAIN_FILE="$source/cmake/aarch64-linux-gnu.cmake" -DBGPTE_ARM64_ROOT="$root" \
  -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=8 >"$build.log"
ninja -C "$build" >>"$build.log" || { tail -n 40 "$build.log"; exit 1; }
file=$(dd if="$build/bgpte" bs=1 skip=18 count=2 2>/dev/null | od -An -tx2 | tr -d ' ')
[ "$file" = 00b7 ] || { echo "bgpte is no arm64 program"; exit 1; }

step "the quick tests"
# Programs of this machine (solvers, daemons, shells) are not what is tried here.
export QEMU_LD_PREFIX=$root
ctest --test-dir "$build" --parallel "$(nproc)" --label-exclude slow --timeout 900 \
  --output-on-failure | tail -n 40

step "the package, in the arm64 system"
package=$("$source/scripts/make-deb" --build "$build" --architecture arm64 --output "$build" \
  --libraries "$root")
cp "$package" "$root/tmp/bgpte.deb"
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@"; }
inside dpkg --install /tmp/bgpte.deb >/dev/null
example=/usr/share/doc/bgpte/scenarios/link-a-link-b/scenario.json
inside bgpte advise "$example" --summary

step "memory of the headline case (kB, the emulator included)"
python3 -c 'import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' "$build/bgpte" advise "$root$example"

inside dpkg --purge bgpte >/dev/null
rm "$root/tmp/bgpte.deb"
