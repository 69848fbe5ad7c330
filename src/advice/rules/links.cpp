#include <fmt/format.h>

#include <algorithm>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/rule_table.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {
namespace {

model::Finding about(const model::Link& link, std::string message, std::string suggestion) {
  return {"", model::Severity::info, link.source, std::move(message), std::move(suggestion)};
}

model::Bps peak_today(const Situation& situation, model::LinkIndex link) {
  return situation.today.links[link].peak.expected;
}

/// "980 Mbps of 1 Gbps (98 %)", with the word that says which load is meant.
std::string load_text(const Situation& situation, model::LinkIndex link) {
  const model::Link& at = situation.scenario.links[link];
  const model::Bps load = peak_today(situation, link);
  return fmt::format("{} of {} ({}{})", model::format_rate(load), model::format_rate(at.capacity),
                     fine_percent(utilisation_of(load, at.capacity)),
                     at.peak ? " at its peak" : "");
}

std::string ceiling_text(const Situation& situation, model::LinkIndex link) {
  const model::Bps ceiling = model::ceiling(situation.scenario, link);
  return fmt::format(
      "{} ({})", model::format_rate(ceiling),
      fine_percent(utilisation_of(ceiling, situation.scenario.links[link].capacity)));
}

}  // namespace

Findings link_congested(const Situation& situation) {
  Findings found;
  for (model::LinkIndex link = 0; link < situation.scenario.links.size(); ++link) {
    const model::Link& at = situation.scenario.links[link];
    const model::Bps load = peak_today(situation, link);
    const model::Bps ceiling = model::ceiling(situation.scenario, link);
    if (load > ceiling) {
      found.push_back(
          about(at,
                fmt::format("Link {} carries {}, {} above its ceiling of {}", at.name,
                            load_text(situation, link), model::format_rate(load - ceiling),
                            ceiling_text(situation, link)),
                fmt::format("move at least {} to other links, or raise the capacity to {}",
                            model::format_rate(load - ceiling),
                            model::format_rate(capacity_for(situation.scenario, link, load)))));
    }
  }
  return found;
}

Findings link_saturated(const Situation& situation) {
  Findings found;
  const model::Saturation& saturation = situation.scenario.policy.saturation;
  for (model::LinkIndex link = 0; link < situation.scenario.links.size(); ++link) {
    const model::Link& at = situation.scenario.links[link];
    if (is_saturated(situation, link)) {
      found.push_back(about(
          at,
          fmt::format("Link {} carries {}: a full link hides demand, so what is measured there is "
                      "a lower bound; the high forecast counts {} more",
                      at.name, load_text(situation, link),
                      fine_percent(saturation.uplift.as_double() - 1)),
          "watch drops and the queue at the provider's end; measure again once there is room"));
    }
  }
  return found;
}

Findings inbound_above_capacity(const Situation& situation) {
  Findings found;
  for (const model::Link& at : situation.scenario.links) {
    const model::Bps stated = std::max(at.inbound, at.peak.value_or(at.inbound));
    if (stated > at.capacity) {
      found.push_back(about(
          at,
          fmt::format("Link {} is given {} of inbound on a capacity of {}: no counter shows that, "
                      "so it is read as demand, {} of which finds no place",
                      at.name, model::format_rate(stated), model::format_rate(at.capacity),
                      model::format_rate(stated - at.capacity)),
          "check the capacity of the port; if the figure is a demand estimate, nothing is wrong"));
    }
  }
  return found;
}

