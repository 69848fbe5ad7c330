// The rules of what a prefix may do: pins, prepend cap, actions, min_links, numbers of changes.
#include "bgpte/model/allowed_changes.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace bgpte::model {
namespace {

struct DenialRow {
  Denial denial;
  std::string_view name;
  Binds binds;
};

constexpr std::array<DenialRow, 23> denials{{
    {Denial::multihomed_elsewhere, "multihomed elsewhere", Binds::operator_too},
    {Denial::suspected_attack, "suspected attack", Binds::advice_only},
    {Denial::beside_attack, "beside a suspected attack", Binds::advice_only},
    {Denial::prefix_pinned, "prefix pinned", Binds::operator_too},
    {Denial::link_pinned, "link pinned", Binds::operator_too},
    {Denial::no_withdraw_action, "no withdraw action", Binds::advice_only},
    {Denial::no_announce_action, "no announce action", Binds::advice_only},
    {Denial::no_deaggregate_action, "no deaggregate action", Binds::advice_only},
    {Denial::no_prepend_action, "no prepend action", Binds::advice_only},
    {Denial::no_community_action, "no community action", Binds::advice_only},
    {Denial::no_med_action, "no med action", Binds::advice_only},
    {Denial::above_cap, "above the cap", Binds::operator_too},
    {Denial::originated_elsewhere, "originated by the provider", Binds::operator_too},
    {Denial::lever_of_today, "lever of today", Binds::advice_only},
    {Denial::lever_not_beside, "lever not beside today's prepend", Binds::advice_only},
    {Denial::unknown_effect, "unknown effect", Binds::advice_only},
    {Denial::kept_above_cap, "kept above the cap", Binds::advice_only},
    {Denial::changes_of_prefix, "changes of the prefix", Binds::operator_too},
    {Denial::levers_of_prefix, "levers of the prefix", Binds::operator_too},
    {Denial::too_few_links, "too few links", Binds::operator_too},
    {Denial::least_prepend_above_0, "least prepend above 0", Binds::advice_only},
    {Denial::same_traffic, "same traffic", Binds::advice_only},
    {Denial::changes_in_all, "changes in all", Binds::operator_too},
}};
static_assert([] {
  for (std::size_t i = 0; i < denials.size(); ++i) {
    if (static_cast<std::size_t>(denials[i].denial) != i) {
      return false;
    }
  }
  return true;
}());

std::optional<Denial> missing_action(const Actions& actions, const Lever& lever) {
  if (lever.marks.med) {
    return actions.med ? std::nullopt : std::optional(Denial::no_med_action);
  }
  return actions.community ? std::nullopt : std::optional(Denial::no_community_action);
}

/// The rules for one link but for pins and for what stays as it is; `add` gets each broken rule.
template <typename Add>
void look_at_setting(const Scenario& scenario, PrefixIndex prefix, LinkIndex link, Setting to,
                     const Add& add) {
  const Policy& policy = scenario.policy;
  const Advertisement& today = scenario.prefixes[prefix].advertise;
  const Setting now = setting_of(today, link);
  if (to.prepend == not_announced) {
    if (!policy.actions.withdraw) {
      add(Denial::no_withdraw_action);
    }
    return;
  }
  const bool carried = now.prepend != not_announced;
  const bool nowhere = today.carried_count() == 0;  // A part that goes where the whole goes.
  if (nowhere && !policy.actions.deaggregate) {
    add(Denial::no_deaggregate_action);
  } else if (!nowhere && !carried && !policy.actions.announce) {
    add(Denial::no_announce_action);
  }
  if (scenario.prefixes[prefix].originated_by == link && to.prepend != now.prepend) {
    add(Denial::originated_elsewhere);
  }
  // A new announcement without prepend is no use of prepends.
  const bool prepends = carried ? to.prepend != now.prepend : to.prepend > 0;
  if (prepends && !policy.actions.prepend) {
    add(Denial::no_prepend_action);
  }
  if (to.prepend > prepend_cap(scenario, link)) {
    add(Denial::above_cap);
  }
  if (to.lever == now.lever) {
    return;
  }
  // What taking a lever off, or another in its place, does is not known.
  if (now.lever != no_lever) {
    add(Denial::lever_of_today);
  }
  if (to.lever == no_lever) {
    return;
  }
  if (to.prepend != now.prepend) {
    add(Denial::lever_not_beside);
  }
  const Lever& lever = scenario.links[link].levers[to.lever - 1U];
  if (const std::optional<Denial> missing = missing_action(policy.actions, lever)) {
    add(*missing);
  }
  if (!lever.effect_known()) {
    add(Denial::unknown_effect);
  }
}

std::optional<LinkIndex> first_change(const Advertisement& today, const Advertisement& x) {
  for (LinkIndex link = 0; link < x.size(); ++link) {
    if (setting_of(x, link) != setting_of(today, link)) {
      return link;
    }
  }
  return std::nullopt;
}

/// Levers that x has and today's advertisement does not.
std::size_t new_levers(const Advertisement& today, const Advertisement& x) {
  std::size_t count = 0;
  for (LinkIndex link = 0; link < x.size(); ++link) {
    count += x.lever(link) != no_lever && x.lever(link) != today.lever(link) ? 1 : 0;
  }
  return count;
}

}  // namespace

