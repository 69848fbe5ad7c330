#include "review.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

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

/// What the parts make of one prefix on one link, from the first step to the last.
struct Net {
  model::Prepend from = 0, to = 0;
  model::Marks marks_from, marks_to;
};

/// The changes that a reader of the advice sees are those that its parts make, all and no other,
/// on every link and family that has parts.
void compare_with_changes(const render::Document& document, std::vector<std::string>& faults) {
  std::map<std::pair<std::string, model::IpPrefix>, Net> nets;
  std::set<std::pair<std::string, model::Family>> configured;
  const auto marks_of = [](const config::MarksMap& map, const model::IpPrefix& prefix) {
    const auto found = map.find(prefix);
    return found == map.end() ? model::Marks{} : found->second;
  };
  for (const config::ConfigPart& part : document.config) {
    const config::SessionChange& change = part.change;
    configured.emplace(change.link, change.session.family);
    for (const auto& [prefix, to] : change.after) {
      const auto from = change.before.find(prefix);
      const auto [net, first] = nets.try_emplace({change.link, prefix});
      if (first) {
        net->second.from = from == change.before.end() ? model::Prepend{0} : from->second;
        net->second.marks_from = marks_of(change.marks_before, prefix);
      }
      net->second.to = to;
      net->second.marks_to = marks_of(change.marks_after, prefix);
    }
  }
  const auto lever_of = [](const std::optional<advice::LeverText>& lever) {
    return lever ? lever->marks : model::Marks{};
  };
  for (std::size_t i = 0; i < document.advice.changes.size(); ++i) {
    const advice::ChangeText& said = document.advice.changes[i];
    const model::IpPrefix prefix = model::parse_prefix(said.prefix).prefix;
    if (!configured.contains({said.link, prefix.family()})) {
      continue;
    }
    const auto net = nets.find({said.link, prefix});
    if (net == nets.end() || said.from != net->second.from || said.to != net->second.to ||
        lever_of(said.lever_from) != net->second.marks_from ||
        lever_of(said.lever_to) != net->second.marks_to) {
      faults.push_back(fmt::format("/changes/{}: the configuration does not change {} on {} so", i,
                                   said.prefix, said.link));
    }
  }
  for (const auto& [place, net] : nets) {
    const std::string prefix = to_string(place.second);
    const bool differs = net.from != net.to || net.marks_from != net.marks_to;
    if (differs && std::ranges::none_of(document.advice.changes, [&](const auto& said) {
          return said.link == place.first && said.prefix == prefix;
        })) {
      faults.push_back(
          fmt::format("/config changes {} on {}, and /changes does not", prefix, place.first));
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
  compare_with_changes(document, faults);
  return faults;
}

}  // namespace bgpte::cli
