// Advice for the incidents of watch, and the verdict of the step that was told.
#include "src/cli/watch/advise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bgpte/config/config.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/learning/tests.hpp"
#include "bgpte/learning/verdict.hpp"
#include "src/cli/learn/verdict_report.hpp"

namespace bgpte::cli {

namespace {

render::Document advice_for(const model::Scenario& scenario, const SearchOptions& search) {
  const parallel::Deadline deadline = start_time_limit(search);
  const auto ingress = ingress::make_ingress(scenario, model_effort(search, deadline));
  render::Document document;
  document.advice = advice::advise(scenario, *ingress, search_options(search, deadline));
  document.advice.test = learning::best_test(scenario, *ingress, document.advice);
  document.config = config::rollout_sessions(scenario, document.advice);
  return document;
}

watch::Found found_in(const render::Document& document) {
  const advice::Advice& advice = document.advice;
  watch::Found found;
  found.summary = advice.summary;
  if (advice.rollout.empty() || advice.rollout.front().changes.empty()) {
    return found;
  }
  std::set<std::string> prefixes;
  for (const advice::ChangeText& change : advice.rollout.front().changes) {
    prefixes.insert(change.prefix);
  }
  found.change_id = advice.change_id;
  found.prefixes.assign(prefixes.begin(), prefixes.end());
  found.advice = render::to_json(document);
  return found;
}

/// True where observed routes or the scenario show the announcement that the change leads to.
bool is_made(const advice::ChangeText& change, const Judgement& judgement) {
  const model::Scenario& scenario = judgement.scenario;
  const model::ParsedPrefix parsed = model::parse_prefix(change.prefix);
  const auto prefix = model::find_prefix(scenario, parsed.prefix);
  const auto link = model::find_link(scenario, change.link);
  if (prefix && link && scenario.prefixes[*prefix].advertise[*link] == change.to) {
    return true;
  }
  for (const telemetry::Observation& one : judgement.observations) {
    for (const telemetry::Route& route : one.routes) {
      if (route.link == change.link && route.prefix == change.prefix && change.to >= 0 &&
          route.prepends == change.to) {
        return true;
      }
    }
  }
  return false;
}

bool is_made(const advice::RolloutStep& step, const Judgement& judgement) {
  return std::ranges::all_of(step.changes, [&](const advice::ChangeText& change) {
    return !change.lever_from && !change.lever_to && is_made(change, judgement);
  });
}

/// Observations whose time begins after the step and its wait.
std::vector<telemetry::Observation> made_after(
    const std::vector<telemetry::Observation>& observations, std::int64_t from) {
  std::vector<telemetry::Observation> later;
  for (const telemetry::Observation& one : observations) {
    if (one.kind != telemetry::ObservationKind::routes && one.window.from >= from) {
      later.push_back(one);
    }
  }
  return later;
}

bool has_flows(const std::vector<telemetry::Observation>& observations) {
  return std::ranges::any_of(observations, [](const telemetry::Observation& one) {
    return one.kind == telemetry::ObservationKind::flows;
  });
}

std::string verdict_text(const std::string& change_id, const learning::StepVerdict& verdict) {
  std::string outcome(name_of(*verdict.outcome));
  std::ranges::replace(outcome, '-', ' ');
  return fmt::format("The change {}: {}. {}", change_id, outcome, verdict.text);
}

}  // namespace

Telling advise_where_due(watch::Outcome outcome, const model::Scenario& scenario, std::int64_t at,
                         const SearchOptions& search) {
  const watch::Question question = watch::may_advise(outcome.state, scenario, at);
  Telling telling;
  watch::Found found;
  if (question.ask) {
    const model::Scenario seen = watch::as_seen(scenario, outcome.state, question);
    telling.advice = advice_for(seen, search);
    found = found_in(*telling.advice);
  }
  telling.outcome = watch::settle(std::move(outcome), question, found, at);
  return telling;
}

watch::Outcome judge_step(Context& context, watch::State state, const Judgement& judgement) {
  if (!state.step) {
    return {std::move(state), {}};
  }
  const auto document = render::from_json(state.step->advice);
  const auto* advice = std::get_if<render::Document>(&document);
  if (advice == nullptr || advice->advice.rollout.empty()) {
    context.messages.error("the advice in the state cannot be read: its step is let go");
    state.step.reset();
    return {std::move(state), {}};
  }
  const advice::RolloutStep& step = advice->advice.rollout.front();
  if (judgement.made_at) {
    state.step->made_at = *judgement.made_at;
  } else if (state.step->made_at < 0 && is_made(step, judgement)) {
    state.step->made_at = judgement.at;
  }
  const std::int64_t made_at = state.step->made_at;
  const auto later = made_after(judgement.observations, made_at + step.wait_s);
  if (made_at >= 0 && has_flows(later)) {
    const auto judged = learning::verdict_of(advice->advice, later, {1, made_at});
    if (const std::string* fault = std::get_if<std::string>(&judged)) {
      context.messages.warning(fmt::format("the step has no verdict yet: {}", *fault));
    } else if (const auto& verdict = std::get<learning::StepVerdict>(judged); verdict.outcome) {
      return watch::settle_step(std::move(state),
                                {*verdict.outcome == advice::Outcome::worked,
                                 verdict_text(advice->advice.change_id, verdict),
                                 verdict_report(verdict, OutputFormat::text)},
                                judgement.at);
    }
  }
  return watch::expire_step(std::move(state), judgement.at);
}

}  // namespace bgpte::cli
