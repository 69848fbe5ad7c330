// Loaded into the program by LD_PRELOAD: at the call of number BGPTE_CALL that changes a file, from
// 0 on, the process is killed (BGPTE_CALL_ERROR not set) or the call fails with that errno. Writing
// goes by few bytes a call (BGPTE_CALL_BYTES, else 256), so that a file can be written half.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>

namespace {

/// True where this call is to fail; does not return where the process is to end.
bool fails() {
  static int count = 0;
  const char* call = std::getenv("BGPTE_CALL");
  const char* error = std::getenv("BGPTE_CALL_ERROR");
  if (call == nullptr || count++ != std::atoi(call)) {
    return false;
  }
  if (error == nullptr) {
    kill(getpid(), SIGKILL);
    _exit(1);  // Not reached.
  }
  std::fputs("(a call is made to fail)\n", stderr);
  errno = std::atoi(error);
  return true;
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

bool is_file(int descriptor) {
  struct stat status {};
  return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  if ((flags & O_CREAT) != 0 && fails()) {
    return -1;
  }
  return real<int(const char*, int, ...)>("open")(path, flags, mode);
}

ssize_t write(int descriptor, const void* bytes, size_t size) {
  const char* bytes_a_call = std::getenv("BGPTE_CALL_BYTES");
  const std::size_t most =
      bytes_a_call == nullptr ? 256 : static_cast<std::size_t>(std::atoi(bytes_a_call));
  const bool file = is_file(descriptor);
  if (file && fails()) {
    return -1;
  }
  return real<ssize_t(int, const void*, size_t)>("write")(descriptor, bytes,
                                                          file ? std::min(size, most) : size);
}

int fchmod(int descriptor, mode_t mode) noexcept {
  return fails() ? -1 : real<int(int, mode_t)>("fchmod")(descriptor, mode);
}

int fsync(int descriptor) {
  return fails() ? -1 : real<int(int)>("fsync")(descriptor);
}

int rename(const char* from, const char* to) noexcept {
  return fails() ? -1 : real<int(const char*, const char*)>("rename")(from, to);
}

int link(const char* from, const char* to) noexcept {
  return fails() ? -1 : real<int(const char*, const char*)>("link")(from, to);
}

int unlink(const char* path) noexcept {
  return fails() ? -1 : real<int(const char*)>("unlink")(path);
}

}  // extern "C"
