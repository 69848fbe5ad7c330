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

void expect_near(double solver, double own, const char* what, std::uint64_t seed) {
  EXPECT_LE(std::abs(solver - own), 1e-6 * std::max(1.0, std::abs(own)))
      << what << ", seed " << seed << ": solver " << solver << ", own " << own;
}

void expect_agreement(std::uint64_t seeds, Samples samples) {
  const Folder folder;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const Instance instance = random_instance(seed, Volumes::whole_mbps, samples);
    const Optimum own = optimise({*instance.scenario, *instance.ingress});
    ASSERT_EQ(own.termination, Termination::optimal);
    const bool cbc = seed % 2 == 0;  // Both in turn.
    // glpsol loses feasibility on some models, for prices that only decide ties are tiny: then the
    // other one answers.
    const auto solve = [cbc](const Folder& where, const std::string& lp) {
      const double own_turn = cbc ? solve_with_cbc(where, lp) : solve_with_glpsol(where, lp);
      return std::isnan(own_turn) ? solve_with_cbc(where, lp) : own_turn;
    };
    const char* name = cbc ? "cbc" : "glpsol";
    const evaluation::Baseline baseline(*instance.scenario, *instance.ingress);
    const evaluation::LeastRelief relief = evaluation::least_relief(baseline);
    // What a level comes to, with the relief that each change must bring.
    const auto mbps_of = [&](model::Bps value, model::Bps for_each) {
      return static_cast<double>(value.value +
                                 for_each.value * static_cast<std::int64_t>(own.after.changes)) /
             1e6;
    };
    const double tolerance =
        static_cast<double>(evaluation::relief_tolerance(baseline).value) / 1e6;
    const auto expect_held = [&](LpStage stage, double reached, double most_above) {
      const double least = solve(folder, export_lp(baseline, stage));
      EXPECT_LE(least, reached + 1e-5) << name << ", seed " << seed;
      EXPECT_LE(reached, least + most_above + 1e-5) << name << ", seed " << seed;
    };
    expect_held(LpStage::loss, mbps_of(own.after.loss, relief.loss), tolerance);
    expect_held(LpStage::excess, mbps_of(own.after.excess, relief.excess), tolerance);
    if (instance.scenario->policy.n_minus_1 == model::NMinusOne::no_worse) {
      expect_held(LpStage::failures, static_cast<double>(own.failure_loss.value) / 1e6,
                  static_cast<double>(evaluation::failure_tolerance(baseline).value) / 1e6);
    }
    expect_near(solve(folder, export_lp(baseline, LpStage::objective)), own.after.value.as_double(),
                name, seed);
    if (::testing::Test::HasFailure()) {
      break;
    }
  }
}

TEST(ExportLp, OtherSolversAgreeOnExcessAndObjective) {
  expect_agreement(240, Samples::none);
}

TEST(ExportLp, OtherSolversAgreeOnReplayedBills) {
  expect_agreement(160, Samples::some);
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
