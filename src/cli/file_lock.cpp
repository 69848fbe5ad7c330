// Locks a file by flock(2), so that of two runs at once one waits.
#include "src/cli/file_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string>
#include <system_error>
#include <thread>

#include "src/cli/input.hpp"

namespace bgpte::cli {

namespace {

std::nullopt_t cannot_lock(Context& context, const std::string& name) {
  context.messages.error(
      fmt::format("cannot lock {}: {}", name, std::generic_category().message(errno)));
  return std::nullopt;
}

}  // namespace

FileLock::~FileLock() {
  if (file_ >= 0) {
    ::close(file_);
  }
}

std::optional<FileLock> lock_file(Context& context, const std::filesystem::path& file, int wait_s) {
  constexpr std::chrono::milliseconds pause{20};
  constexpr int pauses_a_second = 50;
  const std::string name = shown_name(file.string());
  const int opened = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (opened < 0) {
    return cannot_lock(context, name);
  }
  FileLock lock(opened);
  for (int i = 0;; ++i) {
    if (::flock(opened, LOCK_EX | LOCK_NB) == 0) {
      return lock;
    }
    if (errno != EWOULDBLOCK && errno != EINTR) {
      return cannot_lock(context, name);
    }
    if (i == 0 && wait_s > 0) {
      context.messages.note(fmt::format("another run holds {}: waiting", name));
    }
    if (i >= wait_s * pauses_a_second) {
      context.messages.error(
          fmt::format("another run holds {}: nothing was done (--wait {})", name, wait_s));
      return std::nullopt;
    }
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace bgpte::cli
