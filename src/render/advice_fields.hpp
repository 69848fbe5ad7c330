#pragma once

#include "bgpte/render/document.hpp"
#include "src/render/field_names.hpp"
#include "src/render/field_writer.hpp"
#include "src/render/rollout_fields.hpp"

/// The keys of "bgpte-advice/1", each said once: Io is FieldWriter or FieldReader. The order of
/// the calls is the order in the file. docs/advice-format.md explains them.
namespace bgpte::render {

template <class Io>
void fields(Io& io, Of<Io, advice::LeverText>& lever) {
  io.text("name", lever.name);
  io.communities("communities", lever.marks.communities);
  io.optional_integer("med", lever.marks.med);
}

template <class Io>
void fields(Io& io, Of<Io, advice::ChangeText>& change) {
  const auto lever = [](auto& inner, auto& value) { fields(inner, value); };
  io.text("prefix", change.prefix);
  io.text("link", change.link);
  io.prepend("from", change.from);
  io.prepend("to", change.to);
  io.optional_object("lever_from", change.lever_from, lever);
  io.optional_object("lever_to", change.lever_to, lever);
  io.text("reason", change.reason);
}

template <class Io>
void fields(Io& io, Of<Io, advice::Violation>& violation) {
  io.text("rule", violation.rule);
  io.text("link", violation.link);
  io.rate("load_bps", violation.load);
  io.rate("limit_bps", violation.limit);
  io.text("message", violation.message);
}

template <class Io>
void fields(Io& io, Of<Io, evaluation::RateRange>& range) {
  io.rate("low", range.low);
  io.rate("expected", range.expected);
  io.rate("high", range.high);
}

template <class Io>
void fields(Io& io, Of<Io, evaluation::MoneyRange>& range) {
  io.money("low", range.low);
  io.money("expected", range.expected);
  io.money("high", range.high);
}

template <class Io>
void fields(Io& io, Of<Io, advice::Utilisation>& range) {
  io.share("low", range.low);
  io.share("expected", range.expected);
  io.share("high", range.high);
}

template <class Io>
void fields(Io& io, Of<Io, advice::LinkForecast>& link) {
  io.text("name", link.name);
  io.rate("capacity_bps", link.capacity);
  io.rate("ceiling_bps", link.ceiling);
  io.boolean("saturated", link.saturated);
  io.optional_object("target", link.target, [](auto& target, auto& value) {
    target.share("share", value.share);
    target.share("before", value.before);
    target.share("after", value.after);
  });
  io.object("before", [&](auto& before) {
    before.rate("inbound_bps", link.before);
    before.optional_rate("peak_bps", link.before_peak);
    before.share("utilisation", link.before_utilisation);
    before.money("bill", link.bill_before);
  });
  io.object("after", [&](auto& after) {
    after.object("inbound_bps", [&](auto& range) { fields(range, link.after); });
    after.optional_object("peak_bps", link.after_peak,
                          [](auto& range, auto& value) { fields(range, value); });
    after.object("utilisation", [&](auto& range) { fields(range, link.after_utilisation); });
    after.money("bill", link.bill_after);
  });
}

template <class Io>
void fields(Io& io, Of<Io, advice::MonthCost>& month) {
  io.text("from", month.from);
  io.text("to", month.to);
  io.money("before", month.before);
  io.money("after", month.after);
}

template <class Io>
void fields(Io& io, Of<Io, advice::PercentileForecast>& percentile) {
  io.text("name", percentile.name);
  io.texts("links", percentile.links);
  io.share("rank", percentile.rank);
  io.integer("interval_s", percentile.interval_s);
  io.integer("expected_samples", percentile.expected);
  io.integer("missing_samples", percentile.missing);
  io.integer("dropped_samples", percentile.dropped);
  io.rate("before_bps", percentile.before);
  io.rate("after_bps", percentile.after);
  io.integer("samples_left", percentile.samples_left);
  io.rate("level_bps", percentile.level);
}

template <class Io>
void fields(Io& io, Of<Io, advice::Proof>& proof) {
  const auto bounded = [](auto& inner, auto& rate) {
    inner.rate("value", rate.value);
    inner.rate("lower_bound", rate.lower_bound);
  };
  io.optional_object("loss_bps", proof.loss, bounded);
  io.object("excess_bps", [&](auto& excess) {
    excess.rate("value", proof.excess);
    excess.rate("lower_bound", proof.excess_lower_bound);
  });
  io.optional_object("failure_loss_bps", proof.failure_loss, bounded);
  io.optional_object("off_target_bps", proof.off_target, bounded);
  io.objective("value", proof.value);
  io.objective("lower_bound", proof.lower_bound);
  io.share("gap", proof.gap);
  io.objective("could_still_gain", proof.could_still_gain);
  io.text("unit", proof.unit);
  io.text("termination", proof.termination);
  io.text("candidates", proof.candidates);
}

template <class Io>
void fields(Io& io, Of<Io, model::Finding>& finding) {
  io.text("rule", finding.rule);
  io.named("severity", finding.severity, severity_names());
  io.text("subject", finding.subject);
  io.text("message", finding.message);
  io.text("suggestion", finding.suggestion);
  io.flag("cured", finding.cured);
}

/// A list of structs that have fields().
template <class Io, class List>
void list_of(Io& io, std::string_view key, List& list) {
  io.list(key, list, [](auto& inner, auto& element) { fields(inner, element); });
}

template <class Io>
void fields(Io& io, Of<Io, advice::Alternative>& alternative) {
  io.text("name", alternative.name);
  list_of(io, "changes", alternative.changes);
  io.money("cost", alternative.cost);
  io.money("cost_difference", alternative.cost_difference);
  io.rate("excess_bps", alternative.excess);
  io.boolean("same_as_advice", alternative.same_as_advice);
  io.text("why_not", alternative.why_not);
}

template <class Io>
void fields(Io& io, Of<Io, advice::OverloadForecast>& overload) {
  io.text("link", overload.link);
  io.named("change", overload.change, overload_changes);
  io.object("before", [&](auto& before) {
    before.object("peak_bps", [&](auto& range) { fields(range, overload.before); });
    before.object("utilisation", [&](auto& range) { fields(range, overload.before_utilisation); });
  });
  io.object("after", [&](auto& after) {
    after.object("peak_bps", [&](auto& range) { fields(range, overload.after); });
    after.object("utilisation", [&](auto& range) { fields(range, overload.after_utilisation); });
  });
}

template <class Io>
void fields(Io& io, Of<Io, advice::FailureForecast>& failure) {
  io.text("failure", failure.failure);
  io.text("link", failure.link);
  io.share("before_utilisation", failure.before_utilisation);
  io.share("after_utilisation", failure.after_utilisation);
  io.rate("unreachable_bps", failure.unreachable);
  io.boolean("overload", failure.overload);
  io.texts("overloaded", failure.overloaded);
  io.optional_rate("unreachable_before_bps", failure.unreachable_before);
  io.optional_list("overloads", failure.overloads,
                   [](auto& inner, auto& overload) { fields(inner, overload); });
}

template <class Io>
void fields(Io& io, Of<Io, advice::TellingTest>& test) {
  io.object("change", [&](auto& change) { fields(change, test.change); });
  io.text("of", test.of);
  io.boolean("first_step", test.first_step);
  io.rate("moved_bps", test.moved);
  io.share("moved_share", test.moved_share);
  io.text("link", test.link);
  io.object("width_bps", [&](auto& width) {
    width.rate("now", test.width_now);
    width.rate("after", test.width_after);
  });
  io.integer("wait_s", test.wait_s);
  io.text("undo", test.undo);
  io.text("command", test.command);
  io.optional_text("quiet_hours", test.quiet_hours);
}

template <class Io>
void fields(Io& io, Of<Io, model::Session>& session) {
  io.text("router", session.router);
  io.named("platform", session.platform, platform_table());
  io.address("neighbor", session.neighbor);
  io.named("family", session.family, family_names());
  io.text_or_texts("export_policy", session.export_policy);
  io.entry_range("free_entries", session.free_entries);
  io.optional_integer("next_entry", session.next_entry);
  io.optional_named("prepends", session.prepends, prepend_owner_names);
  io.optional_object("foreign", session.foreign, [](auto& inner, auto& foreign) {
    inner.integer("entry", foreign.entry);
    inner.integer("resume_entry", foreign.resume_entry);
  });
  io.boolean("policy_shared", session.policy_shared);
  io.optional_text("group", session.group);
  io.optional_text("protocol", session.protocol);
  io.optional_text("own_set", session.own_set);
  io.optional_prefixes("managed", session.managed);
}

/// The router and the platform stand outside the session too.
template <class Io>
void fields(Io& io, Of<Io, config::ConfigPart>& part) {
  auto& change = part.change;
  std::string router = change.session.router;
  model::Platform platform = change.session.platform;
  io.text("link", change.link);
  io.text("router", router);
  io.named("platform", platform, platform_table());
  io.named("mode", part.mode, mode_names());
  io.text("reason", part.reason);
  io.text("change_id", change.change_id);
  io.integer("local_as", change.local_as);
  io.integer("neighbor_as", change.neighbor_as);
  io.integer("step", change.step);
  io.integer("wait_s", change.wait_s);
  io.integer("sibling", change.sibling);
  io.optional_text("obstacle", change.obstacle);
  io.optional_text("source", change.session.source);
  io.object("session", [&](auto& session) { fields(session, change.session); });
  io.require(router == change.session.router && platform == change.session.platform,
             "router and platform differ from the session's");
  io.prepends("before", change.before);
  io.prepends("after", change.after);
  io.optional_marks("marks_before", change.marks_before);
  io.optional_marks("marks_after", change.marks_after);
  io.optional_asns("origins", change.origins);
  io.optional_list("parallel_links", change.parallel_links, [](auto& inner, auto& other) {
    inner.text("link", other.link);
    inner.meds("meds", other.meds);
  });
  io.optional_prefixes("levered_earlier", change.levered_earlier);
  io.optional_text("shared_with", change.shared_with);
  io.optional_list("transaction", change.transaction, [](auto& inner, auto& session) {
    inner.address("neighbor", session.neighbor);
    inner.named("family", session.family, family_names());
  });
  io.text("precheck", part.precheck);
  io.text("apply", part.apply);
  io.text("verify", part.verify);
  io.text("confirm", part.confirm);
  io.text("rollback", part.rollback);
}

template <class Io>
void fields(Io& io, Of<Io, Document>& document) {
  auto& advice = document.advice;
  io.constant("format", "bgpte-advice/1");
  io.text("bgpte_version", document.version);
  io.text("scenario", advice.scenario);
  io.text("scenario_sha256", advice.scenario_sha256);
  io.text("change_id", advice.change_id);
  io.integer("local_as", advice.local_as);
  io.text("strategy", advice.strategy);
  io.named("status", advice.status, status_names());
  io.text("summary", advice.summary);
  io.text("basis", advice.basis);
  list_of(io, "changes", advice.changes);
  list_of(io, "violations", advice.violations);
  list_of(io, "links", advice.links);
  io.object("cost", [&](auto& cost) {
    cost.text("currency", advice.currency);
    cost.money("before", advice.cost_before);
    cost.object("after", [&](auto& after) { fields(after, advice.cost_after); });
    cost.money("fixed", advice.cost_fixed);
    cost.optional_object("this_month", advice.cost_this_month,
                         [](auto& inner, auto& month) { fields(inner, month); });
  });
  list_of(io, "percentiles", advice.percentiles);
  io.object("objective", [&](auto& proof) { fields(proof, advice.objective); });
  list_of(io, "findings", advice.findings);
  list_of(io, "alternatives", advice.alternatives);
  list_of(io, "failures", advice.failures);
  list_of(io, "rollout", advice.rollout);
  io.optional_object("test", advice.test, [](auto& inner, auto& test) { fields(inner, test); });
  io.optional_text("measured_to", advice.measured_to);
  list_of(io, "config", document.config);
}

}  // namespace bgpte::render
