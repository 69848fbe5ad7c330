// Looks for contradictions within advice that was read back from JSON.
#include "src/cli/config/advice_review.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

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

/// How a prefix is announced on a link, as the rows of a rollout and the maps of a part say it.
struct Announced {
  model::Prepend prepend = 0;
  model::RouteAttributes marks;
  bool operator==(const Announced&) const = default;
};

Announced from_of(const advice::ChangeText& row) {
  return {row.from, row.lever_from ? row.lever_from->marks : model::RouteAttributes{}};
}

Announced to_of(const advice::ChangeText& row) {
  return {row.to, row.lever_to ? row.lever_to->marks : model::RouteAttributes{}};
}

Announced announced_in(const config::PrependMap& prepends, const config::AttributesMap& marks,
                       const model::IpPrefix& prefix) {
  return {prepends.at(prefix), config::attributes_in(marks, prefix)};
}

bool makes(const config::SessionChange& change, const model::IpPrefix& prefix,
           const advice::ChangeText& row) {
  return change.before.contains(prefix) && change.after.contains(prefix) &&
         announced_in(change.before, change.marks_before, prefix) == from_of(row) &&
         announced_in(change.after, change.marks_after, prefix) == to_of(row);
}

/// A part has each prefix before and after; what it changes is what its rollout step says for that
/// link, no more.
void compare_with_rollout(const config::ConfigPart& part, const advice::Advice& advice,
                          const std::string& at, std::vector<std::string>& faults) {
  const config::SessionChange& change = part.change;
  if (change.change_id != advice.change_id || change.local_as != advice.local_as) {
    faults.push_back(at + ": change_id or local_as is not the advice's");
  }
  const auto step = std::ranges::find(advice.rollout, change.step, &advice::RolloutStep::step);
  if (step == advice.rollout.end() || step->wait_s != change.wait_s) {
    faults.push_back(fmt::format("{}: the rollout has no step {} with that wait", at, change.step));
    return;
  }
  config::PrependMap all = change.before;
  all.insert(change.after.begin(), change.after.end());
  for (const auto& entry : all) {
    const model::IpPrefix& prefix = entry.first;
    if (!change.before.contains(prefix) || !change.after.contains(prefix)) {
      faults.push_back(
          fmt::format("{}: {} is not in both before and after", at, to_string(prefix)));
      continue;
    }
    if (announced_in(change.before, change.marks_before, prefix) !=
            announced_in(change.after, change.marks_after, prefix) &&
        std::ranges::none_of(step->changes, [&](const advice::ChangeText& row) {
          return row.link == change.link && row.prefix == to_string(prefix) &&
                 makes(change, prefix, row);
        })) {
      faults.push_back(fmt::format("{}: step {} of the rollout does not change {} on {} so", at,
                                   change.step, to_string(prefix), change.link));
    }
  }
}

/// Whether a session's next part finds what its earlier one left.
bool goes_on_from(const config::SessionChange& earlier, const config::SessionChange& next) {
  return std::ranges::all_of(earlier.after, [&](const auto& entry) {
    const model::IpPrefix& prefix = entry.first;
    return !next.before.contains(prefix) ||
           announced_in(next.before, next.marks_before, prefix) ==
               announced_in(earlier.after, earlier.marks_after, prefix);
  });
}

/// Parts come in the order of the rollout, each session once a step; and a session that has any has
/// one for every row of the rollout that is of its link and family.
void compare_sessions(const render::Document& document, std::vector<std::string>& faults) {
  using Session = std::tuple<std::string, std::string, std::string, model::Family>;
  std::map<Session, std::map<int, const config::SessionChange*>> sessions;
  int latest = 0;
  for (std::size_t i = 0; i < document.config.size(); ++i) {
    const config::SessionChange& change = document.config[i].change;
    auto& parts = sessions[{change.link, change.session.router, to_string(change.session.neighbor),
                            change.session.family}];
    if (!parts.empty() && !goes_on_from(*parts.rbegin()->second, change)) {
      faults.push_back(
          fmt::format("/config/{}: before is not what the session's earlier part left", i));
    }
    const bool first = parts.emplace(change.step, &change).second;
    if (!first || change.step < latest) {
      faults.push_back(fmt::format("/config/{}: {}", i,
                                   first ? "its step comes before that of an earlier part"
                                         : "an earlier part is of the same session and step"));
    }
    latest = std::max(latest, change.step);
  }
  for (std::size_t i = 0; i < document.advice.rollout.size(); ++i) {
    const advice::RolloutStep& step = document.advice.rollout[i];
    for (std::size_t j = 0; j < step.changes.size(); ++j) {
      const advice::ChangeText& row = step.changes[j];
      const model::IpPrefix prefix = model::parse_prefix(row.prefix).prefix;
      for (const auto& [session, parts] : sessions) {
        const auto& [link, router, neighbor, family] = session;
        if (link != row.link || family != prefix.family()) {
          continue;
        }
        const auto part = parts.find(step.step);
        if (part == parts.end() || !makes(*part->second, prefix, row)) {
          faults.push_back(
              fmt::format("/rollout/{}/changes/{}: no part of step {} for {} (neighbour "
                          "{}) changes {} so",
                          i, j, step.step, router.empty() ? link : router, neighbor, row.prefix));
        }
      }
    }
  }
}

