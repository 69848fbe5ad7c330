// Holds the configuration of advice to what its scenario gives for the same rollout.
#include "src/cli/config/scenario_review.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "bgpte/config/config.hpp"

namespace bgpte::cli {

namespace {

using config::ConfigPart;

bool same_place(const ConfigPart& a, const ConfigPart& b) {
  const auto place = [](const ConfigPart& part) {
    const config::SessionChange& change = part.change;
    return std::tie(change.step, change.link, change.session.router, change.session.neighbor,
                    change.session.family);
  };
  return place(a) == place(b);
}

std::string place_of(const ConfigPart& part) {
  return fmt::format("step {}, {} on {}, neighbour {}", part.change.step, part.change.link,
                     part.change.session.router, to_string(part.change.session.neighbor));
}

/// What of a part differs from the one emitted from the scenario.
std::vector<std::string_view> differing(const ConfigPart& part, const ConfigPart& again) {
  const config::SessionChange& has = part.change;
  const config::SessionChange& gets = again.change;
  model::Session session = has.session;
  session.source = gets.session.source;  // where the file has it: not in the advice
  config::SessionChange rest = has;
  rest.session = gets.session;
  rest.before = gets.before;
  rest.after = gets.after;
  rest.marks_before = gets.marks_before;
  rest.marks_after = gets.marks_after;
  const std::array<std::pair<std::string_view, bool>, 9> rows{{
      {"session", session == gets.session},
      {"before", has.before == gets.before && has.marks_before == gets.marks_before},
      {"after", has.after == gets.after && has.marks_after == gets.marks_after},
      {"other fields", rest == gets && part.mode == again.mode && part.reason == again.reason},
      {"precheck", part.precheck == again.precheck},
      {"apply", part.apply == again.apply},
      {"verify", part.verify == again.verify},
      {"confirm", part.confirm == again.confirm},
      {"rollback", part.rollback == again.rollback},
  }};
  std::vector<std::string_view> names;
  for (const auto& [name, same] : rows) {
    if (!same) {
      names.push_back(name);
    }
  }
  return names;
}

/// The marks of a lever reach a router: they must be the scenario's.
void compare_levers(const advice::RolloutStep& step, const model::Scenario& scenario,
                    std::vector<std::string>& faults) {
  for (const advice::ChangeText& row : step.changes) {
    const auto link = find_link(scenario, row.link);
    if (!link) {
      faults.push_back(
          fmt::format("step {} of the rollout: the scenario has no link {}", step.step, row.link));
      continue;
    }
    for (const auto& lever : {row.lever_from, row.lever_to}) {
      if (lever && std::ranges::none_of(scenario.links[*link].levers, [&](const auto& known) {
            return known.name == lever->name && known.marks == lever->marks;
          })) {
        faults.push_back(
            fmt::format("step {} of the rollout: the scenario has no lever {} with these "
                        "communities and MED on {}",
                        step.step, lever->name, row.link));
      }
    }
  }
}

}  // namespace

std::vector<std::string> scenario_faults(const render::Document& document,
                                         const model::Scenario& scenario) {
  if (document.advice.scenario_sha256 != scenario.sha256) {
    return {
        fmt::format("the advice was made from another scenario: its scenario_sha256 is {}, the "
                    "file's is {}",
                    document.advice.scenario_sha256, scenario.sha256)};
  }
  std::vector<std::string> faults;
  for (const advice::RolloutStep& step : document.advice.rollout) {
    compare_levers(step, scenario, faults);
  }
  std::vector<ConfigPart> again = config::rollout_sessions(scenario, document.advice);
  for (std::size_t i = 0; i < document.config.size(); ++i) {
    const ConfigPart& part = document.config[i];
    const auto same = std::ranges::find_if(
        again, [&](const ConfigPart& other) { return same_place(part, other); });
    if (same == again.end()) {
      faults.push_back(
          fmt::format("/config/{}: the scenario gives no such part ({})", i, place_of(part)));
      continue;
    }
    if (const auto names = differing(part, *same); !names.empty()) {
      faults.push_back(fmt::format("/config/{} ({}) is not what the scenario gives: {}", i,
                                   place_of(part), fmt::join(names, ", ")));
    }
    again.erase(same);
  }
  for (const ConfigPart& missing : again) {
    faults.push_back(
        fmt::format("/config: a part that the scenario gives is missing ({})", place_of(missing)));
  }
  return faults;
}

}  // namespace bgpte::cli
