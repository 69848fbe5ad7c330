#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace bgpte::cli {

/// The system calls that put a file in the place of another; a test lets them fail. Each is what
/// POSIX calls so: -1 and errno where it fails.
struct FileCalls {
  std::function<int(const char* path)> create;  ///< A new file, for writing; EEXIST where it is.
  std::function<ssize_t(int file, const char* bytes, std::size_t size)> write;
  std::function<int(int file, mode_t mode)> fchmod;
  std::function<int(int file)> fsync;
  std::function<int(int file)> close;
  std::function<int(const char* from, const char* to)> rename;
  std::function<int(const char* path)> unlink;
  std::function<int(const char* folder)> open_folder;
};
[[nodiscard]] FileCalls system_calls();

/// Puts `bytes` in the place of the file `path`, or makes it. Whatever happens on the way (a full
/// disk, a signal, the end of the process at any call), there is the old file or the new one,
/// whole: a file beside it is written, brought to the disk and renamed. The mode stays; a symbolic
/// link keeps pointing at its file, which is replaced. Returns what went wrong, in words.
[[nodiscard]] std::optional<std::string> replace_file(const std::filesystem::path& path,
                                                      std::string_view bytes,
                                                      const FileCalls& calls = system_calls());

}  // namespace bgpte::cli
