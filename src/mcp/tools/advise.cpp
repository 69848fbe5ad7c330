// The tools advise and whatif: a command that prints advice, and the summary of it.
#include <fmt/format.h>

#include "src/mcp/source.hpp"
#include "src/mcp/tools/tools.hpp"

namespace bgpte::mcp {

namespace {

/// Types only of what others refer to: the list of tools is read by models, and is to stay short.
constexpr std::string_view advise_output =
    R"({"type":"object","properties":{"status":{"type":"string"},"advice":{"type":"string"}},)"
    R"("required":["status","summary","changes","links","cost","overloads","errors","proof",)"
    R"("scenario_sha256","change_id","advice","left_out"]})";

Value link_row(const Value& link, const Limits& limits) {
  const Value& after = member(member(link, "after"), "inbound_bps");
  return object({{"name", shown_value(text_of(link, "name"), limits)},
                 {"ceiling_bps", member(link, "ceiling_bps")},
                 {"before_bps", member(member(link, "before"), "inbound_bps")},
                 {"low_bps", member(after, "low")},
                 {"expected_bps", member(after, "expected")},
                 {"high_bps", member(after, "high")}});
}

Value change_row(const Value& change, const Limits& limits) {
  Value row = object({{"prefix", member(change, "prefix")},
                      {"link", shown_value(text_of(change, "link"), limits)},
                      {"from", member(change, "from")},
                      {"to", member(change, "to")}});
  for (const std::string_view key : {"lever_from", "lever_to"}) {
    if (const Value* lever = change.find(key); lever != nullptr) {
      add(row, key, shown_value(text_of(*lever, "name"), limits));
    }
  }
  return row;
}

/// Failures under which a link is above its capacity, with the links.
Value overloads(const Value& advice, const Limits& limits, std::int64_t& left_out) {
  Value broken = array();
  for (const Value& failure : member(advice, "failures").items) {
    if (is_true(member(failure, "overload"))) {
      broken.items.push_back(failure);
    }
  }
  return first_items(broken, limits, left_out, [&](const Value& failure) {
    return object(
        {{"failure", shown_value(text_of(failure, "failure"), limits)},
         {"links", first_items(member(failure, "overloaded"), limits, left_out,
                               [&](const Value& link) { return shown_value(link.text, limits); })},
         {"after_utilisation", member(failure, "after_utilisation")}});
  });
}

/// What stays broken, and the findings of severity error.
Value errors(const Value& advice, const Limits& limits, std::int64_t& left_out) {
  Value messages = array();
  for (const Value& violation : member(advice, "violations").items) {
    messages.items.push_back(text("unresolved: " + text_of(violation, "message")));
  }
  for (const Value& finding : member(advice, "findings").items) {
    if (text_of(finding, "severity") == "error") {
      messages.items.push_back(
          text((is_true(member(finding, "cured")) ? "cured: " : "") + text_of(finding, "message")));
    }
  }
  return first_items(messages, limits, left_out,
                     [&](const Value& message) { return shown_value(message.text, limits); });
}

Value cost_row(const Value& cost) {
  const Value& after = member(cost, "after");
  return object({{"currency", member(cost, "currency")},
                 {"before", member(cost, "before")},
                 {"low", member(after, "low")},
                 {"expected", member(after, "expected")},
                 {"high", member(after, "high")}});
}

std::string summary_text(const Value& advice, const Limits& limits) {
  std::string all = fmt::format("status: {}\n{}\nchanges: {}\n", text_of(advice, "status"),
                                shown(text_of(advice, "summary"), limits.bytes),
                                shown(changes_text(member(advice, "changes")), limits.bytes));
  std::size_t lines = 0;
  for (const Value& link : member(advice, "links").items) {
    if (++lines > limits.items) {
      break;
    }
    const Value& after = member(member(link, "after"), "utilisation");
    all += fmt::format("link {}: utilisation {} before, {} after ({} to {})\n",
                       shown(text_of(link, "name"), limits.bytes),
                       member(member(link, "before"), "utilisation").text,
                       member(after, "expected").text, member(after, "low").text,
                       member(after, "high").text);
  }
  return all + "forecast basis: " + shown(text_of(advice, "basis"), limits.bytes);
}

ToolResult summarised(const FoundAdvice& found, const Limits& limits) {
  const Value& advice = found.value;
  const Value& objective = member(advice, "objective");
  std::int64_t left_out = 0;
  ToolResult result;
  result.text = summary_text(advice, limits);
  result.uri = found.advice.uri();
  Value& to = result.structured = object();
  add(to, "status", member(advice, "status"));
  add(to, "summary", shown_value(text_of(advice, "summary"), limits));
  add(to, "changes",
      first_items(member(advice, "changes"), limits, left_out,
                  [&](const Value& one) { return change_row(one, limits); }));
  add(to, "links", first_items(member(advice, "links"), limits, left_out, [&](const Value& one) {
        return link_row(one, limits);
      }));
  add(to, "cost", cost_row(member(advice, "cost")));
  add(to, "overloads", overloads(advice, limits, left_out));
  add(to, "errors", errors(advice, limits, left_out));
  add(to, "proof",
      object({{"termination", member(objective, "termination")},
              {"could_still_gain", member(objective, "could_still_gain")},
              {"unit", member(objective, "unit")}}));
  add(to, "scenario_sha256", member(advice, "scenario_sha256"));
  add(to, "change_id", member(advice, "change_id"));
  add(to, "advice", text(result.uri));
  add(to, "left_out", number(left_out));
  return result;
}

ToolResult run_advice(std::vector<std::string> command, const Value& arguments, ToolBox& box) {
  const Source source = scenario_source(text_of(arguments, "scenario"), box.settings);
  if (!source.fault.empty()) {
    return tool_error(source.fault);
  }
  command.insert(command.begin() + 1, {source.name, "--format=json"});
  add_time_limit(command, arguments);
  Answered answered = run_command(box, command, source.texts);
  if (!answered.fault.empty()) {
    return tool_error(answered.fault);
  }
  const FoundAdvice found = keep_advice(std::move(answered.result.out), box);
  if (!found.fault.empty()) {
    return tool_error(found.fault);
  }
  return fitted([&](const Limits& limits) { return summarised(found, limits); });
}

ToolResult advise(const Value& arguments, ToolBox& box) {
  std::vector<std::string> command{"advise"};
  add_option(command, "strategy", member(arguments, "strategy"));
  return run_advice(std::move(command), arguments, box);
}

ToolResult whatif(const Value& arguments, ToolBox& box) {
  std::vector<std::string> command{"whatif"};
  for (const std::string_view name : {"set", "fail", "growth", "price", "capacity"}) {
    add_option(command, name, member(arguments, name));
  }
  return run_advice(std::move(command), arguments, box);
}

}  // namespace

std::string change_text(const Value& change) {
  const auto count = [](const Value& prepend) {
    return is_number(prepend) ? prepend.text : std::string("-");
  };
  std::string line =
      fmt::format("{}@{} {} -> {}", text_of(change, "prefix"), text_of(change, "link"),
                  count(member(change, "from")), count(member(change, "to")));
  if (const Value* lever = change.find("lever_to"); lever != nullptr) {
    line += " with " + text_of(*lever, "name");
  } else if (const Value* old = change.find("lever_from"); old != nullptr) {
    line += " without " + text_of(*old, "name");
  }
  return line;
}

std::string changes_text(const Value& changes) {
  std::string all;
  for (const Value& change : changes.items) {
    all += (all.empty() ? "" : "; ") + change_text(change);
  }
  return all.empty() ? "no change" : all;
}

Tool advise_tool() {
  return {"advise",
          "Cheapest safe set of changes: what, why, forecast",
          {scenario_argument,
           {.name = "strategy", .words = {"congestion", "balanced", "cost"}},
           time_limit_argument},
          advise_output,
          advise};
}

Tool whatif_tool() {
  using Type = ArgumentRule::Type;
  return {"whatif",
          "Forecast of own changes, failures, growth, prices",
          {scenario_argument,
           {.name = "set", .type = Type::texts, .help = "PREFIX@LINK=N or =withdraw"},
           {.name = "fail", .type = Type::texts, .help = "links"},
           {.name = "growth", .help = "20%"},
           {.name = "price", .type = Type::texts, .help = "LINK=PRICE"},
           {.name = "capacity", .type = Type::texts, .help = "LINK=RATE"}},
          advise_output,
          whatif};
}

}  // namespace bgpte::mcp
