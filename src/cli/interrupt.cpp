// SIGINT and SIGTERM as a flag that the search looks at.
#include "src/cli/interrupt.hpp"

#include <csignal>

namespace bgpte::cli {

namespace {

// A signal handler has no arguments of ours: this is the only mutable global of the program.
std::atomic<bool> interrupt_flag{false};
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void bgpte_on_interrupt(int /*signal*/) {
  interrupt_flag.store(true);
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART | (handler == SIG_DFL ? 0 : static_cast<int>(SA_RESETHAND));
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

}  // namespace

InterruptWatch::InterruptWatch() {
  interrupt_flag.store(false);
  handle(SIGINT, &bgpte_on_interrupt);
  handle(SIGTERM, &bgpte_on_interrupt);
}

InterruptWatch::~InterruptWatch() {
  handle(SIGINT, SIG_DFL);
  handle(SIGTERM, SIG_DFL);
}

const std::atomic<bool>* InterruptWatch::flag() {
  return &interrupt_flag;
}

}  // namespace bgpte::cli
