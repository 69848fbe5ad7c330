// The body that Prometheus' Alertmanager posts to a webhook.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bgpte/json/value.hpp"
#include "bgpte/model/digest.hpp"
#include "bgpte/text/display.hpp"
#include "bgpte/text/format.hpp"
#include "bgpte/text/time.hpp"
#include "bgpte/watch/timeline.hpp"

namespace bgpte::watch {

namespace {

using json::Value;

/// The string that a member is; empty where there is none.
std::string text_of(const Value& object, std::string_view name) {
  const Value* value = object.find(name);
  return value != nullptr && value->kind == Value::Kind::string ? value->text : std::string();
}

/// Times have fractions of a second, which are cut off.
bool read_time(const Value& alert, std::string_view name, std::int64_t& time) {
  std::string text = text_of(alert, name);
  const std::size_t dot = text.find('.');
  if (dot != std::string::npos) {
    const std::size_t end = text.find_first_not_of("0123456789", dot + 1);
    text.erase(dot, end == std::string::npos ? std::string::npos : end - dot);
  }
  // A time beyond the year 9999 could not be written and read again.
  return text::parse_utc(text, time) && text::parse_utc(text::utc_text(time), time);
}

const telemetry::MappedInterface* interface_of(const Value& labels,
                                               const telemetry::InterfaceMap& map) {
  const telemetry::Exporter* router = map.exporter(text_of(labels, "instance"));
  if (router == nullptr) {
    return nullptr;
  }
  for (const std::string_view name : {"ifName", "ifDescr", "interface", "device"}) {
    if (const auto* found = map.by_name(router->router, text_of(labels, name))) {
      return found;
    }
  }
  const std::string text = text_of(labels, "ifIndex");
  std::int64_t index = -1;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), index);
  return !text.empty() && read.ec == std::errc() && read.ptr == text.data() + text.size()
             ? map.by_index(router->router, index)
             : nullptr;
}

/// The link of the scenario that the labels name; empty where they name none.
std::string link_of(const Value& labels, const model::Scenario& scenario,
                    const telemetry::InterfaceMap& map) {
  std::string name = text_of(labels, "link");
  if (name.empty()) {
    const telemetry::MappedInterface* found = interface_of(labels, map);
    name = found == nullptr ? std::string() : found->link;
  }
  return model::find_link(scenario, name) ? name : std::string();
}

/// Alertmanager's fingerprint; where there is none, or a strange one, a digest of the labels.
std::string key_of(const Value& alert, const Value& labels) {
  constexpr std::size_t most = 64;
  std::string key = text_of(alert, "fingerprint");
  const bool plain = !key.empty() && key.size() <= most && std::ranges::all_of(key, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  if (plain) {
    return key;
  }
  std::vector<std::string> all;
  for (const std::string& name : labels.keys) {
    all.push_back(fmt::format("{}={}\n", name, text_of(labels, name)));
  }
  std::ranges::sort(all);
  return model::sha256_hex(text::join(all));
}

/// True where an alert of this name means a full link.
bool is_listed(const std::string& name, const model::Scenario& scenario) {
  const std::vector<std::string>& listed = scenario.policy.watch.alerts;
  return listed.empty() || std::ranges::count(listed, name) > 0;
}

/// Reads one alert; a sentence where that cannot be done.
std::string read_alert(const Value& value, Alert& alert) {
  const std::string status = text_of(value, "status");
  if (status != "firing" && status != "resolved") {
    return "an alert is neither firing nor resolved";
  }
  alert.firing = status == "firing";
  if (!read_time(value, "startsAt", alert.starts_at)) {
    return "an alert has no time startsAt";
  }
  // Of an alert that fires endsAt is a guess, or the year 1.
  if (!alert.firing && !read_time(value, "endsAt", alert.ends_at)) {
    return "an alert that is resolved has no time endsAt";
  }
  if (!alert.firing && alert.ends_at < alert.starts_at) {
    return "an alert ends before it begins";
  }
  const Value* labels = value.find("labels");
  return labels == nullptr || labels->kind != Value::Kind::object ? "an alert has no labels" : "";
}

}  // namespace

std::variant<Alerts, std::string> read_alerts(std::string_view text,
                                              const model::Scenario& scenario,
                                              const telemetry::InterfaceMap& map) {
  constexpr std::size_t most_unknown = 20;
  const auto parsed = json::parse(text);
  if (const std::string* fault = std::get_if<std::string>(&parsed)) {
    return *fault;
  }
  const Value& body = std::get<Value>(parsed);
  const Value* list = body.find("alerts");
  if (list == nullptr || list->kind != Value::Kind::array || text_of(body, "version") != "4") {
    return std::string(
        "this is neither an observation (bgpte-observation/1) nor what Alertmanager posts to a "
        "webhook (version 4)");
  }
  Alerts read;
  for (const Value& value : list->items) {
    Alert alert;
    if (std::string fault = read_alert(value, alert); !fault.empty()) {
      return fault;
    }
    const Value& labels = *value.find("labels");
    alert.link = link_of(labels, scenario, map);
    alert.key = key_of(value, labels);
    alert.name = text::shortened(text::one_line(text_of(labels, "alertname")), 64);
    if (!is_listed(text_of(labels, "alertname"), scenario)) {
      if (read.unlisted.size() < most_unknown) {
        read.unlisted.push_back(
            fmt::format("the alert {} is none of policy.watch.alerts", alert.name));
      }
    } else if (!alert.link.empty()) {
      read.alerts.push_back(alert);
    } else if (read.unknown.size() < most_unknown) {
      read.unknown.push_back(fmt::format("the alert {} names no link of the scenario", alert.name));
    }
  }
  // What fires of a link is known before another alert of it is over.
  std::stable_partition(read.alerts.begin(), read.alerts.end(),
                        [](const Alert& alert) { return alert.firing; });
  if (const Value* left_out = body.find("truncatedAlerts");
      left_out != nullptr && left_out->kind == Value::Kind::number && left_out->text != "0") {
    const auto& digits = left_out->text;
    std::from_chars(digits.data(), digits.data() + digits.size(), read.truncated);
  }
  return read;
}

}  // namespace bgpte::watch
