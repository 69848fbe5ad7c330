// Reads `measured.history`: what is usual, how links grow, and what looks like an attack.
#include "bgpte/history/history.hpp"

#include <algorithm>

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

model::Past past_of(const model::Scenario& scenario, const history::History& history) {
  model::Past past;
  for (const model::Link& link : scenario.links) {
    past.links.push_back({usual_of(history, {link.name, {}}),
                          history::growth_of(history::busy_hours(history, link.name))});
  }
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
      const history::CellName cell{scenario.links[l].name,
                                   model::to_string(scenario.prefixes[p].prefix)};
      const model::HourlyRates usual = usual_of(history, cell);
      if (!says_nothing(usual)) {
        past.cells.push_back({p, l, usual});
      }
    }
  }
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
  mark_suspects(read.history, draft.scenario);
}

}  // namespace bgpte::scenario
