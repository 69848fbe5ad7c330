// Terminal, colour and the writing of results.
#include "src/cli/context.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>

#include "src/cli/atomic_file.hpp"

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

/// What is no regular file (a pipe, /dev/stdout) is written to as it is.
std::optional<std::string> write_file(const fs::path& target, std::string_view bytes) {
  std::error_code error;
  const fs::file_status status = fs::status(target, error);
  if (!fs::exists(status) || fs::is_regular_file(status)) {
    return replace_file(target, bytes);
  }
  std::ofstream file(target, std::ios::binary | std::ios::trunc);
  file << bytes;
  file.close();
  return file.fail() ? std::optional<std::string>("it does not take it") : std::nullopt;
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
  if (const std::optional<std::string> fault = write_file(path, bytes)) {
    context.messages.error(fmt::format("cannot write {}: {}", path, *fault));
    return Exit::failed;
  }
  return Exit::done;
}

}  // namespace bgpte::cli