/// The steps count from 1, each goes on from what the one before it left, and together they make
/// the changes that a reader of the advice sees, all and no other.
void compare_rollout_with_changes(const advice::Advice& advice, std::vector<std::string>& faults) {
  struct Net {
    Announced from, to;
  };
  std::map<std::pair<std::string, std::string>, Net> nets;
  for (std::size_t i = 0; i < advice.rollout.size(); ++i) {
    const advice::RolloutStep& step = advice.rollout[i];
    if (step.step != static_cast<int>(i + 1)) {
      faults.push_back(fmt::format("/rollout/{}: is not step {}", i, i + 1));
    }
    for (std::size_t j = 0; j < step.changes.size(); ++j) {
      const advice::ChangeText& row = step.changes[j];
      const auto& [net, first] =
          nets.try_emplace({row.link, row.prefix}, Net{from_of(row), from_of(row)});
      if (net->second.to != from_of(row)) {
        faults.push_back(fmt::format("/rollout/{}/changes/{}: {} on {} is not so before it", i, j,
                                     row.prefix, row.link));
      }
      net->second.to = to_of(row);
    }
  }
  for (std::size_t i = 0; i < advice.changes.size(); ++i) {
    const advice::ChangeText& row = advice.changes[i];
    const auto net = nets.find({row.link, row.prefix});
    if (net == nets.end() || net->second.from != from_of(row) || net->second.to != to_of(row)) {
      faults.push_back(fmt::format("/changes/{}: the rollout does not change {} on {} so", i,
                                   row.prefix, row.link));
    }
  }
  for (const auto& entry : nets) {
    const auto& place = entry.first;
    const Net& net = entry.second;
    if (net.from != net.to && std::ranges::none_of(advice.changes, [&](const auto& row) {
          return row.link == place.first && row.prefix == place.second;
        })) {
      faults.push_back(fmt::format("/rollout changes {} on {}, and /changes does not", place.second,
                                   place.first));
    }
  }
  if (advice.change_id != advice::change_id_of(advice.local_as, advice.changes)) {
    faults.emplace_back("/change_id is not that of local_as and /changes");
  }
}

/// A transaction is that of the parts of one router and step. Advice of an earlier version has
/// none.
void compare_transactions(const render::Document& document, std::vector<std::string>& faults) {
  const auto joined = [](const config::ConfigPart& part) {
    return !part.change.transaction.empty();
  };
  if (std::ranges::none_of(document.config, joined)) {
    return;
  }
  const auto again = config::with_whole_transactions(document.config);
  for (std::size_t i = 0; i < again.size(); ++i) {
    if (again[i].change.transaction != document.config[i].change.transaction) {
      faults.push_back(
          fmt::format("/config/{}: its transaction is not that of its router and step", i));
    }
  }
}

/// Every link that is named is one of the forecast's.
void compare_links(const render::Document& document, std::vector<std::string>& faults) {
  const auto known = [&](const std::string& name, const std::string& at) {
    if (std::ranges::find(document.advice.links, name, &advice::LinkForecast::name) ==
        document.advice.links.end()) {
      faults.push_back(fmt::format("{}: {} is not in /links", at, name));
    }
  };
  for (std::size_t i = 0; i < document.advice.changes.size(); ++i) {
    known(document.advice.changes[i].link, fmt::format("/changes/{}", i));
  }
  for (std::size_t i = 0; i < document.config.size(); ++i) {
    known(document.config[i].change.link, fmt::format("/config/{}", i));
    for (const config::ParallelLink& other : document.config[i].change.parallel_links) {
      known(other.link, fmt::format("/config/{}/parallel_links", i));
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
    const config::SessionChange& change = part.change;
    if (change.before == change.after && change.marks_before == change.marks_after) {
      faults.push_back(fmt::format("{} changes nothing", at));
    }
    compare_with_emission(part, at, faults);
    compare_with_rollout(part, document.advice, at, faults);
  }
  compare_sessions(document, faults);
  compare_rollout_with_changes(document.advice, faults);
  compare_links(document, faults);
  compare_transactions(document, faults);
  return faults;
}

}  // namespace bgpte::cli
