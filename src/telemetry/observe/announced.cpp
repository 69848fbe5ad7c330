// What routers announce, held against a scenario.
#include "src/telemetry/observe/announced.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "bgpte/text/display.hpp"
#include "bgpte/text/format.hpp"

namespace bgpte::telemetry {

namespace {

/// What the sessions of a link announce of one prefix.
struct OnLink {
  std::set<int> prepends;  ///< -1: not shown.
  std::set<model::Asn> origins;
};

using ByPrefix = std::map<model::IpPrefix, std::map<model::LinkIndex, OnLink>>;

class Comparison {
 public:
  Comparison(const model::Scenario& scenario, const std::vector<Route>& routes)
      : scenario_(scenario) {
    result_.changes.resize(scenario.prefixes.size());
    for (const Route& route : routes) {
      take(route);
    }
  }

  Announced result() {
    for (std::size_t p = 0; p < scenario_.prefixes.size(); ++p) {
      compare(p);
    }
    for (const auto& [prefix, on_links] : announced_) {
      if (!model::find_prefix(scenario_, prefix)) {
        add_new(prefix, on_links);
      }
    }
    return std::move(result_);
  }

 private:
  void remark(std::string id, std::string text) {
    result_.remarks.push_back({std::move(id), std::move(text)});
  }

  void take(const Route& route) {
    const std::optional<model::LinkIndex> link = model::find_link(scenario_, route.link);
    const model::ParsedPrefix parsed = model::parse_prefix(route.prefix);
    if (!link || parsed.fault != model::PrefixFault::none) {
      const std::string& what = link ? route.prefix : route.link;
      if (told_.insert(what).second) {
        remark(link ? "bad-prefix" : "unknown-link",
               link ? fmt::format("a route's prefix cannot be read: {}", text::one_line(what))
                    : fmt::format("routes are of a link {} that the scenario does not have",
                                  text::one_line(what)));
      }
      return;
    }
    families_.emplace(*link, parsed.prefix.family());
    OnLink& on_link = announced_[parsed.prefix][*link];
    on_link.prepends.insert(route.prepends);
    on_link.origins.insert(route.path.empty() ? 0 : route.path.back());
  }

  /// The prepend of all sessions of a link, or nothing after saying why.
  std::optional<model::Prepend> prepend_of(const model::IpPrefix& prefix, model::LinkIndex link,
                                           const OnLink& on_link) {
    const int prepend = *on_link.prepends.begin();
    const std::string where =
        fmt::format("{} on link {}", model::to_string(prefix), scenario_.links[link].name);
    if (on_link.prepends.size() > 1) {
      remark("sessions-differ", fmt::format("{} is announced with another prepend by each session "
                                            "({}): advertise stays as it is",
                                            where, fmt::join(on_link.prepends, ", ")));
      return std::nullopt;
    }
    if (prepend < 0 || prepend > model::max_prepend) {
      remark("prepend-not-shown",
             fmt::format("the prepend of {} cannot be told from the routes", where));
      return std::nullopt;
    }
    return static_cast<model::Prepend>(prepend);
  }

  void compare(model::PrefixIndex p) {
    const model::Prefix& prefix = scenario_.prefixes[p];
    const auto found = announced_.find(prefix.prefix);
    model::Advertisement now = prefix.advertise;
    std::vector<AnnouncedNow> changes;
    for (model::LinkIndex l = 0; l < scenario_.links.size(); ++l) {
      const OnLink* on_link = nullptr;
      if (found != announced_.end()) {
        const auto on = found->second.find(l);
        on_link = on == found->second.end() ? nullptr : &on->second;
      }
      if (on_link != nullptr) {
        const std::optional<model::Prepend> prepend = prepend_of(prefix.prefix, l, *on_link);
        if (prepend && *prepend != now[l]) {
          now[l] = *prepend;
          changes.push_back({l, prepend});
        }
      } else if (now.carried_on(l) && families_.count({l, prefix.prefix.family()}) > 0) {
        now.withdraw(l);
        changes.push_back({l, std::nullopt});
      }
    }
    const std::string name = model::to_string(prefix.prefix);
    if (now.carried_count() == 0 && !prefix.part_of && !changes.empty()) {
      remark("announced-nowhere",
             fmt::format("{} is announced on none of the links whose routes were given: advertise "
                         "stays as it is",
                         name));
      return;
    }
    for (const AnnouncedNow& change : changes) {
      if (!change.prepend) {
        remark("listed-not-announced",
               fmt::format("{} is listed on link {} and not announced there", name,
                           scenario_.links[change.link].name));
      }
    }
    result_.changes[p] = std::move(changes);
  }

  void add_new(const model::IpPrefix& prefix, const std::map<model::LinkIndex, OnLink>& on_links) {
    NewPrefix added;
    added.prefix = prefix;
    std::set<model::Asn> origins;
    std::vector<std::string> names;
    for (const auto& [link, on_link] : on_links) {
      if (const std::optional<model::Prepend> prepend = prepend_of(prefix, link, on_link)) {
        added.advertise.emplace_back(link, *prepend);
      }
      origins.insert(on_link.origins.begin(), on_link.origins.end());
      names.push_back(scenario_.links[link].name);
    }
    if (origins.size() == 1 && *origins.begin() != scenario_.local_as) {
      added.origin_as = *origins.begin();
    }
    const bool can_be = !added.advertise.empty();
    remark("announced-not-listed",
           fmt::format("{} is announced on {} and not listed{}", model::to_string(prefix),
                       text::join_some(std::move(names), 3),
                       can_be ? ": it is added, pinned; unpin it when its inbound is known" : ""));
    if (can_be) {
      result_.new_prefixes.push_back(std::move(added));
    }
  }

  const model::Scenario& scenario_;
  ByPrefix announced_;
  std::set<std::pair<model::LinkIndex, model::Family>> families_;
  std::set<std::string> told_;
  Announced result_;
};

}  // namespace

Announced compare_routes(const model::Scenario& scenario, const std::vector<Route>& routes) {
  return Comparison(scenario, routes).result();
}

}  // namespace bgpte::telemetry
