// Valid scenarios and advices with one thing changed: a documented status, nothing on standard
// output after a refusal, and never a configuration that was not reviewed.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "tests/cli/command_line.hpp"
#include "tests/mutation.hpp"

namespace bgpte {
namespace {

using cli_test::case_path;
using cli_test::Outcome;
using cli_test::read_file;
using cli_test::run;
using nlohmann::json;

/// Changes one place of a JSON document.
class DocumentMutator {
 public:
  explicit DocumentMutator(unsigned seed) : random_(seed) {}

  json mutated(json document) {
    std::vector<json::json_pointer> places;
    const json flat = document.flatten();
    for (const auto& [pointer, value] : flat.items()) {
      // Every value, and what holds it.
      for (json::json_pointer at(pointer); !at.empty(); at = at.parent_pointer()) {
        places.push_back(at);
      }
    }
    const json::json_pointer at = places[pick(places.size())];
    json& parent = document[at.parent_pointer()];
    switch (pick(5)) {
      case 0:
        erase(parent, at.back());
        break;
      case 1:
        repeat(parent, at.back());
        break;
      case 2:
        document[at] = document[places[pick(places.size())]];
        break;
      case 3:
        nudge(document[at]);
        break;
      default:
        document[at] = extremes_[pick(extremes_.size())];
    }
    return document;
  }

  std::size_t pick(std::size_t count) { return random_() % count; }

 private:
  static void erase(json& parent, const std::string& key) {
    parent.is_array() ? parent.erase(std::stoul(key)) : void(parent.erase(key));
  }
  static void repeat(json& parent, const std::string& key) {
    if (parent.is_array()) {
      parent.push_back(json(parent[std::stoul(key)]));
    } else {
      parent[key + "x"] = json(parent[key]);
    }
  }
  void nudge(json& value) {
    if (value.is_number_integer()) {
      value = value.get<std::int64_t>() + (pick(2) == 0 ? 1 : -1);
    } else if (value.is_string() && !value.get<std::string>().empty()) {
      std::string text = value;
      char& c = text[pick(text.size())];
      c = c == '9' ? '8' : static_cast<char>(c + 1);
      value = text;
    } else {
      value = 7;
    }
  }

  const std::vector<json> extremes_{nullptr,
                                    true,
                                    0,
                                    -1,
                                    1,
                                    65,
                                    4294967296,
                                    1e300,
                                    "",
                                    "x",
                                    "0 bps",
                                    "18446744073709551615 bps",
                                    "::/0",
                                    json::array(),
                                    json::object()};
  std::mt19937 random_;
};

std::vector<json> documents_of(const std::vector<const char*>& names) {
  std::vector<json> documents;
  for (const char* name : names) {
    documents.push_back(json::parse(
        read_file(fmt::format("{}/scenarios/{}/scenario.json", BGPTE_SOURCE_DIR, name))));
  }
  return documents;
}

const std::vector<const char*> small{"link-a-link-b-cost", "communities", "dual-stack",
                                     "over-prepended", "two-ports-one-provider"};

constexpr std::size_t runs_of_each = 2500;

TEST(MutatedDocuments, ScenariosGiveAnAnswerOrAreRefusedWithoutOne) {
  const std::vector<json> documents = documents_of(small);
  DocumentMutator mutator(11);
  std::map<int, std::size_t> exits;
  mutation::Budget budget(runs_of_each);
  while (budget.more()) {
    const std::string text = mutator.mutated(documents[mutator.pick(documents.size())]).dump();
    const Outcome outcome =
        run({"advise", "-", "--format", "json", "--threads", "1", "--time-limit", "2"}, text);
    ++exits[outcome.exit];
    const bool answered = outcome.exit == 0 || outcome.exit == 3;
    ASSERT_TRUE(answered || outcome.exit == 65) << outcome.exit << outcome.err << text;
    ASSERT_EQ(answered, !outcome.out.empty()) << text;
    ASSERT_TRUE(!answered || json::accept(outcome.out)) << text;
    ASSERT_TRUE(answered || !outcome.err.empty()) << text;
  }
  EXPECT_GT(exits[65], budget.runs() / 10);
  EXPECT_GT(exits[0], budget.runs() / 20);
}

/// What a person pastes, as `config` prints it: of each part, what it says and all its texts.
std::multiset<std::string> printed_parts(const std::string& config_json) {
  std::multiset<std::string> parts;
  const json config = json::parse(config_json);
  for (const json& part : config["config"]) {
    parts.insert(part.dump());
  }
  return parts;
}

TEST(MutatedDocuments, AnAdviceYieldsTheReviewedTextOrIsRefused) {
  std::vector<json> advices;
  std::vector<std::multiset<std::string>> reviewed;
  for (const json& scenario : documents_of(small)) {
    const std::string advice = run({"advise", "-", "--format", "json"}, scenario.dump()).out;
    const Outcome config = run({"config", "-", "--format", "json"}, advice);
    if (config.exit == 0 && !printed_parts(config.out).empty()) {
      advices.push_back(json::parse(advice));
      reviewed.push_back(printed_parts(config.out));
    }
  }
  ASSERT_GE(advices.size(), 2U);
  DocumentMutator mutator(12);
  std::size_t refused = 0;
  mutation::Budget budget(runs_of_each);
  while (budget.more()) {
    const std::size_t which = mutator.pick(advices.size());
    const json mutant = mutator.mutated(advices[which]);
    const Outcome outcome = run({"config", "-", "--format", "json"}, mutant.dump());
    if (outcome.exit != 0) {
      ASSERT_EQ(outcome.exit, 65) << outcome.err;
      ASSERT_EQ(outcome.out, "");
      ASSERT_NE(outcome.err, "");
      ++refused;
      continue;
    }
    // Whole parts may be missing; none may be another one than was reviewed.
    for (const std::string& part : printed_parts(outcome.out)) {
      ASSERT_TRUE(reviewed[which].contains(part)) << part << "\n"
                                                  << json::diff(advices[which], mutant).dump(1);
    }
  }
  EXPECT_GT(refused, budget.runs() / 4);
}

TEST(MutatedDocuments, AnAdviceOfAnyBytesIsReadOrRefused) {
  std::vector<std::string> advices;
  for (const json& scenario : documents_of(small)) {
    advices.push_back(run({"advise", "-", "--format", "json"}, scenario.dump()).out);
  }
  mutation::run(advices, 13, [](const std::string& mutated) {
    const Outcome outcome = run({"config", "-", "--format", "json"}, mutated);
    ASSERT_TRUE(outcome.exit == 0 || outcome.exit == 65) << outcome.exit << outcome.err << mutated;
    ASSERT_EQ(outcome.exit == 0, !outcome.out.empty()) << mutated;
  });
}

}  // namespace
}  // namespace bgpte
