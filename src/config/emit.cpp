// The five texts of one session's change: the platform's, or what a person must do by hand.
#include <fmt/core.h>

#include "bgpte/config/config.hpp"
#include "src/config/notes.hpp"
#include "src/config/object_names.hpp"
#include "src/config/platforms/platforms.hpp"
#include "src/config/route_attributes.hpp"

namespace bgpte::config {
namespace {

/// Manual parts consist of comments of this kind on every platform.
constexpr std::string_view manual_comment = "#";

std::string prepends_text(model::Prepend prepend) {
  return fmt::format("{} extra {}", int{prepend}, prepend == 1 ? "copy" : "copies");
}

/// What to change about the communities and the MED of a prefix.
void note_attributes_edit(TextBlock& text, const model::IpPrefix& prefix,
                          const model::RouteAttributes& now, const model::RouteAttributes& wanted) {
  const auto communities = [](const model::RouteAttributes& attributes) {
    return to_string(model::RouteAttributes{attributes.communities, std::nullopt});
  };
  if (const std::string add = communities(attributes_missing(wanted, now)); !add.empty()) {
    text.note("  {}: add {} to those that it carries", to_string(prefix), add);
  }
  if (const std::string less = communities(attributes_missing(now, wanted)); !less.empty()) {
    text.note("  {}: no longer add {}", to_string(prefix), less);
  }
  if (wanted.med && wanted.med != now.med) {
    text.note("  {}: set the MED to {}", to_string(prefix), *wanted.med);
  } else if (now.med && !wanted.med) {
    text.note("  {}: no longer set the MED to {}", to_string(prefix), *now.med);
  }
}

/// What to change about one prefix.
void note_prefix_edit(TextBlock& text, const SessionChange& change, const model::IpPrefix& prefix,
                      Direction direction) {
  const bool applies = direction == Direction::apply;
  const Side from = applies ? Side::before : Side::after;
  const Side to = applies ? Side::after : Side::before;
  const model::Prepend now = prepend_in(prepends_at(change, from), prefix);
  const model::Prepend wanted = prepend_in(prepends_at(change, to), prefix);
  if (now == model::not_announced && wanted == now) {
    return;
  }
  if (wanted == model::not_announced) {
    text.note("  withdraw {} (announced with {} of AS {} now)", to_string(prefix),
              prepends_text(now), change.local_as);
    return;
  }
  if (now == model::not_announced) {
    text.note("  announce {} with {} of AS {} (not announced now)", to_string(prefix),
              prepends_text(wanted), change.local_as);
    text.note("  {} must be in the BGP table first (a network statement, for example), and",
              to_string(prefix));
    text.note("  sessions of links that are not to announce it must withhold it");
  } else if (now != wanted) {
    text.note("  {}: {} of AS {} instead of {}", to_string(prefix), prepends_text(wanted),
              change.local_as, prepends_text(now));
  }
  note_attributes_edit(text, prefix, attributes_in(attributes_at(change, from), prefix),
                       attributes_in(attributes_at(change, to), prefix));
}

/// What a person must change.
std::string manual_edit(const SessionChange& change, const std::string& reason,
                        Direction direction) {
  const model::Session& session = change.session;
  std::string policies;
  for (const std::string& name : session.export_policy) {
    policies += fmt::format("{}'{}'", policies.empty() ? "" : ", ", escaped(name));
  }
  TextBlock text(manual_comment);
  text.note("bgpte change {}, step {}: {} by hand; nothing here is to be pasted",
            escaped(change.change_id), change.step, name_of(direction));
  text.note("Why: {}.", reason);
  text.note("Where: link '{}', router '{}' ({}), neighbour {} (AS {}), {}, export policy {}{}.",
            escaped(change.link), escaped(session.router), title_of(session.platform),
            to_string(session.neighbor), change.neighbor_as, name_of(session.family),
            policies.empty() ? "not named" : policies,
            session.foreign ? fmt::format(", prepending entry {}", session.foreign->entry) : "");
  text.note("What to edit there, so that these prefixes get exactly this, and no other changes:");
  PrependMap all = change.before;
  all.insert(change.after.begin(), change.after.end());
  for (const auto& [prefix, unused] : all) {
    note_prefix_edit(text, change, prefix, direction);
  }
  text.note("Then refresh the neighbour softly, outbound only; never reset the session.");
  return text.take();
}

/// What a person must see.
std::string manual_look(const SessionChange& change, Side side) {
  TextBlock text(manual_comment);
  text.note("bgpte change {}, step {}: look at what is advertised to {} (AS {}), {}, link '{}'",
            escaped(change.change_id), change.step, to_string(change.session.neighbor),
            change.neighbor_as, name_of(change.session.family), escaped(change.link));
  for (const auto& [prefix, prepend] : prepends_at(change, side)) {
    if (prepend == model::not_announced) {
      text.note("  {}: not announced", to_string(prefix));
      continue;
    }
    const std::string attributes = to_string(attributes_in(attributes_at(change, side), prefix));
    text.note("  {}: {} of AS {} beyond the normal one{}{}", to_string(prefix),
              prepends_text(prepend), change.local_as, attributes.empty() ? "" : ", ", attributes);
  }
  return text.take();
}

/// The premises of a change, for the end of a precheck.
std::string premises(const SessionChange& change, std::string_view comment) {
  TextBlock text(comment);
  note_premises(text, change);
  return text.take();
}

/// For the precheck of a part whose entries another neighbour's part makes too.
std::string shared_part(const SessionPlan& plan) {
  TextBlock text(plan.row.comment);
  if (const std::string& others = plan.change.shared_with; !others.empty()) {
    text.note(
        "these are the same entries as in the part for {}, by the shared policy: once that is",
        others);
    text.note("applied, this precheck shows what verify says; and taking one back takes back both");
  }
  return text.take();
}

}  // namespace

std::string_view name_of(Mode mode) {
  return mode == Mode::paste ? "paste" : "manual";
}

ConfigPart emit(const SessionChange& change) {
  ConfigPart part;
  part.change = change;
  const std::variant<SessionPlan, std::string> checked = make_session_plan(change);
  if (const auto* reason = std::get_if<std::string>(&checked)) {
    part.mode = Mode::manual;
    part.reason = *reason;
    part.precheck = manual_look(change, Side::before) + premises(change, manual_comment);
    part.apply = manual_edit(change, *reason, Direction::apply);
    part.verify = manual_look(change, Side::after);
    part.confirm = "# nothing to confirm: the change is made by hand\n";
    part.rollback = manual_edit(change, *reason, Direction::rollback);
    return part;
  }
  const auto& plan = std::get<SessionPlan>(checked);
  Texts texts = plan.row.emit(plan);
  part.precheck = texts.precheck + shared_part(plan) + premises(change, plan.row.comment);
  part.apply = std::move(texts.apply);
  part.verify = std::move(texts.verify);
  part.confirm = std::move(texts.confirm);
  part.rollback = std::move(texts.rollback);
  return part;
}

}  // namespace bgpte::config
