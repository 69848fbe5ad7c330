#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#include "bench/instance_generator.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/optimiser/export_lp.hpp"
#include "bgpte/optimiser/optimise.hpp"

// The optimiser beside general solvers on the model that it exports: who has the better plan, and
// how long each takes to prove the same gap. Needs cbc and glpsol (coinor-cbc, glpk-utils).
//
//   solver_comparison_bench [SECONDS]   how long each solver may take; 120
namespace {

namespace fs = std::filesystem;

/// CPU seconds of this process, or of the children that have ended.
double cpu_seconds(int who) {
  struct rusage usage {};
  getrusage(who, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::string read(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

std::optional<double> number_after(const std::string& text, const std::string& words) {
  const std::size_t at = text.rfind(words);
  if (at == std::string::npos) {
    return std::nullopt;
  }
  const char* begin = text.c_str() + at + words.size();
  char* end = nullptr;
  const double number = std::strtod(begin, &end);
  return end == begin ? std::nullopt : std::optional<double>(number);
}

/// Without its comments: cbc's LP reader takes one after the other by recursion and runs out of
/// stack where more than about a hundred thousand follow each other.
std::string without_comments(const std::string& model) {
  std::string result;
  for (std::size_t at = 0; at < model.size();) {
    const std::size_t end = std::min(model.find('\n', at), model.size() - 1) + 1;
    if (model[at] != '\\') {
      result.append(model, at, end - at);
    }
    at = end;
  }
  return result;
}

struct Answer {
  std::string who;
  std::optional<double> value;
  bool ran = false;     ///< It ended by itself, not by a fault.
  bool proven = false;  ///< Within the gap that was asked for.
  double cpu_s = 0;
};

Answer run_cbc(const fs::path& folder, double gap, int seconds) {
  char ratio[32];
  std::snprintf(ratio, sizeof ratio, "%.9f", gap);
  const std::string command = "cbc " + (folder / "model.lp").string() + " -ratioGap " + ratio +
                              " -seconds " + std::to_string(seconds) + " -solve -solution " +
                              (folder / "cbc.txt").string() + " > " +
                              (folder / "cbc.log").string() + " 2>&1";
  const double before = cpu_seconds(RUSAGE_CHILDREN);
  Answer answer{"cbc", std::nullopt, false, false, 0};
  answer.ran = std::system(command.c_str()) == 0;
  if (answer.ran) {
    const std::string text = read(folder / "cbc.txt");
    // Without a plan it writes the relaxation or 1e50.
    const bool plan = text.find("infeasible") == std::string::npos &&
                      text.find("no integer solution") == std::string::npos;
    answer.value = plan ? number_after(text, "objective value") : std::nullopt;
    answer.proven = text.starts_with("Optimal");
  }
  answer.cpu_s = cpu_seconds(RUSAGE_CHILDREN) - before;
  return answer;
}

Answer run_glpsol(const fs::path& folder, double gap, int seconds) {
  char ratio[32];
  std::snprintf(ratio, sizeof ratio, "%.9f", gap);
  const std::string command = "glpsol --lp " + (folder / "model.lp").string() + " --mipgap " +
                              ratio + " --tmlim " + std::to_string(seconds) + " -o " +
                              (folder / "glpsol.txt").string() + " > " +
                              (folder / "glpsol.log").string() + " 2>&1";
  const double before = cpu_seconds(RUSAGE_CHILDREN);
  Answer answer{"glpsol", std::nullopt, false, false, 0};
  answer.ran = std::system(command.c_str()) == 0;
  if (answer.ran) {
    const std::string text = read(folder / "glpsol.txt");
    const std::string log = read(folder / "glpsol.log");
    const bool plan = text.find("INTEGER UNDEFINED") == std::string::npos &&
                      text.find("INTEGER EMPTY") == std::string::npos;
    answer.value = plan ? number_after(text, "obj = ") : std::nullopt;
    answer.proven = log.find("INTEGER OPTIMAL SOLUTION FOUND") != std::string::npos ||
                    log.find("RELATIVE MIP GAP TOLERANCE REACHED") != std::string::npos;
  }
  answer.cpu_s = cpu_seconds(RUSAGE_CHILDREN) - before;
  return answer;
}

/// False if a solver has a better plan than ours.
bool compare(std::size_t prefixes, bool do_no_harm, int seconds, const fs::path& folder) {
  bgpte::bench::InstanceShape shape;
  shape.prefixes = prefixes;
  shape.links = 4;
  shape.max_changes_per_prefix = 4;
  shape.do_no_harm = do_no_harm;
  const bgpte::model::Scenario scenario = bgpte::bench::make_instance(shape);
  const auto ingress = bgpte::ingress::make_ingress(scenario);
  const double before = cpu_seconds(RUSAGE_SELF);
  const bgpte::optimiser::Optimum ours = bgpte::optimiser::optimise({scenario, *ingress});
  const double took = cpu_seconds(RUSAGE_SELF) - before;
  const double value = ours.after.value.as_double();
  const double gap = (value - ours.lower_bound.as_double()) / std::max(1.0, std::abs(value));
  std::ofstream(folder / "model.lp", std::ios::binary) << without_comments(
      bgpte::optimiser::export_lp({scenario, *ingress}, bgpte::optimiser::LpStage::objective));
  std::printf("%zu x 4%s: value %.6f, gap %.5f %%, %s, %.2f s of CPU time\n", prefixes,
              do_no_harm ? ", do no harm" : "", value, 100 * gap,
              std::string(name_of(ours.termination)).c_str(), took);
  bool best = true;
  for (const Answer& answer : {run_cbc(folder, gap, seconds), run_glpsol(folder, gap, seconds)}) {
    std::printf("  %-6s ", answer.who.c_str());
    if (!answer.ran) {
      std::printf("failed on this model: nothing to compare\n");
      continue;
    }
    if (!answer.value) {
      std::printf("no plan");
    } else {
      // Solvers keep limits and integers to about 1e-6 only.
      const bool better = *answer.value < value - 1e-6 * std::abs(value) - 1e-6;
      best = best && !better;
      std::printf("value %.6f (%s, %+.5f %% of ours)", *answer.value,
                  better ? "better" : "not better", 100 * (*answer.value - value) / value);
    }
    std::printf("; %s that gap in %.1f s of CPU time, %.0f times as long\n",
                answer.proven ? "proves" : "does not prove", answer.cpu_s, answer.cpu_s / took);
  }
  std::fflush(stdout);
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  const int seconds = argc > 1 ? std::atoi(argv[1]) : 120;
  const fs::path folder =
      fs::temp_directory_path() / ("bgpte-solvers-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  bool best = true;
  for (const std::size_t prefixes : {std::size_t{200}, std::size_t{1000}}) {
    best = compare(prefixes, false, seconds, folder) && best;
  }
  best = compare(200, true, seconds, folder) && best;
  fs::remove_all(folder);
  return best ? 0 : 1;
}
