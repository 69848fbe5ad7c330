#include "bgpte/optimiser/export_lp.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "bgpte/evaluation/goals.hpp"
#include "bgpte/optimiser/optimise.hpp"
#include "tests/optimiser/random_instance.hpp"

namespace bgpte::optimiser::testing {
namespace {

namespace fs = std::filesystem;

/// A folder of this process, removed at the end.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("bgpte-lp-" + std::to_string(::getpid()))) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

void write(const std::string& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

std::string read(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

double number_after(const std::string& text, const std::string& words) {
  const std::size_t at = text.find(words);
  return at == std::string::npos ? std::nan("")
                                 : std::strtod(text.c_str() + at + words.size(), nullptr);
}

double solve_with_cbc(const Folder& folder, const std::string& lp) {
  write(folder / "a.lp", lp);
  const std::string command = "cbc " + (folder / "a.lp") +
                              " -ratioGap 0 -allowableGap 0 -seconds 60 -solve -solution " +
                              (folder / "a.cbc") + " > " + (folder / "a.log") + " 2>&1";
  if (std::system(command.c_str()) != 0) {
    return std::nan("");
  }
  const std::string text = read(folder / "a.cbc");
  return text.starts_with("Optimal") ? number_after(text, "objective value") : std::nan("");
}

double solve_with_glpsol(const Folder& folder, const std::string& lp) {
  write(folder / "b.lp", lp);
  const std::string command = "glpsol --lp " + (folder / "b.lp") + " --tmlim 60 -o " +
                              (folder / "b.txt") + " > " + (folder / "b.log") + " 2>&1";
  if (std::system(command.c_str()) != 0) {
    return std::nan("");
  }
  const std::string text = read(folder / "b.txt");
  return text.find("OPTIMAL") == std::string::npos ? std::nan("") : number_after(text, "obj = ");
}

/// A model of one stage, and what the program itself came to.
struct StageModel {
  std::string name, lp;
  double reached = 0;    ///< By the plan that it chose.
  double tolerance = 0;  ///< The optimum is at most so much less.
  double slack = 1e-5;   ///< Of the other solver's arithmetic.
};

std::vector<StageModel> models_of(const Instance& instance) {
  const evaluation::Baseline baseline(*instance.scenario, *instance.ingress);
  const Optimum own = optimise(baseline);
  EXPECT_EQ(own.termination, Termination::optimal);
  const evaluation::LeastRelief relief = evaluation::least_relief(baseline);
  std::vector<StageModel> models;
  // A level before the objective, with the relief that each change must bring.
  const auto add = [&](const char* name, LpStage stage, model::Bps value, model::Bps for_each,
                       model::Bps tolerance) {
    const std::int64_t reached =
        value.value + for_each.value * static_cast<std::int64_t>(own.after.changes);
    models.push_back({name, export_lp(baseline, stage), static_cast<double>(reached) / 1e6,
                      static_cast<double>(tolerance.value) / 1e6});
  };
  const model::Bps tolerance = evaluation::relief_tolerance(baseline);
  add("loss", LpStage::loss, own.after.loss, relief.loss, tolerance);
  add("excess", LpStage::excess, own.after.excess, relief.excess, tolerance);
  if (instance.scenario->policy.n_minus_1 == model::NMinusOne::no_worse) {
    add("failures", LpStage::failures, own.failure_loss, {},
        evaluation::failure_tolerance(baseline));
  }
  if (model::has_targets(*instance.scenario)) {
    add("targets", LpStage::targets, own.after.off_target, {},
        evaluation::target_tolerance(baseline));
  }
  const double value = own.after.value.as_double();
  models.push_back({"objective", export_lp(baseline, LpStage::objective), value, 0,
                    1e-6 * std::max(1.0, std::abs(value))});
  return models;
}

void expect_agrees(const StageModel& model, double optimum, const std::string& solver) {
  EXPECT_LE(optimum, model.reached + model.slack) << solver << ", " << model.name;
  EXPECT_LE(model.reached, optimum + model.tolerance + model.slack) << solver << ", " << model.name;
}

void expect_agreement(std::uint64_t seeds, Samples samples) {
  const Folder folder;
  for (std::uint64_t seed = 1; seed <= seeds && !::testing::Test::HasFailure(); ++seed) {
    const bool cbc = seed % 2 == 0;  // Both in turn.
    // glpsol loses feasibility on some models, for prices that only decide ties are tiny: then the
    // other one answers.
    const auto solve = [&](const std::string& lp) {
      const double own_turn = cbc ? solve_with_cbc(folder, lp) : solve_with_glpsol(folder, lp);
      return std::isnan(own_turn) ? solve_with_cbc(folder, lp) : own_turn;
    };
    for (const StageModel& model : models_of(random_instance(seed, Volumes::whole_mbps, samples))) {
      expect_agrees(model, solve(model.lp),
                    (cbc ? "cbc" : "glpsol") + (", seed " + std::to_string(seed)));
    }
  }
}

TEST(ExportLp, OtherSolversAgreeOnExcessAndObjective) {
  expect_agreement(240, Samples::none);
}

TEST(ExportLp, OtherSolversAgreeOnReplayedBills) {
  expect_agreement(160, Samples::some);
}

/// By hand: BGPTE_HIGHS names a folder node_modules in which npm put "highs".
TEST(ExportLp, HighsAgreesWhereItIsInstalled) {
  const char* const modules = std::getenv("BGPTE_HIGHS");
  if (modules == nullptr) {
    GTEST_SKIP() << "HiGHS is not there: npm install highs, then BGPTE_HIGHS=.../node_modules";
  }
  const Folder folder;
  std::vector<std::pair<std::string, StageModel>> asked;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    for (StageModel& model : models_of(random_instance(seed, Volumes::whole_mbps, Samples::none))) {
      const std::string name = std::to_string(seed) + "-" + model.name;
      write(folder / (name + ".lp"), model.lp);
      asked.emplace_back(name, std::move(model));
    }
  }
  const std::string command = "node " BGPTE_SOURCE_DIR "/tests/optimiser/highs.mjs " +
                              (folder / "") + " " + modules + " > /dev/null";
  ASSERT_EQ(std::system(command.c_str()), 0);
  for (const auto& [name, model] : asked) {
    expect_agrees(model, number_after(read(folder / (name + ".highs")), "Optimal "), name);
  }
}

TEST(ExportLp, NamesPrefixesAndLinksInComments) {
  const Instance instance = random_instance(4);
  const std::string lp = export_lp({*instance.scenario, *instance.ingress}, LpStage::objective);
  EXPECT_NE(lp.find("\\ link 0 is A\n"), std::string::npos);
  EXPECT_NE(lp.find(" one = 1\n"), std::string::npos);
  EXPECT_TRUE(lp.ends_with("End\n"));
}

}  // namespace
}  // namespace bgpte::optimiser::testing
