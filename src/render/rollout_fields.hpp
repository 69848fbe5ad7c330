#pragma once

#include "src/render/field_names.hpp"

/// The fields of a rollout in the JSON of advice, for writing and for reading. What they hold in
/// turn is in advice_fields.hpp.
namespace bgpte::render {

template <class Io>
void fields(Io& io, Of<Io, advice::ShareCondition>& condition) {
  io.text("prefix", condition.prefix);
  io.text("link", condition.link);
  io.share("low", condition.low);
  io.share("expected", condition.expected);
  io.share("high", condition.high);
  io.share("tolerance", condition.tolerance);
}

template <class Io>
void fields(Io& io, Of<Io, advice::CeilingCondition>& condition) {
  io.text("link", condition.link);
  io.rate("limit_bps", condition.limit);
}

template <class Io>
void fields(Io& io, Of<Io, advice::StepCondition>& condition) {
  list_of(io, "shares", condition.shares);
  list_of(io, "ceilings", condition.ceilings);
  io.text("text", condition.text);
}

template <class Io>
void fields(Io& io, Of<Io, advice::HarmLimit>& limit) {
  io.text("link", limit.link);
  io.rate("limit_bps", limit.limit);
  io.share("share", limit.share);
}

template <class Io>
void fields(Io& io, Of<Io, advice::StepMeasure>& measure) {
  io.texts("prefixes", measure.prefixes);
  io.text("link", measure.link);
  io.named("direction", measure.direction, directions);
  io.share("before", measure.before);
  io.share("low", measure.low);
  io.share("expected", measure.expected);
  io.share("high", measure.high);
  io.share("moved", measure.moved);
  io.share("noise", measure.noise);
  io.boolean("measurable", measure.measurable);
  io.rate("volume_bps", measure.volume);
  list_of(io, "harm", measure.harm);
}

template <class Io>
void fields(Io& io, Of<Io, advice::Verdict>& verdict) {
  io.named("verdict", verdict.outcome, outcome_names());
  io.named("action", verdict.action, action_names());
  io.object("moved", [&](auto& moved) {
    moved.share("from", verdict.from);
    moved.share("below", verdict.below);
  });
  io.object("share", [&](auto& share) {
    share.share("low", verdict.share_low);
    share.share("high", verdict.share_high);
  });
  io.object("load_bps", [&](auto& load) {
    load.rate("low", verdict.load_low);
    load.rate("high", verdict.load_high);
  });
  io.named("overload", verdict.overload, overloads_of_verdicts);
  io.text("text", verdict.text);
}

/// What was measured and how it is judged; files of earlier versions have neither.
template <class Io, class Judged>
void verdict_fields(Io& io, Judged& judged) {
  io.optional_object("measure", judged.measure,
                     [](auto& inner, auto& measure) { fields(inner, measure); });
  io.optional_list("verdicts", judged.verdicts,
                   [](auto& inner, auto& verdict) { fields(inner, verdict); });
}

template <class Io>
void fields(Io& io, Of<Io, advice::Contingency>& contingency) {
  io.object("when", [&](auto& when) { fields(when, contingency.when); });
  list_of(io, "changes", contingency.changes);
  io.text("text", contingency.text);
  verdict_fields(io, contingency);
}

template <class Io>
void fields(Io& io, Of<Io, advice::RolloutStep>& step) {
  io.integer("step", step.step);
  list_of(io, "changes", step.changes);
  io.optional_named("when", step.when, when_names());
  io.optional_integer("lead_time_s", step.lead_time_s);
  io.integer("wait_s", step.wait_s);
  io.optional_integer("commit_timer_s", step.commit_timer_s);
  list_of(io, "expect", step.expect);
  io.object("continue_if", [&](auto& condition) { fields(condition, step.continue_if); });
  io.object("abort_if", [&](auto& condition) { fields(condition, step.abort_if); });
  verdict_fields(io, step);
  list_of(io, "contingencies", step.contingencies);
  io.text("warning", step.warning);
  io.optional_text("way_back", step.way_back);
}

}  // namespace bgpte::render