Findings near_ceiling(const Situation& situation) {
  Findings found;
  for (model::LinkIndex link = 0; link < situation.scenario.links.size(); ++link) {
    const model::Link& at = situation.scenario.links[link];
    const model::Bps load = peak_today(situation, link);
    const model::Bps ceiling = model::ceiling(situation.scenario, link);
    // Nine tenths of the ceiling: growth of one part in nine breaks it.
    if (load <= ceiling && load.value > 0 && load >= model::floor_product(ceiling, {900'000})) {
      const double growth =
          static_cast<double>((ceiling - load).value) / static_cast<double>(load.value);
      found.push_back(
          about(at,
                fmt::format("Link {} carries {}, {} below its ceiling of {}: it breaks "
                            "the ceiling when it grows by more than {}",
                            at.name, load_text(situation, link), model::format_rate(ceiling - load),
                            ceiling_text(situation, link), percent(growth)),
                "plan the upgrade or the next move now; capacity takes weeks to come"));
    }
  }
  return found;
}

Findings congested_by_one_prefix(const Situation& situation) {
  Findings found;
  const model::Scenario& scenario = situation.scenario;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    const model::Bps load = situation.today.links[link].inbound.expected;
    const model::Bps peak = peak_today(situation, link);
    const model::Bps ceiling = model::ceiling(scenario, link);
    const std::vector<Cell> cells = largest_cells(situation, link, scenario.prefixes.size());
    if (peak <= ceiling || cells.empty() || load.value <= 0) {
      continue;
    }
    const double part =
        static_cast<double>(cells[0].volume.value) / static_cast<double>(load.value);
    const auto without = static_cast<std::int64_t>(static_cast<double>(peak.value) * (1 - part));
    if (part < 0.5 || without > ceiling.value) {
      continue;  // Not one prefix's doing.
    }
    std::vector<std::string> victims;
    for (std::size_t i = 1; i < cells.size(); ++i) {
      victims.push_back(fmt::format("{} ({})", name_of(scenario, cells[i].prefix),
                                    model::format_rate(cells[i].volume)));
    }
    const model::Bps background = situation.ingress.today().background[link];
    if (background.value > 0) {
      victims.push_back(model::format_rate(background) + " of background");
    }
    const std::string_view verb = victims.size() == 1 ? "suffers" : "suffer";
    const std::string suffer = join_some(std::move(victims), 5);
    const std::string culprit = name_of(scenario, cells[0].prefix);
    found.push_back(
        about(scenario.links[link],
              fmt::format("Link {} is congested by one prefix: {} brings {} of {} ({}){}",
                          scenario.links[link].name, culprit, model::format_rate(cells[0].volume),
                          model::format_rate(load), fine_percent(part),
                          suffer.empty() ? "" : fmt::format("; {} {} for it", suffer, verb)),
              fmt::format("move part of {} and leave the rest of the link alone", culprit)));
  }
  return found;
}

Findings room_elsewhere(const Situation& situation) {
  Findings found;
  const model::Scenario& scenario = situation.scenario;
  const auto& home = situation.ingress.today().home;
  std::vector<bool> congested;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    congested.push_back(peak_today(situation, link) > model::ceiling(scenario, link));
  }
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    const model::Bps load = peak_today(situation, link);
    const model::Bps ceiling = model::ceiling(scenario, link);
    if (load >= ceiling) {
      continue;
    }
    struct Kept {
      model::Bps stuck;
      std::string text;
    };
    std::vector<Kept> kept;
    for (model::PrefixIndex prefix = 0; prefix < scenario.prefixes.size(); ++prefix) {
      const model::Advertisement& today = scenario.prefixes[prefix].advertise;
      if (!today.carried_on(link) || today[link] <= today.least()) {
        continue;
      }
      model::Bps stuck;
      std::vector<std::string> where;
      for (model::LinkIndex other = 0; other < scenario.links.size(); ++other) {
        if (congested[other] && today.carried_on(other) && today[other] < today[link] &&
            home[prefix][other].value > 0) {
          stuck += home[prefix][other];
          where.push_back(scenario.links[other].name);
        }
      }
      if (stuck.value > 0) {
        kept.push_back({stuck, fmt::format("{} (prepend {} there; {} on {})",
                                           name_of(scenario, prefix), static_cast<int>(today[link]),
                                           model::format_rate(stuck), join(where))});
      }
    }
    if (kept.empty()) {
      continue;
    }
    std::stable_sort(kept.begin(), kept.end(),
                     [](const Kept& a, const Kept& b) { return a.stuck > b.stuck; });
    std::vector<std::string> texts;
    for (const Kept& one : kept) {
      texts.push_back(one.text);
    }
    const model::Link& at = scenario.links[link];
    found.push_back(about(
        at,
        fmt::format("Link {} has {} of room below its ceiling of {}, while prepends keep traffic "
                    "of congested links away from it: {}",
                    at.name, model::format_rate(ceiling - load), ceiling_text(situation, link),
                    join_some(std::move(texts), 5)),
        fmt::format("take prepends off link {} before adding any elsewhere", at.name)));
  }
  return found;
}

Findings n_1_overload(const Situation& situation) {
  Findings found;
  const model::Scenario& scenario = situation.scenario;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    const model::Link& at = scenario.links[link];
    for (const FailureToday& state : situation.failures) {
      const model::Bps load = at_level(state.load.peak[link], scenario.policy.forecast);
      if (load <= at.capacity) {
        continue;
      }
      found.push_back(about(
          at,
          fmt::format("If {} fails, link {} gets {} for a capacity of {} ({}); {} too much",
                      state.failure.name, at.name, forecast_rate(load),
                      model::format_rate(at.capacity), percent(utilisation_of(load, at.capacity)),
                      forecast_rate(load - at.capacity)),
          fmt::format("raise link {} to {} or add a link that does not fail together with {}",
                      at.name, forecast_rate(capacity_for(scenario, link, load)),
                      state.failure.name)));
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