Setting setting_of(const Advertisement& x, LinkIndex link) {
  return {x[link], x.lever(link)};
}

std::string_view name_of(Denial denial) {
  return denials[static_cast<std::size_t>(denial)].name;
}

Binds binds(Denial denial) {
  return denials[static_cast<std::size_t>(denial)].binds;
}

bool contains(const std::vector<WhyNot>& reasons, Denial denial) {
  return std::any_of(reasons.begin(), reasons.end(),
                     [&](const WhyNot& one) { return one.denial == denial; });
}

std::optional<Denial> why_pinned(const Scenario& scenario, PrefixIndex prefix) {
  const Prefix& p = scenario.prefixes[prefix];
  if (p.multihomed_elsewhere) {
    return Denial::multihomed_elsewhere;
  }
  const std::vector<PrefixIndex>& pins = scenario.policy.pinned_prefixes;
  if (flooded_link(scenario, prefix)) {
    return Denial::suspected_attack;
  }
  if (p.pinned || std::binary_search(pins.begin(), pins.end(), prefix)) {
    return Denial::prefix_pinned;
  }
  for (LinkIndex l = 0; l < scenario.links.size(); ++l) {
    if (p.advertise.carried_on(l) && flooding_prefix(scenario, l)) {
      return Denial::beside_attack;
    }
  }
  return std::nullopt;
}

std::optional<LinkIndex> flooded_link(const Scenario& scenario, PrefixIndex prefix) {
  const Prefix& p = scenario.prefixes[prefix];
  if (p.suspected) {
    return p.suspected->link;
  }
  for (LinkIndex l = 0; !p.demand && l < p.by_link.size(); ++l) {
    if (p.by_link[l].value_or(Bps{}) > scenario.links[l].capacity) {
      return l;
    }
  }
  return std::nullopt;
}

Prepend prepend_cap(const Scenario& scenario, LinkIndex link) {
  const Prepend most = scenario.policy.max_prepend;
  return std::min(most, scenario.links[link].accepts_prepends.value_or(most));
}

std::vector<std::optional<PrefixIndex>> flooding_prefixes(const Scenario& scenario) {
  std::vector<std::optional<PrefixIndex>> flooding(scenario.links.size());
  for (PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    const std::optional<LinkIndex> link = flooded_link(scenario, p);
    if (link && !flooding[*link] &&
        scenario.links[*link].inbound > scenario.links[*link].capacity) {
      flooding[*link] = p;
    }
  }
  return flooding;
}

std::optional<PrefixIndex> flooding_prefix(const Scenario& scenario, LinkIndex link) {
  if (scenario.links[link].inbound <= scenario.links[link].capacity) {
    return std::nullopt;
  }
  return scenario.flooding ? (*scenario.flooding)[link] : flooding_prefixes(scenario)[link];
}

bool is_pinned(const Scenario& scenario, PrefixIndex prefix) {
  return why_pinned(scenario, prefix).has_value();
}

bool is_pinned_link(const Scenario& scenario, LinkIndex link) {
  const std::vector<LinkIndex>& pins = scenario.policy.pinned_links;
  return std::binary_search(pins.begin(), pins.end(), link);
}

std::optional<Denial> why_not(const Actions& actions, const Lever& lever) {
  if (const std::optional<Denial> missing = missing_action(actions, lever)) {
    return missing;
  }
  return lever.effect_known() ? std::nullopt : std::optional(Denial::unknown_effect);
}

std::size_t most_changes_of_a_prefix(const Policy& policy) {
  return std::min(policy.max_changes_per_prefix,
                  policy.max_changes.value_or(policy.max_changes_per_prefix));
}

std::size_t most_changes_of_a_plan(const Policy& policy) {
  return policy.max_changes.value_or(std::numeric_limits<std::size_t>::max());
}

bool allows_another_change(const Scenario& scenario,
                           const std::map<PrefixIndex, Advertisement>& plan) {
  std::size_t changes = 0;
  for (const auto& [prefix, x] : plan) {
    changes += x.changes_from(scenario.prefixes[prefix].advertise);
  }
  return !scenario.policy.max_changes || changes < *scenario.policy.max_changes;
}

