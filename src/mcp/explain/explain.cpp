// Finds what is asked about, and collects what the advice says of it.
#include "src/mcp/explain/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "bgpte/json/pointer.hpp"
#include "src/mcp/explain/pointer.hpp"
#include "src/mcp/pages.hpp"
#include "src/mcp/tools/tools.hpp"

namespace bgpte::mcp {

namespace {

/// Collects sentences and where they stand.
class Collector {
 public:
  explicit Collector(const Value& advice) : advice_(advice) {}

  /// Adds the text at a pointer; true if there is one.
  bool add(std::string& to, const std::string& pointer, std::string_view before = "") {
    const Place place = place_of(advice_, pointer);
    if (place.value == nullptr || !is_text(*place.value) || place.value->text.empty()) {
      return false;
    }
    add_sentence(to, fmt::format("{}{}", before, place.value->text));
    if (std::ranges::find(made.facts, place.pointer) == made.facts.end()) {
      made.facts.push_back(place.pointer);
    }
    return true;
  }

  static void add_sentence(std::string& to, std::string_view sentence) {
    to +=
        fmt::format("{}{}{}", to.empty() ? "" : " ", sentence, sentence.ends_with('.') ? "" : ".");
  }

  Explanation made;

 private:
  const Value& advice_;
};

/// The rollout's step that makes a change; nothing where none does.
std::optional<std::size_t> step_of(const Value& advice, const std::string& change) {
  const std::vector<Value>& steps = member(advice, "rollout").items;
  for (std::size_t s = 0; s < steps.size(); ++s) {
    for (const Value& one : member(steps[s], "changes").items) {
      if (change.empty() || change_name(one) == change) {
        return s;
      }
    }
  }
  return std::nullopt;
}

/// What a step does where it brings nothing, harm or too little: its verdicts and fallbacks.
void add_fallbacks(const Value& advice, std::size_t step, Collector& to) {
  const std::string base = fmt::format("/rollout/{}", step);
  const std::vector<Value>& steps = member(advice, "rollout").items;
  if (step >= steps.size()) {
    return;
  }
  const Value& held = steps[step];
  const std::vector<Value>& verdicts = member(held, "verdicts").items;
  for (std::size_t v = 0; v < verdicts.size(); ++v) {
    if (text_of(verdicts[v], "verdict") != "worked") {
      to.add(to.made.if_not, fmt::format("{}/verdicts/{}/text", base, v),
             fmt::format("{}, then {}: ", text_of(verdicts[v], "verdict"),
                         text_of(verdicts[v], "action")));
    }
  }
  const std::size_t contingencies = member(held, "contingencies").items.size();
  for (std::size_t c = 0; c < contingencies; ++c) {
    to.add(to.made.if_not, fmt::format("{}/contingencies/{}/text", base, c));
  }
  to.add(to.made.if_not, base + "/abort_if/text", "Roll back if ");
  to.add(to.made.if_not, base + "/way_back");
}

/// Why the alternatives were not taken; only those that have `change` where one is given.
bool add_alternatives(const Value& advice, const std::string& change, Collector& to) {
  const std::vector<Value>& alternatives = member(advice, "alternatives").items;
  bool any = false;
  for (std::size_t a = 0; a < alternatives.size(); ++a) {
    const std::vector<Value>& changes = member(alternatives[a], "changes").items;
    const bool asked = change.empty()
                           ? !is_true(member(alternatives[a], "same_as_advice"))
                           : std::ranges::find(changes, change, change_name) != changes.end();
    if (asked) {
      any = to.add(to.made.why_not, fmt::format("/alternatives/{}/why_not", a),
                   fmt::format("{}: ", text_of(alternatives[a], "name"))) ||
            any;
    }
  }
  return any;
}

/// Why each alternative that differs was not taken; where none does, how the search ended.
void add_why_not(const Value& advice, Collector& to) {
  if (!add_alternatives(advice, "", to)) {
    to.add(to.made.why_not, "/objective/termination", "No alternative differs; the search was ");
  }
}

/// What the advice says of failing: the first step's, else what stays unresolved, else the basis.
void add_if_not(const Value& advice, const std::string& change, Collector& to) {
  if (const auto step = step_of(advice, change)) {
    add_fallbacks(advice, *step, to);
  }
  if (to.made.if_not.empty()) {
    const std::size_t violations = member(advice, "violations").items.size();
    for (std::size_t v = 0; v < violations; ++v) {
      to.add(to.made.if_not, fmt::format("/violations/{}/message", v), "Unresolved: ");
    }
  }
  if (to.made.if_not.empty()) {
    to.add(to.made.if_not, "/basis", "No rollout step does this. The forecast rests on ");
  }
}

void explain_whole(const Value& advice, Collector& to) {
  to.add(to.made.why, "/summary");
  add_why_not(advice, to);
  add_if_not(advice, "", to);
}

void explain_change(const Value& advice, const Place& place, Collector& to) {
  const std::string name = change_name(*place.value);
  if (!to.add(to.made.why, place.pointer + "/reason")) {
    to.add(to.made.why, "/summary");
  }
  add_why_not(advice, to);
  add_if_not(advice, name, to);
}

void explain_alternative(const Value& advice, const Place& place, Collector& to) {
  Collector::add_sentence(to.made.why, fmt::format("{} would do: {}", text_of(*place.value, "name"),
                                                   changes_text(member(*place.value, "changes"))));
  to.made.facts.push_back(place.pointer + "/changes");
  to.add(to.made.why_not, place.pointer + "/why_not");
  if (is_true(member(*place.value, "same_as_advice"))) {
    add_if_not(advice, "", to);
  } else {
    to.add(to.made.if_not, "/summary", "It is not recommended, so nothing of it is rolled out: ");
  }
}

void explain_finding(const Value& advice, const Place& place, Collector& to) {
  to.add(to.made.why, place.pointer + "/message");
  const std::string rule = rule_text(text_of(*place.value, "rule"));
  if (!rule.empty()) {
    Collector::add_sentence(to.made.why, fmt::format("The rule: {}", rule));
  }
  const bool cured = is_true(member(*place.value, "cured"));
  Collector::add_sentence(to.made.why_not,
                          cured ? "The changes of the advice do it already"
                                : "A finding informs and makes no change: the plan leaves it as it "
                                  "is");
  if (!to.add(to.made.why_not, place.pointer + "/suggestion")) {
    to.add(to.made.why_not, "/summary");
  }
  if (cured) {
    add_if_not(advice, "", to);
  } else if (!to.add(to.made.if_not, place.pointer + "/suggestion",
                     "Nothing of it is rolled out. To mend it: ")) {
    to.add(to.made.if_not, place.pointer + "/message", "Nothing of it is rolled out: ");
  }
}

/// What is neither of these: its own words, and the advice's for the rest.
void explain_other(const Value& advice, const Place& place, Collector& to) {
  bool any = false;
  for (const std::string_view key : {"message", "warning", "reason", "text"}) {
    any = to.add(to.made.why, fmt::format("{}/{}", place.pointer, key)) || any;
  }
  any = to.add(to.made.why, place.pointer + "/continue_if/text", "Proceed if ") || any;
  const std::string name = text_of(*place.value, "name");
  const std::vector<Value>& findings = member(advice, "findings").items;
  for (std::size_t f = 0; f < findings.size() && !name.empty(); ++f) {
    if (text_of(findings[f], "subject") == place.pointer) {
      any = to.add(to.made.why, fmt::format("/findings/{}/message", f)) || any;
    }
  }
  if (!any) {
    to.add(to.made.why, "/summary");
    to.made.facts.push_back(place.pointer);
  }
  add_why_not(advice, to);
  constexpr std::string_view rollout = "/rollout/";
  if (place.pointer.starts_with(rollout)) {
    const std::string_view token = std::string_view(place.pointer).substr(rollout.size());
    std::size_t step = 0;
    const auto read = std::from_chars(token.data(), token.data() + token.size(), step);
    if (read.ec == std::errc()) {
      add_fallbacks(advice, step, to);
    }
  }
  add_if_not(advice, "", to);
}

/// A change that the advice does not make: what has it instead.
void explain_unmade(const Value& advice, const std::string& name, Collector& to) {
  Collector::add_sentence(to.made.why, fmt::format("{} is no change of this advice", name));
  to.add(to.made.why, "/summary");
  if (!add_alternatives(advice, name, to)) {
    Collector::add_sentence(
        to.made.why_not,
        fmt::format("No alternative makes it either; the tool whatif with --set {}=N says what it "
                    "would bring",
                    name));
  }
  to.add(to.made.if_not, "/basis", "Nothing of it is rolled out. The forecast rests on ");
}

/// The part that a subject names by its name alone.
Place named_part(const Value& advice, const std::string& subject) {
  for (const std::string_view list :
       {"changes", "alternatives", "findings", "links", "failures", "violations"}) {
    Place place = place_of(advice, fmt::format("/{}/{}", list, json::pointer_token(subject)));
    if (place.value != nullptr) {
      return place;
    }
  }
  return {};
}

/// The item of a list that a pointer leads to or into: /links/0 of /links/0/after.
std::string item_of(const std::string& pointer) {
  const std::size_t list = pointer.find('/', 1);
  return list == std::string::npos ? pointer : pointer.substr(0, pointer.find('/', list + 1));
}

}  // namespace

Explanation explain(const Value& advice, const std::string& subject) {
  Collector to(advice);
  if (subject.empty()) {
    explain_whole(advice, to);
    return to.made;
  }
  Place place = subject.front() == '/' ? place_of(advice, subject) : named_part(advice, subject);
  if (place.value != nullptr) {
    place = place_of(advice, item_of(place.pointer));
  }
  to.made.subject = place.pointer;
  if (place.value == nullptr) {
    if (subject.front() != '/' && subject.find('@') != std::string::npos) {
      explain_unmade(advice, subject, to);
    } else {
      to.made.fault =
          "The advice has no such part: name a JSON Pointer such as /changes/0, "
          "PREFIX@LINK, an alternative's name, a rule or a link.";
    }
  } else if (place.pointer.starts_with("/changes/")) {
    explain_change(advice, place, to);
  } else if (place.pointer.starts_with("/alternatives/")) {
    explain_alternative(advice, place, to);
  } else if (place.pointer.starts_with("/findings/")) {
    explain_finding(advice, place, to);
  } else {
    explain_other(advice, place, to);
  }
  return to.made;
}

}  // namespace bgpte::mcp
