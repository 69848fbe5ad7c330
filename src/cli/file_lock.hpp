#pragma once

#include <filesystem>
#include <optional>

#include "src/cli/context.hpp"

namespace bgpte::cli {

/// Holds the lock of a file as long as it lives: another run that asks for it waits. It is free
/// when the process ends, however it ends.
class FileLock {
 public:
  explicit FileLock(int file) : file_(file) {}
  ~FileLock();
  FileLock(FileLock&& other) noexcept : file_(other.file_) { other.file_ = -1; }
  FileLock& operator=(FileLock&&) = delete;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int file_;
};

/// The seconds for which a command waits by default for another run (--wait).
inline constexpr int usual_wait_s = 30;

/// Locks `file`, which is made where there is none, may be empty, and stays. Waits up to `wait_s`
/// seconds for another run, and says so. Nothing after saying why there is no lock.
[[nodiscard]] std::optional<FileLock> lock_file(Context& context, const std::filesystem::path& file,
                                                int wait_s);

}  // namespace bgpte::cli
