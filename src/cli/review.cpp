#include "review.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bgpte/config/config.hpp"

namespace bgpte::cli {

namespace {

/// Names that stand in what is pasted.
std::vector<std::string> names_of(const model::Session& session) {
  std::vector<std::string> names = session.export_policy;
  for (const std::string& name : {session.group, session.protocol, session.own_set}) {
    if (!name.empty()) {
      names.push_back(name);
    }
  }
  return names;
}

void compare_with_emission(const config::ConfigPart& part, const std::string& at,
                           std::vector<std::string>& faults) {
  const config::ConfigPart again = config::emit(part.change);
  const std::array<std::pair<std::string_view, bool>, 7> rows{{
      {"mode", part.mode == again.mode},
      {"reason", part.reason == again.reason},
      {"precheck", part.precheck == again.precheck},
      {"apply", part.apply == again.apply},
      {"verify", part.verify == again.verify},
      {"confirm", part.confirm == again.confirm},
      {"rollback", part.rollback == again.rollback},
  }};
  for (const auto& [name, same] : rows) {
    if (!same) {
      faults.push_back(
          fmt::format("{}/{} differs from what session, before and after give when "
                      "emitted again",
                      at, name));
    }
  }
}

/// What a part changes is what its rollout step says for that link, no more.
void compare_with_rollout(const config::ConfigPart& part, const advice::Advice& advice,
                          const std::string& at, std::vector<std::string>& faults) {
  const config::SessionChange& change = part.change;
  if (change.change_id != advice.change_id || change.local_as != advice.local_as) {
    faults.push_back(at + ": change_id or local_as is not the advice's");
  }
  const auto step =
      std::find_if(advice.rollout.begin(), advice.rollout.end(),
                   [&](const advice::RolloutStep& other) { return other.step == change.step; });
  if (step == advice.rollout.end() || step->wait_s != change.wait_s) {
    faults.push_back(fmt::format("{}: the rollout has no step {} with that wait", at, change.step));
    return;
  }
  const auto marks_of = [](const config::MarksMap& map, const model::IpPrefix& prefix) {
    const auto found = map.find(prefix);
    return found == map.end() ? model::Marks{} : found->second;
  };
  const auto lever_of = [](const std::optional<advice::LeverText>& lever) {
    return lever ? lever->marks : model::Marks{};
  };
  config::PrependMap all = change.before;
  all.insert(change.after.begin(), change.after.end());
  for (const auto& entry : all) {
    const model::IpPrefix& prefix = entry.first;
    const auto from = change.before.find(prefix);
    const auto to = change.after.find(prefix);
    if (from == change.before.end() || to == change.after.end()) {
      faults.push_back(
          fmt::format("{}: {} is not in both before and after", at, to_string(prefix)));
      continue;
    }
    const model::Marks marks_from = marks_of(change.marks_before, prefix);
    const model::Marks marks_to = marks_of(change.marks_after, prefix);
    if ((from->second != to->second || marks_from != marks_to) &&
        std::none_of(
            step->changes.begin(), step->changes.end(), [&](const advice::ChangeText& said) {
              return said.link == change.link && said.from == from->second &&
                     said.to == to->second && said.prefix == to_string(prefix) &&
                     lever_of(said.lever_from) == marks_from && lever_of(said.lever_to) == marks_to;
            })) {
      faults.push_back(fmt::format("{}: step {} of the rollout does not change {} on {} so", at,
                                   change.step, to_string(prefix), change.link));
    }
  }
}

}  // namespace

std::vector<std::string> review_faults(const render::Document& document) {
  std::vector<std::string> faults;
  for (std::size_t i = 0; i < document.config.size(); ++i) {
    const config::ConfigPart& part = document.config[i];
    const std::string at = fmt::format("/config/{}", i);
    if (part.mode == config::Mode::paste) {
      for (const std::string& name : names_of(part.change.session)) {
        const std::string fault = config::name_fault(part.change.session.platform, name);
        if (!fault.empty()) {
          faults.push_back(fmt::format("{}/session: {}", at, fault));
        }
      }
    }
    compare_with_emission(part, at, faults);
    compare_with_rollout(part, document.advice, at, faults);
  }
  return faults;
}

}  // namespace bgpte::cli
