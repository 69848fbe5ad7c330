// Terminal, colour and the writing of results.
#include "src/cli/context.hpp"

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace bgpte::cli {

bool is_terminal(const std::ostream& out) {
  return &out == &std::cout && isatty(STDOUT_FILENO) == 1;
}

int terminal_width(const std::ostream& out) {
  winsize size{};
  if (is_terminal(out) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return size.ws_col;
  }
  if (const char* columns = std::getenv("COLUMNS"); columns != nullptr && &out == &std::cout) {
    const int number = std::atoi(columns);
    return number > 0 ? number : 100;
  }
  return 100;
}

bool wants_color(const Context& context) {
  if (context.color != ColorChoice::automatic) {
    return context.color == ColorChoice::always;
  }
  const char* no_color = std::getenv("NO_COLOR");
  return (no_color == nullptr || *no_color == '\0') && is_terminal(context.out);
}

namespace {

namespace fs = std::filesystem;

bool write_bytes(const fs::path& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  file.close();
  return !file.fail();
}

/// Writes a file beside `target` and renames it. What is no regular file (a pipe, /dev/stdout) is
/// written to as it is, and a link keeps pointing at its file.
bool replace_file(const fs::path& target, std::string_view bytes) {
  std::error_code error;
  const fs::file_status status = fs::status(target, error);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return write_bytes(target, bytes);
  }
  const fs::path file = fs::is_symlink(fs::symlink_status(target, error))
                            ? fs::weakly_canonical(target, error)
                            : target;
  const fs::path beside = fs::path(file) += fmt::format(".bgpte-{}", getpid());
  bool written = write_bytes(beside, bytes);
  if (written && fs::exists(status)) {
    fs::permissions(beside, status.permissions(), error);
  }
  if (written) {
    fs::rename(beside, file, error);
    written = !error;
  }
  if (!written) {
    fs::remove(beside, error);
  }
  return written;
}

}  // namespace

Exit write_result(Context& context, const std::string& path, std::string_view bytes) {
  if (path.empty() || path == "-") {
    context.out << bytes << std::flush;
    if (!context.out) {
      context.messages.error("cannot write to standard output");
      return Exit::failed;
    }
    return Exit::done;
  }
  for (const std::string& input : context.inputs) {
    std::error_code none;
    if (fs::equivalent(input, path, none)) {
      context.messages.error("-o " + path + ": this file is an input, and is not written over");
      return Exit::usage;
    }
  }
  if (!replace_file(path, bytes)) {
    context.messages.error("cannot write " + path);
    return Exit::failed;
  }
  return Exit::done;
}

}  // namespace bgpte::cli
