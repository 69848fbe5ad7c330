#include "src/config/observed/route_attributes.hpp"

namespace bgpte::config {
namespace {

std::string prepends_text(model::Prepend prepend) {
  return fmt::format("{} extra {}", int{prepend}, prepend == 1 ? "copy" : "copies");
}

void note_marks_edit(TextBlock& text, const model::IpPrefix& prefix, const model::Marks& now,
                     const model::Marks& wanted) {
  const auto communities = [](const model::Marks& marks) {
    return to_string(model::Marks{marks.communities, std::nullopt});
  };
  if (const std::string add = communities(marks_missing(wanted, now)); !add.empty()) {
    text.note("  {}: add {} to those that it carries", to_string(prefix), add);
  }
  if (const std::string less = communities(marks_missing(now, wanted)); !less.empty()) {
    text.note("  {}: no longer add {}", to_string(prefix), less);
  }
  if (wanted.med && wanted.med != now.med) {
    text.note("  {}: set the MED to {}", to_string(prefix), *wanted.med);
  } else if (now.med && !wanted.med) {
    text.note("  {}: no longer set the MED to {}", to_string(prefix), *now.med);
  }
}

/// What a person must change, in sentences: every line is a comment on every platform.
std::string manual_edit(const SessionChange& change, const std::string& reason, bool back) {
  const model::Session& session = change.session;
  const PrependMap& from = back ? change.after : change.before;
  const PrependMap& to = back ? change.before : change.after;
  std::string policies;
  for (const std::string& name : session.export_policy) {
    policies += fmt::format("{}'{}'", policies.empty() ? "" : ", ", escaped(name));
  }
  TextBlock text("#");
  text.note("bgpte change {}, step {}: {} by hand; nothing here is to be pasted",
            escaped(change.change_id), change.step, back ? "rollback" : "apply");
  text.note("Why: {}.", reason);
  text.note("Where: link '{}', router '{}' ({}), neighbour {} (AS {}), {}, export policy {}{}.",
            escaped(change.link), escaped(session.router), title_of(session.platform),
            to_string(session.neighbor), change.neighbor_as, name_of(session.family),
            policies.empty() ? "not named" : policies,
            session.foreign ? fmt::format(", prepending entry {}", session.foreign->entry) : "");
  text.note("What to edit there, so that these prefixes get exactly this, and no other changes:");
  PrependMap all = from;
  all.insert(to.begin(), to.end());
  for (const auto& [prefix, unused] : all) {
    const model::Prepend now = prepend_in(from, prefix);
    const model::Prepend wanted = prepend_in(to, prefix);
    if (now == model::not_announced && wanted == now) {
      continue;
    }
    if (wanted == model::not_announced) {
      text.note("  withdraw {} (announced with {} of AS {} now)", to_string(prefix),
                prepends_text(now), change.local_as);
      continue;
    }
    if (now == model::not_announced) {
      text.note("  announce {} with {} of AS {} (not announced now)", to_string(prefix),
                prepends_text(wanted), change.local_as);
    } else if (now != wanted) {
      text.note("  {}: {} of AS {} instead of {}", to_string(prefix), prepends_text(wanted),
                change.local_as, prepends_text(now));
    }
    note_marks_edit(text, prefix, marks_in(back ? change.marks_after : change.marks_before, prefix),
                    marks_in(back ? change.marks_before : change.marks_after, prefix));
  }
  text.note("Then refresh the neighbour softly, outbound only; never reset the session.");
  return text.take();
}

/// After a precheck, whatever the platform.
std::string premises(const SessionChange& change, std::string_view comment) {
  TextBlock text(comment);
  note_premises(text, change);
  return text.take();
}

/// After the precheck of a part whose entries another neighbour's part makes too.
std::string shared_part(const Plan& plan) {
  TextBlock text(plan.row.comment);
  if (const std::string& others = plan.change.shared_with; !others.empty()) {
    text.note(
        "these are the same entries as in the part for {}, by the shared policy: once that is",
        others);
    text.note("applied, this precheck shows what verify says; and taking one back takes back both");
  }
  return text.take();
}

std::string manual_look(const SessionChange& change, bool after) {
  TextBlock text("#");
  text.note("bgpte change {}, step {}: look at what is advertised to {} (AS {}), {}, link '{}'",
            escaped(change.change_id), change.step, to_string(change.session.neighbor),
            change.neighbor_as, name_of(change.session.family), escaped(change.link));
  const PrependMap& map = after ? change.after : change.before;
  for (const auto& [prefix, prepend] : map) {
    if (prepend == model::not_announced) {
      text.note("  {}: not announced", to_string(prefix));
      continue;
    }
    const std::string marks =
        to_string(marks_in(after ? change.marks_after : change.marks_before, prefix));
    text.note("  {}: {} of AS {} beyond the normal one{}{}", to_string(prefix),
              prepends_text(prepend), change.local_as, marks.empty() ? "" : ", ", marks);
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
  const std::variant<Plan, std::string> checked = make_plan(change);
  if (const auto* reason = std::get_if<std::string>(&checked)) {
    part.mode = Mode::manual;
    part.reason = *reason;
    part.precheck = manual_look(change, false) + premises(change, "#");
    part.apply = manual_edit(change, *reason, false);
    part.verify = manual_look(change, true);
    part.confirm = "# nothing to confirm: the change is made by hand\n";
    part.rollback = manual_edit(change, *reason, true);
    return part;
  }
  const Plan& plan = std::get<Plan>(checked);
  Texts texts = plan.row.emit(plan);
  part.precheck = texts.precheck + shared_part(plan) + premises(change, plan.row.comment);
  part.apply = std::move(texts.apply);
  part.verify = std::move(texts.verify);
  part.confirm = std::move(texts.confirm);
  part.rollback = std::move(texts.rollback);
  return part;
}

}  // namespace bgpte::config
