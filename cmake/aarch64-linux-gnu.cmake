# Cross compilation for arm64 with Debian's g++-aarch64-linux-gnu, against the libraries of an arm64
# system in the folder BGPTE_ARM64_ROOT (tests/package/arm64.sh makes one); tests run under qemu-user.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES BGPTE_ARM64_ROOT)
set(CMAKE_SYSROOT "${BGPTE_ARM64_ROOT}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64-static;-L;${BGPTE_ARM64_ROOT})
set(ENV{PKG_CONFIG_SYSROOT_DIR} "${BGPTE_ARM64_ROOT}")
set(ENV{PKG_CONFIG_LIBDIR}
  "${BGPTE_ARM64_ROOT}/usr/lib/aarch64-linux-gnu/pkgconfig:${BGPTE_ARM64_ROOT}/usr/share/pkgconfig")