std::vector<WhyNot> why_not(const Scenario& scenario, PrefixIndex prefix, LinkIndex link,
                            Setting to) {
  std::vector<WhyNot> found;
  const Setting now = setting_of(scenario.prefixes[prefix].advertise, link);
  if (to == now) {
    return found;
  }
  const auto add = [&](Denial denial) {
    const bool cap = denial == Denial::above_cap;
    found.push_back({denial, prefix, link, static_cast<std::size_t>(cap ? to.prepend : 0),
                     static_cast<std::size_t>(cap ? prepend_cap(scenario, link) : 0)});
  };
  if (const std::optional<Denial> pin = why_pinned(scenario, prefix)) {
    add(*pin);
  } else if (is_pinned_link(scenario, link)) {
    add(Denial::link_pinned);
  }
  look_at_setting(scenario, prefix, link, to, add);
  return found;
}

std::vector<Setting> allowed_settings(const Scenario& scenario, PrefixIndex prefix,
                                      LinkIndex link) {
  const Setting now = setting_of(scenario.prefixes[prefix].advertise, link);
  std::vector<Setting> result;
  if (now.prepend <= scenario.policy.max_prepend) {
    result.push_back(now);
  }
  if (is_pinned_link(scenario, link)) {
    return result;
  }
  const auto offer = [&](Setting to) {
    bool allowed = to != now;
    look_at_setting(scenario, prefix, link, to, [&](Denial) { allowed = false; });
    if (allowed) {
      result.push_back(to);
    }
  };
  for (Prepend prepend = 0; prepend <= scenario.policy.max_prepend; ++prepend) {
    offer({prepend, now.lever});
  }
  for (std::size_t i = 0; now.prepend >= 0 && i < scenario.links[link].levers.size(); ++i) {
    offer({now.prepend, static_cast<LeverChoice>(i + 1)});
  }
  offer({});
  return result;
}

std::vector<WhyNot> why_not_as_a_whole(const Scenario& scenario, PrefixIndex prefix,
                                       const Advertisement& x) {
  std::vector<WhyNot> found;
  const Advertisement& today = scenario.prefixes[prefix].advertise;
  const std::optional<LinkIndex> first = first_change(today, x);
  if (!first) {
    return found;
  }
  const Policy& policy = scenario.policy;
  if (const std::size_t changes = x.changes_from(today); changes > policy.max_changes_per_prefix) {
    found.push_back(
        {Denial::changes_of_prefix, prefix, *first, changes, policy.max_changes_per_prefix});
  }
  if (const std::size_t levers = new_levers(today, x); levers > most_levers_of_a_prefix) {
    found.push_back({Denial::levers_of_prefix, prefix, *first, levers, most_levers_of_a_prefix});
  }
  const std::size_t least_links = std::max<std::size_t>(1, policy.min_links);
  if (const std::size_t links = x.carried_count(); links < least_links) {
    found.push_back({Denial::too_few_links, prefix, *first, links, least_links});
  }
  if (const Prepend least = x.least(); least > 0 && least != today.least()) {
    found.push_back(
        {Denial::least_prepend_above_0, prefix, *first, static_cast<std::size_t>(least), 0});
  }
  if (x == today.without_common_prepends()) {
    found.push_back({Denial::same_traffic, prefix, *first});
  }
  return found;
}

std::vector<WhyNot> why_not(const Scenario& scenario,
                            const std::map<PrefixIndex, Advertisement>& plan) {
  std::vector<WhyNot> found;
  std::optional<WhyNot> in_all;  // Names the first change.
  std::size_t changes = 0;
  for (const auto& [prefix, x] : plan) {
    const Advertisement& today = scenario.prefixes[prefix].advertise;
    const std::optional<LinkIndex> first = first_change(today, x);
    if (!first) {
      continue;
    }
    changes += x.changes_from(today);
    if (!in_all) {
      in_all = WhyNot{Denial::changes_in_all, prefix, *first};
    }
    for (LinkIndex link = 0; link < x.size(); ++link) {
      const std::vector<WhyNot> here = why_not(scenario, prefix, link, setting_of(x, link));
      found.insert(found.end(), here.begin(), here.end());
      if (setting_of(x, link) == setting_of(today, link) && x[link] > scenario.policy.max_prepend) {
        found.push_back({Denial::kept_above_cap, prefix, link, static_cast<std::size_t>(x[link]),
                         static_cast<std::size_t>(scenario.policy.max_prepend)});
      }
    }
  }
  if (scenario.policy.max_changes && changes > *scenario.policy.max_changes) {
    in_all->asked = changes;
    in_all->allowed = *scenario.policy.max_changes;
    found.push_back(*in_all);
  }
  for (const auto& [prefix, x] : plan) {
    const std::vector<WhyNot> whole = why_not_as_a_whole(scenario, prefix, x);
    found.insert(found.end(), whole.begin(), whole.end());
  }
  return found;
}

bool may_announce(const Scenario& scenario, PrefixIndex prefix, const Advertisement& x) {
  return why_not(scenario, {{prefix, x}}).empty();
}

}  // namespace bgpte::model
