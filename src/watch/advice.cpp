// Whether advice is sought, what becomes of it, and the step that was told.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "bgpte/model/allowed_changes.hpp"
#include "bgpte/telemetry/observe.hpp"
#include "bgpte/text/format.hpp"
#include "bgpte/text/time.hpp"
#include "bgpte/watch/watch.hpp"
#include "src/watch/above.hpp"

namespace bgpte::watch {

namespace {

/// Where nothing safe was found, the figures may be others an hour later.
constexpr std::int64_t retry_s = 3'600;

telemetry::Coverage coverage_of(const LinkWatch& link) {
  telemetry::Coverage sum;
  for (const LinkLoad& load : link.recent) {
    if (load.flow_bps >= 0) {
      sum.flow_bytes += load.flow_bps;
      sum.counter_bytes += load.in_bps;
    }
  }
  return sum;
}

/// True where the advice of the link's incident is due, and the link is seen to be too full: in so
/// many intervals as raise it; in the newest, or in the scenario, where an alert says it too.
bool wants_advice(const State& state, const model::Scenario& scenario, const std::string& name,
                  const LinkWatch& link) {
  if (!link.incident || link.incident->advice != AdviceStand::due) {
    return false;
  }
  const std::optional<model::LinkIndex> index = model::find_link(scenario, name);
  if (!index) {
    return false;
  }
  const std::int64_t level = raise_level(scenario, *index);
  const bool by_alert = link.incident->by_alert;
  const auto count =
      by_alert ? std::size_t{1} : static_cast<std::size_t>(scenario.policy.watch.raise_after);
  return all_above(link, count, state.interval_s, level) ||
         (by_alert && scenario.links[*index].inbound.value > level);
}

/// The prefixes that were in a step of the last `rest` seconds, sorted.
std::vector<model::PrefixIndex> resting(const State& state, const model::Scenario& scenario,
                                        std::int64_t at) {
  std::vector<model::PrefixIndex> found;
  for (const ToldChange& told : state.told) {
    if (!is_recent(told.at, at, scenario.policy.watch.prefix_rest_s)) {
      continue;
    }
    for (const std::string& name : told.prefixes) {
      const model::ParsedPrefix parsed = model::parse_prefix(name);
      if (const auto index = model::find_prefix(scenario, parsed.prefix);
          index && parsed.fault == model::PrefixFault::none) {
        found.push_back(*index);
      }
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

/// Why no advice is sought for the links whose advice is due; empty: it is. `about` becomes the
/// link that it is about, where it is one.
std::string why_not(const State& state, const model::Scenario& scenario,
                    const std::vector<std::string>& links, std::int64_t at, std::string& about) {
  for (const auto& [name, link] : state.links) {
    if (link.incident && link.incident->advice == AdviceStand::withheld &&
        model::find_link(scenario, name)) {
      about = name;
      return fmt::format("No advice while what enters by {} looks like an attack.", name);
    }
  }
  for (const std::string& name : links) {
    const telemetry::Coverage coverage = coverage_of(state.links.find(name)->second);
    if (coverage.known() && !coverage.fine()) {
      about = name;
      return fmt::format(
          "No advice: flows account for {} of the counter of {}, so that nobody knows which "
          "prefixes it is.",
          text::percent(coverage.share()), name);
    }
  }
  if (state.step) {
    return fmt::format("No new advice while the change {} of {} waits for its verdict.",
                       state.step->change_id, text::utc_text(state.step->told_at));
  }
  const std::int64_t most = scenario.policy.watch.changes_per_day;
  const auto recent = std::ranges::count_if(
      state.told, [&](const ToldChange& told) { return is_recent(told.at, at, day_s); });
  if (recent >= most) {
    return fmt::format("No new advice: policy.watch allows {} a day.",
                       text::count_of(most, "change"));
  }
  return {};
}

model::Bps grown_rate(model::Bps rate, std::int64_t now, std::int64_t before) {
  const auto scaled = static_cast<text::Int128>(rate.value) * now / before;
  return model::Bps{
      static_cast<std::int64_t>(std::min(scaled, text::Int128{model::max_rate.value}))};
}

/// The link carries `now`, which is more than the scenario has, and its prefixes in proportion.
void grow_link(model::Scenario& scenario, model::LinkIndex l, std::int64_t now) {
  model::Link& link = scenario.links[l];
  const std::int64_t before = link.inbound.value;
  for (model::Prefix& prefix : scenario.prefixes) {
    if (before > 0 && l < prefix.by_link.size() && prefix.by_link[l]) {
      prefix.by_link[l] = grown_rate(*prefix.by_link[l], now, before);
    }
  }
  link.inbound = model::Bps{now};
  if (link.peak) {
    link.peak = std::max(*link.peak, link.inbound);
  }
}

/// The tell of this run that the advice is for: the first that was raised.
Tell* raised_now(std::vector<Tell>& tells, const std::vector<std::string>& links) {
  const auto found = std::ranges::find_if(tells, [&](const Tell& tell) {
    return tell.kind == Kind::raised && std::ranges::count(links, tell.subject) > 0;
  });
  return found == tells.end() ? nullptr : &*found;
}

/// A note for what was raised in this run.
void note_raised(std::vector<Tell>& tells, const std::vector<std::string>& links,
                 const std::string& note, bool settled) {
  for (Tell& tell : tells) {
    if (tell.kind == Kind::raised && tell.note.empty() &&
        std::ranges::count(links, tell.subject) > 0) {
      tell.note = note;
      tell.settled = settled;
    }
  }
}

void remember_told(State& state, const Found& found, std::int64_t at) {
  state.told.push_back({found.change_id, at, found.prefixes});
  if (state.told.size() > most_told) {
    state.told.erase(state.told.begin());
  }
  state.step = PendingStep{found.change_id, at, -1, found.advice};
}

}  // namespace

Question may_advise(const State& state, const model::Scenario& scenario, std::int64_t at) {
  Question question;
  bool too_soon = true;
  for (const auto& [name, link] : state.links) {
    if (wants_advice(state, scenario, name, link)) {
      question.incidents.push_back(name);
      too_soon = too_soon && link.incident->asked_at >= 0 &&
                 is_recent(link.incident->asked_at, at, retry_s);
    }
  }
  if (question.incidents.empty()) {
    return question;
  }
  question.withheld = why_not(state, scenario, question.incidents, at, question.about);
  question.resting = resting(state, scenario, at);
  question.ask = question.withheld.empty() && !too_soon;
  return question;
}

model::Scenario as_seen(const model::Scenario& measured, const State& state,
                        const Question& question) {
  model::Scenario scenario = measured;
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    const auto seen = state.links.find(scenario.links[l].name);
    // Of a link whose advice is sought its own newest interval counts, whatever other links have.
    const bool asked = std::ranges::count(question.incidents, scenario.links[l].name) > 0;
    if (seen != state.links.end() && !seen->second.recent.empty() &&
        (asked || seen->second.recent.back().at == state.newest) &&
        seen->second.recent.back().in_bps > scenario.links[l].inbound.value) {
      grow_link(scenario, l, seen->second.recent.back().in_bps);
    }
  }
  if (!model::sums_fit(scenario)) {
    scenario = measured;
  }
  scenario.flooding = model::flooding_prefixes(scenario);
  std::vector<model::PrefixIndex>& pins = scenario.policy.pinned_prefixes;
  pins.insert(pins.end(), question.resting.begin(), question.resting.end());
  std::sort(pins.begin(), pins.end());
  pins.erase(std::unique(pins.begin(), pins.end()), pins.end());
  return scenario;
}

Outcome settle(Outcome outcome, const Question& question, const Found& found, std::int64_t at) {
  State& state = outcome.state;
  for (Tell& tell : outcome.tells) {
    if (tell.kind == Kind::raised && std::ranges::count(question.incidents, tell.subject) == 0) {
      const auto link = state.links.find(tell.subject);
      const bool by_alert =
          link != state.links.end() && link->second.incident && link->second.incident->by_alert;
      tell.note = by_alert ? "Counters do not show the load yet: no advice is sought until they do."
                           : "In the newest intervals it is not above it: no advice was sought.";
    }
  }
  if (!question.ask) {
    for (const std::string& name : question.incidents) {
      const bool of_another = !question.about.empty() && question.about != name;
      note_raised(outcome.tells, {name},
                  of_another ? fmt::format("Advice for {} waits for {}. {}", name, question.about,
                                           question.withheld)
                             : question.withheld,
                  false);
    }
    return outcome;
  }
  const auto told = std::ranges::find(state.told, found.change_id, &ToldChange::change_id);
  const bool again = told != state.told.end();
  const bool nothing = found.change_id.empty();
  for (const std::string& name : question.incidents) {
    Incident& incident = *state.links.find(name)->second.incident;
    incident.asked_at = at;
    incident.advice = nothing ? AdviceStand::due : AdviceStand::told;
  }
  if (nothing) {
    note_raised(outcome.tells, question.incidents, "No safe change was found: " + found.summary,
                false);
    return outcome;
  }
  if (again) {
    note_raised(outcome.tells, question.incidents,
                fmt::format("The advice is the one that was told at {}: change {}.",
                            text::utc_text(told->at), found.change_id),
                false);
    return outcome;
  }
  if (Tell* first = raised_now(outcome.tells, question.incidents)) {
    first->with_advice = true;
    first->note = fmt::format("Advice: change {}. {}", found.change_id, found.summary);
    first->settled = true;
    note_raised(outcome.tells, question.incidents,
                fmt::format("Advice: change {}, in the ticket {}.", found.change_id, first->name()),
                true);
  } else {
    outcome.tells.push_back({.kind = Kind::advice,
                             .id = found.change_id,
                             .subject = question.incidents.front(),
                             .at = at,
                             .text = fmt::format("There is advice for {} now: change {}.",
                                                 text::join(question.incidents), found.change_id),
                             .note = found.summary,
                             .with_advice = true,
                             .settled = true});
  }
  remember_told(state, found, at);
  return outcome;
}

namespace {

/// What is still above its ceiling may have advice again.
void make_due(State& state) {
  for (auto& [name, link] : state.links) {
    if (link.incident && link.incident->advice == AdviceStand::told) {
      link.incident->advice = AdviceStand::due;
      link.incident->asked_at = -1;
    }
  }
}

}  // namespace

Outcome settle_step(State state, const StepResult& result, std::int64_t at) {
  Outcome outcome{std::move(state), {}};
  if (!outcome.state.step) {
    return outcome;
  }
  const std::string id = outcome.state.step->change_id;
  outcome.tells.push_back({.kind = Kind::verdict,
                           .id = id,
                           .subject = id,
                           .at = at,
                           .text = result.text,
                           .settled = result.worked,
                           .body = result.body});
  outcome.state.step.reset();
  make_due(outcome.state);
  return outcome;
}

Outcome expire_step(State state, std::int64_t at) {
  Outcome outcome{std::move(state), {}};
  const std::optional<PendingStep>& step = outcome.state.step;
  if (!step || std::abs(at - std::max(step->told_at, step->made_at)) < day_s) {
    return outcome;
  }
  if (step->made_at >= 0) {
    const StepResult result{false,
                            fmt::format("No flows of the day after {} tell what the change {} "
                                        "did: look yourself.",
                                        text::utc_text(step->made_at), step->change_id),
                            ""};
    return settle_step(std::move(outcome.state), result, at);
  }
  outcome.state.step.reset();
  make_due(outcome.state);
  return outcome;
}

}  // namespace bgpte::watch
