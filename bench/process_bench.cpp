// The case as a whole process: what an engineer waits for, and how much memory it takes.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <string>

namespace {

void advise_process(benchmark::State& state, const std::string& scenario) {
  std::string program = BGPTE_PROGRAM;
  std::string command = "advise";
  std::string path = std::string(BGPTE_SOURCE_DIR) + "/scenarios/" + scenario + "/scenario.json";
  char* arguments[] = {program.data(), command.data(), path.data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  long peak_kib = 0;
  for ([[maybe_unused]] auto turn : state) {
    pid_t child = 0;
    int status = 0;
    rusage used{};
    if (posix_spawn(&child, program.c_str(), &actions, nullptr, arguments, environ) != 0 ||
        wait4(child, &status, 0, &used) != child || !WIFEXITED(status) ||
        WEXITSTATUS(status) != 0) {
      state.SkipWithError("bgpte advise did not end well");
      break;
    }
    peak_kib = std::max(peak_kib, used.ru_maxrss);
  }
  posix_spawn_file_actions_destroy(&actions);
  state.counters["peak_MB"] = static_cast<double>(peak_kib) / 1024;
}

BENCHMARK_CAPTURE(advise_process, link_a_link_b_cost, std::string("link-a-link-b-cost"))
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(advise_process, six_links, std::string("six-links"))
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
