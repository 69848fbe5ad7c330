// Reads `measured.history`: what is usual, how links grow, and what looks like an attack.
#include "bgpte/history/history.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "bgpte/history/attack.hpp"
#include "bgpte/history/folder.hpp"
#include "bgpte/history/growth.hpp"
#include "bgpte/history/usual.hpp"
#include "src/scenario/draft.hpp"
#include "src/scenario/other_files.hpp"

namespace bgpte::scenario {
namespace {

model::HourlyRates usual_of(const history::History& history, const history::CellName& cell) {
  // The newest day counts too: it is complete, or else its hours are few.
  const history::UsualRates rates = history::usual_rates(history, cell, history.newest() + 1);
  model::HourlyRates usual;
  for (std::size_t hour = 0; hour < rates.size(); ++hour) {
    if (rates[hour]) {
      usual[hour] = model::Bps{*rates[hour]};
    }
  }
  return usual;
}

bool says_nothing(const model::HourlyRates& rates) {
  return std::none_of(rates.begin(), rates.end(),
                      [](const auto& rate) { return rate.has_value(); });
}

/// Cells of prefixes on the days that tell what is usual: many fewer than prefixes times links.
std::set<history::CellName> cells_of_prefixes(const history::History& history) {
  std::set<history::CellName> cells;
  const auto first = history.days.lower_bound(history.newest() + 1 - history::usual_days);
  for (auto day = first; day != history.days.end(); ++day) {
    for (const auto& [cell, hours] : day->second.cells) {
      if (!cell.prefix.empty()) {
        cells.insert(cell);
      }
    }
  }
  return cells;
}

/// The day that is measured last, or the newest one of the history where that is not given.
std::int64_t day_of_load(const model::Scenario& scenario, const history::History& history) {
  const std::optional<std::int64_t> until = model::measured_until(scenario);
  return until ? *until / history::day_s - 1 : history.newest();
}

/// What the history says, as far as it is not too old for that.
model::Past past_of(const model::Scenario& scenario, const history::History& history) {
  const std::int64_t today = day_of_load(scenario, history);
  model::Past past;
  past.newest = history.newest();
  past.days_old = history.empty() ? 0 : std::max<std::int64_t>(0, today - past.newest);
  const bool tells_usual = past.days_old <= history::most_days_old_for_usual;
  for (const model::Link& link : scenario.links) {
    model::LinkPast& one = past.links.emplace_back();
    if (tells_usual) {
      one.usual = usual_of(history, {link.name, {}});
    }
    one.growth = history::growth_of(history::busy_hours(history, link.name));
    if (one.growth && today - one.growth->to > history::most_days_old_for_growth) {
      one.growth.reset();
    }
  }
  if (!tells_usual) {
    return past;
  }
  for (const history::CellName& cell : cells_of_prefixes(history)) {
    const auto prefix = model::find_prefix(scenario, model::parse_prefix(cell.prefix).prefix);
    const auto link = model::find_link(scenario, cell.link);
    if (!prefix || !link) {
      continue;
    }
    const model::HourlyRates usual = usual_of(history, cell);
    if (!says_nothing(usual)) {
      past.cells.push_back({*prefix, *link, usual});
    }
  }
  std::sort(past.cells.begin(), past.cells.end(),
            [](const model::CellPast& a, const model::CellPast& b) {
              return std::pair(a.prefix, a.link) < std::pair(b.prefix, b.link);
            });
  return past;
}

/// The hour in which most is held against each prefix.
void mark_suspects(const history::History& history, model::Scenario& scenario) {
  for (const history::AttackVerdict& one : history::verdicts_of_last_day(history, scenario)) {
    const auto prefix =
        model::find_prefix(scenario, model::parse_prefix(one.now.cell.prefix).prefix);
    const auto link = model::find_link(scenario, one.now.cell.link);
    if (!one.looks_like_attack() || !prefix || !link) {
      continue;
    }
    std::optional<model::SuspectedAttack>& suspected = scenario.prefixes[*prefix].suspected;
    if (!suspected || suspected->rate.value < one.now.bps) {
      suspected =
          model::SuspectedAttack{*link, model::Bps{one.now.bps}, one.now.time, one.reasons()};
    }
  }
}

}  // namespace

void read_history(Draft& draft, Node node) {
  if (node == json::Document::none) {
    return;
  }
  const std::optional<OtherFile> folder = find_other_folder(draft, node);
  if (!folder || !draft.links_known || !draft.prefixes_known) {
    return;
  }
  const history::Folder read = history::read_folder(folder->path);
  if (!read.fault.empty()) {
    draft.in.faults.add(node, {.code = "bad-history",
                               .kind = FaultKind::meaning,
                               .allowed = "a folder of days of bgpte-history/1",
                               .message = "The history cannot be read; bgpte observe --history "
                                          "says why."});
    return;
  }
  draft.scenario.past = past_of(draft.scenario, read.history);
  draft.scenario.past->folder = folder->name;
  if (draft.scenario.past->days_old <= history::most_days_old_for_attacks) {
    mark_suspects(read.history, draft.scenario);
  }
}

}  // namespace bgpte::scenario
