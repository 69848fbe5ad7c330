// SIGINT and SIGTERM as a flag that the search looks at.
#include "src/cli/interrupt.hpp"

#include <csignal>

namespace bgpte::cli {

namespace {

// A signal handler has no arguments of ours: these are the only mutable globals of the program.
std::atomic<bool> interrupt_flag{false};
std::atomic<bool> is_hosted{false};
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
  if (is_hosted) {
    return;
  }
  interrupt_flag.store(false);
  handle(SIGINT, &bgpte_on_interrupt);
  handle(SIGTERM, &bgpte_on_interrupt);
}

InterruptWatch::~InterruptWatch() {
  if (is_hosted) {
    return;
  }
  handle(SIGINT, SIG_DFL);
  handle(SIGTERM, SIG_DFL);
}

const std::atomic<bool>* InterruptWatch::flag() {
  return &interrupt_flag;
}

InterruptHost::InterruptHost() {
  interrupt_flag.store(false);
  is_hosted.store(true);
}

InterruptHost::~InterruptHost() {
  is_hosted.store(false);
  interrupt_flag.store(false);
}

void InterruptHost::raise() {
  interrupt_flag.store(true);
}

void InterruptHost::clear() {
  interrupt_flag.store(false);
}

const std::atomic<bool>* InterruptHost::flag() {
  return is_hosted ? &interrupt_flag : nullptr;
}

}  // namespace bgpte::cli
