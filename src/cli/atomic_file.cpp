// Replaces a file in one step.
#include "src/cli/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace bgpte::cli {

namespace {

namespace fs = std::filesystem;

std::string reason() {
  return std::generic_category().message(errno);
}

/// A new file beside `target`: its name and its descriptor, -1 where there can be none.
struct Beside {
  fs::path path;
  int file = -1;
};

/// What an ended process left there is never written to.
Beside create_beside(const fs::path& target, const FileCalls& calls) {
  constexpr int most_leftovers = 100;
  Beside beside;
  for (int i = 0; i < most_leftovers; ++i) {
    beside.path = target;
    beside.path += fmt::format(".bgpte-{}{}", getpid(), i == 0 ? "" : fmt::format("-{}", i));
    beside.file = calls.create(beside.path.c_str());
    if (beside.file >= 0 || errno != EEXIST) {
      break;
    }
  }
  return beside;
}

bool write_all(int file, std::string_view bytes, const FileCalls& calls) {
  while (!bytes.empty()) {
    const ssize_t written = calls.write(file, bytes.data(), bytes.size());
    if (written > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (written == 0 || errno != EINTR) {
      return false;
    }
  }
  return true;
}

/// A rename is on the disk when its folder is. Not every file system can tell; the file is whole
/// either way.
void sync_folder(const fs::path& file, const FileCalls& calls) {
  const fs::path folder = file.parent_path();
  const int opened = calls.open_folder(folder.empty() ? "." : folder.c_str());
  if (opened >= 0) {
    calls.fsync(opened);
    calls.close(opened);
  }
}

}  // namespace

FileCalls system_calls() {
  return {.create =
              [](const char* path) {
                return ::open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
              },
          .write = [](int file, const char* bytes,
                      std::size_t size) { return ::write(file, bytes, size); },
          .fchmod = [](int file, mode_t mode) { return ::fchmod(file, mode); },
          .fsync = [](int file) { return ::fsync(file); },
          .close = [](int file) { return ::close(file); },
          .rename = [](const char* from, const char* to) { return std::rename(from, to); },
          .unlink = [](const char* path) { return ::unlink(path); },
          .open_folder =
              [](const char* path) { return ::open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC); }};
}

std::optional<std::string> replace_file(const fs::path& path, std::string_view bytes,
                                        const FileCalls& calls) {
  std::error_code error;
  const bool is_link = fs::is_symlink(fs::symlink_status(path, error));
  const fs::path target = is_link ? fs::weakly_canonical(path, error) : path;
  if (is_link && error) {
    return error.message();
  }
  struct stat old {};
  const bool exists = ::stat(target.c_str(), &old) == 0;
  const Beside beside = create_beside(target, calls);
  if (beside.file < 0) {
    return reason();
  }
  const auto failed = [&] {
    std::string why = reason();
    calls.unlink(beside.path.c_str());
    return why;
  };
  constexpr mode_t mode_bits = 07777;
  if (!write_all(beside.file, bytes, calls) ||
      (exists && calls.fchmod(beside.file, old.st_mode & mode_bits) != 0) ||
      calls.fsync(beside.file) != 0) {
    const std::string why = failed();
    calls.close(beside.file);
    return why;
  }
  if (calls.close(beside.file) != 0 || calls.rename(beside.path.c_str(), target.c_str()) != 0) {
    return failed();
  }
  sync_folder(target, calls);
  return std::nullopt;
}

}  // namespace bgpte::cli
