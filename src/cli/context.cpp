// Terminal, colour and the writing of results.
#include "src/cli/context.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
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
  return 100;
}

bool wants_color(const Context& context) {
  if (context.color != ColorChoice::automatic) {
    return context.color == ColorChoice::always;
  }
  const char* no_color = std::getenv("NO_COLOR");
  return (no_color == nullptr || *no_color == '\0') && is_terminal(context.out);
}

Exit write_result(Context& context, const std::string& path, std::string_view bytes) {
  if (path.empty() || path == "-") {
    context.out << bytes << std::flush;
    if (!context.out) {
      context.messages.error("cannot write to standard output");
      return Exit::failed;
    }
    return Exit::done;
  }
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  file.close();
  if (!file) {
    context.messages.error("cannot write " + path);
    return Exit::failed;
  }
  return Exit::done;
}

}  // namespace bgpte::cli
