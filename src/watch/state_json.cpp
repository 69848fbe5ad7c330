// "bgpte-watch-state/1": written, and read back strictly.
#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "bgpte/json/value.hpp"
#include "bgpte/model/ip_prefix.hpp"
#include "bgpte/model/scenario.hpp"
#include "bgpte/text/display.hpp"
#include "bgpte/text/time.hpp"
#include "bgpte/watch/state.hpp"

namespace bgpte::watch {

std::string_view name_of(AdviceStand stand) {
  switch (stand) {
    case AdviceStand::due:
      return "due";
    case AdviceStand::told:
      return "told";
    case AdviceStand::withheld:
      break;
  }
  return "withheld";
}

namespace {

using json::string_literal;
using json::Value;

std::string time_text(std::int64_t time) {
  return time < 0 ? "null" : fmt::format("\"{}\"", text::utc_text(time));
}

std::string rate_text(std::int64_t rate) {
  return rate < 0 ? "null" : fmt::format("{}", rate);
}

template <class Items, class Text>
std::string list_text(const Items& items, const Text& text_of) {
  std::string text = "[";
  for (const auto& item : items) {
    text += text.size() == 1 ? "" : ", ";
    text += text_of(item);
  }
  return text + "]";
}

std::string text_of(const LinkLoad& load) {
  return fmt::format(R"({{"at": {}, "in_bps": {}, "flow_bps": {}}})", time_text(load.at),
                     rate_text(load.in_bps), rate_text(load.flow_bps));
}

std::string text_of(const std::optional<Incident>& incident) {
  if (!incident) {
    return "null";
  }
  std::string more;
  if (!incident->alerts.empty()) {
    more = fmt::format(R"(, "alerts": {})", list_text(incident->alerts, [](const FiringAlert& one) {
                         return fmt::format(R"({{"key": {}, "since": {}}})",
                                            string_literal(one.key), time_text(one.since));
                       }));
  }
  if (incident->quiet) {
    more += R"(, "quiet": true)";
  }
  return fmt::format(
      R"({{"id": {}, "since": {}, "by_alert": {}, "advice": "{}", "asked_at": {}{}}})",
      string_literal(incident->id), time_text(incident->since), incident->by_alert,
      name_of(incident->advice), time_text(incident->asked_at), more);
}

std::string text_of(const LinkWatch& link) {
  std::string more;
  if (!link.raises.empty()) {
    more = fmt::format(R"(, "raises": {})", list_text(link.raises, time_text));
  }
  if (link.flapping_at >= 0) {
    more += fmt::format(R"(, "flapping_at": {})", time_text(link.flapping_at));
  }
  return fmt::format(R"({{"recent": {}, "low_since": {}, "cleared_at": {}, "incident": {}{}}})",
                     list_text(link.recent, [](const LinkLoad& load) { return text_of(load); }),
                     time_text(link.low_since), time_text(link.cleared_at), text_of(link.incident),
                     more);
}

std::string text_of(const ToldChange& told) {
  return fmt::format(
      R"({{"change_id": {}, "at": {}, "prefixes": {}}})", string_literal(told.change_id),
      time_text(told.at),
      list_text(told.prefixes, [](const std::string& prefix) { return string_literal(prefix); }));
}

std::string text_of(const std::optional<PendingStep>& step) {
  if (!step) {
    return "null";
  }
  return fmt::format(R"({{"change_id": {}, "told_at": {}, "made_at": {}, "advice": {}}})",
                     string_literal(step->change_id), time_text(step->told_at),
                     time_text(step->made_at), string_literal(step->advice));
}

std::string text_of(const Ticket& ticket) {
  return fmt::format(R"({{"name": {}, "text": {}}})", string_literal(ticket.name),
                     string_literal(ticket.text));
}

/// Why a text is no state; thrown here and caught by read_state.
struct Refused {
  std::string why;
};

[[noreturn]] void refuse(std::string_view what, std::string_view allowed) {
  throw Refused{fmt::format("{} must be {}", what, allowed)};
}

/// Throws unless the object has exactly these members, and those of `optional` or some of them.
void expect_members(const Value& object, std::string_view what,
                    std::initializer_list<std::string_view> names,
                    std::initializer_list<std::string_view> optional = {}) {
  if (object.kind != Value::Kind::object) {
    refuse(what, "an object");
  }
  for (const std::string_view name : names) {
    if (object.find(name) == nullptr) {
      throw Refused{fmt::format("{} has no {}", what, name)};
    }
  }
  const auto more = std::ranges::count_if(
      optional, [&](std::string_view name) { return object.find(name) != nullptr; });
  if (object.keys.size() != names.size() + static_cast<std::size_t>(more)) {
    throw Refused{fmt::format("{} has an unknown member", what)};
  }
}

std::string read_text(const Value& value, std::string_view what, std::size_t most) {
  if (value.kind != Value::Kind::string || value.text.size() > most) {
    refuse(what, fmt::format("text of at most {} bytes", most));
  }
  return value.text;
}

/// Text that may become a part of a file's name, or is shown on one line.
std::string read_line(const Value& value, std::string_view what) {
  constexpr std::size_t longest = 200;
  std::string line = read_text(value, what, longest);
  if (text::steers_or_hides(line) || text::valid_utf8(line) != line) {
    refuse(what, "text without control characters");
  }
  return line;
}

std::string read_file_name(const Value& value, std::string_view what) {
  std::string name = read_line(value, what);
  if (name.empty() || name.front() == '.' || name.find('/') != std::string::npos) {
    refuse(what, "the name of a file without a folder");
  }
  return name;
}

std::int64_t read_time(const Value& value, std::string_view what) {
  std::int64_t time = -1;
  if (value.kind != Value::Kind::string || !text::parse_utc(value.text, time) ||
      !text::parse_utc(text::utc_text(time), time)) {
    refuse(what, "a time such as \"2026-11-28T22:40:00Z\"");
  }
  return time;
}

std::int64_t read_time_or_null(const Value& value, std::string_view what) {
  return value.kind == Value::Kind::null ? -1 : read_time(value, what);
}

std::int64_t read_whole(const Value& value, std::string_view what, std::int64_t most) {
  const std::optional<std::int64_t> number = json::whole_number(value, 0, most);
  if (!number) {
    refuse(what, fmt::format("a whole number from 0 to {}", most));
  }
  return *number;
}

std::int64_t read_rate_or_null(const Value& value, std::string_view what) {
  return value.kind == Value::Kind::null ? -1 : read_whole(value, what, model::max_rate.value);
}

bool read_truth(const Value& value, std::string_view what) {
  if (value.kind != Value::Kind::boolean) {
    refuse(what, "true or false");
  }
  return value.boolean;
}

const std::vector<Value>& read_list(const Value& value, std::string_view what, std::size_t most) {
  if (value.kind != Value::Kind::array || value.items.size() > most) {
    refuse(what, fmt::format("a list of at most {}", most));
  }
  return value.items;
}

AdviceStand read_stand(const Value& value) {
  for (const AdviceStand stand : {AdviceStand::due, AdviceStand::told, AdviceStand::withheld}) {
    if (value.kind == Value::Kind::string && value.text == name_of(stand)) {
      return stand;
    }
  }
  refuse("advice", "\"due\", \"told\" or \"withheld\"");
}

Incident read_incident(const Value& value) {
  expect_members(value, "incident", {"id", "since", "by_alert", "advice", "asked_at"},
                 {"alerts", "quiet"});
  Incident incident{
      read_file_name(*value.find("id"), "id"), read_time(*value.find("since"), "since"),
      read_truth(*value.find("by_alert"), "by_alert"), read_stand(*value.find("advice")),
      read_time_or_null(*value.find("asked_at"), "asked_at")};
  if (const Value* alerts = value.find("alerts")) {
    for (const Value& one : read_list(*alerts, "alerts", most_alerts)) {
      expect_members(one, "an alert", {"key", "since"});
      incident.alerts.push_back(
          {read_line(*one.find("key"), "key"), read_time(*one.find("since"), "since")});
    }
    if (incident.alerts.empty()) {
      refuse("alerts", "a list that is not empty");
    }
  }
  if (const Value* quiet = value.find("quiet")) {
    incident.quiet = read_truth(*quiet, "quiet");
  }
  return incident;
}

LinkWatch read_link(const Value& value) {
  constexpr std::size_t most_recent = 48;
  expect_members(value, "a link", {"recent", "low_since", "cleared_at", "incident"},
                 {"raises", "flapping_at"});
  LinkWatch link;
  for (const Value& one : read_list(*value.find("recent"), "recent", most_recent)) {
    expect_members(one, "an interval", {"at", "in_bps", "flow_bps"});
    link.recent.push_back({read_time(*one.find("at"), "at"),
                           read_rate_or_null(*one.find("in_bps"), "in_bps"),
                           read_rate_or_null(*one.find("flow_bps"), "flow_bps")});
  }
  if (!std::ranges::is_sorted(link.recent, {}, &LinkLoad::at)) {
    refuse("recent", "in order of time");
  }
  link.low_since = read_time_or_null(*value.find("low_since"), "low_since");
  link.cleared_at = read_time_or_null(*value.find("cleared_at"), "cleared_at");
  if (const Value& incident = *value.find("incident"); incident.kind != Value::Kind::null) {
    link.incident = read_incident(incident);
  }
  if (const Value* raises = value.find("raises")) {
    for (const Value& one : read_list(*raises, "raises", most_alerts)) {
      link.raises.push_back(read_time(one, "raises"));
    }
  }
  if (const Value* flapping = value.find("flapping_at")) {
    link.flapping_at = read_time(*flapping, "flapping_at");
  }
  return link;
}

ToldChange read_told(const Value& value) {
  constexpr std::size_t most_prefixes = 100'000;
  expect_members(value, "a change that was told", {"change_id", "at", "prefixes"});
  ToldChange told{read_file_name(*value.find("change_id"), "change_id"),
                  read_time(*value.find("at"), "at"),
                  {}};
  for (const Value& prefix : read_list(*value.find("prefixes"), "prefixes", most_prefixes)) {
    told.prefixes.push_back(read_line(prefix, "a prefix"));
  }
  return told;
}

constexpr std::size_t most_text = std::size_t{64} << 20U;

PendingStep read_step(const Value& value) {
  expect_members(value, "step", {"change_id", "told_at", "made_at", "advice"});
  return {read_file_name(*value.find("change_id"), "change_id"),
          read_time(*value.find("told_at"), "told_at"),
          read_time_or_null(*value.find("made_at"), "made_at"),
          read_text(*value.find("advice"), "advice", most_text)};
}

State read_members(const Value& value) {
  constexpr std::size_t most_tickets = 10'000;
  constexpr std::int64_t longest_interval_s = 86'400;
  const Value* format = value.find("format");
  if (format == nullptr || format->kind != Value::Kind::string ||
      format->text != "bgpte-watch-state/1") {
    refuse("format", "\"bgpte-watch-state/1\"");
  }
  expect_members(value, "the state",
                 {"format", "scenario", "interval_s", "newest", "links", "told", "step", "outbox"});
  State state;
  state.scenario = read_text(*value.find("scenario"), "scenario", most_text);
  state.interval_s = read_whole(*value.find("interval_s"), "interval_s", longest_interval_s);
  if (state.interval_s == 0) {
    refuse("interval_s", "above 0");
  }
  state.newest = read_time_or_null(*value.find("newest"), "newest");
  const Value& links = *value.find("links");
  if (links.kind != Value::Kind::object) {
    refuse("links", "an object");
  }
  for (std::size_t i = 0; i < links.keys.size(); ++i) {
    state.links.emplace(links.keys[i], read_link(links.items[i]));
  }
  for (const Value& told : read_list(*value.find("told"), "told", most_told)) {
    state.told.push_back(read_told(told));
  }
  if (const Value& step = *value.find("step"); step.kind != Value::Kind::null) {
    state.step = read_step(step);
  }
  for (const Value& ticket : read_list(*value.find("outbox"), "outbox", most_tickets)) {
    expect_members(ticket, "a ticket", {"name", "text"});
    state.outbox.push_back({read_file_name(*ticket.find("name"), "the name of a ticket"),
                            read_text(*ticket.find("text"), "the text of a ticket", most_text)});
  }
  return state;
}

}  // namespace

std::string to_json(const State& state) {
  std::string links;
  for (const auto& [name, link] : state.links) {
    links += fmt::format("{}\n    {}: {}", links.empty() ? "" : ",", string_literal(name),
                         text_of(link));
  }
  return fmt::format(
      "{{\n  \"format\": \"bgpte-watch-state/1\",\n  \"scenario\": {},\n  \"interval_s\": {},\n"
      "  \"newest\": {},\n  \"links\": {{{}}},\n  \"told\": {},\n  \"step\": {},\n"
      "  \"outbox\": {}\n}}\n",
      string_literal(state.scenario), state.interval_s, time_text(state.newest), links,
      list_text(state.told, [](const ToldChange& told) { return text_of(told); }),
      text_of(state.step),
      list_text(state.outbox, [](const Ticket& ticket) { return text_of(ticket); }));
}

std::string format_of(std::string_view text) {
  const auto parsed = json::parse(text);
  const Value* value = std::get_if<Value>(&parsed);
  const Value* format = value == nullptr ? nullptr : value->find("format");
  return format != nullptr && format->kind == Value::Kind::string ? format->text : std::string();
}

std::variant<State, std::string> read_state(std::string_view text) {
  const auto parsed = json::parse(text);
  if (const std::string* fault = std::get_if<std::string>(&parsed)) {
    return *fault;
  }
  try {
    return read_members(std::get<Value>(parsed));
  } catch (const Refused& refused) {
    return refused.why;
  }
}

}  // namespace bgpte::watch
