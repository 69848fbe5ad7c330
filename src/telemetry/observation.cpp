// bgpte-observation/1: sorted, written, and read back.
#include "bgpte/telemetry/observation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <tuple>

#include "src/telemetry/json_fields.hpp"

namespace bgpte::telemetry {

using json::string_literal;

std::string_view name_of(ObservationKind kind) {
  switch (kind) {
    case ObservationKind::flows:
      return "flows";
    case ObservationKind::load:
      return "load";
    case ObservationKind::routes:
      break;
  }
  return "routes";
}

void sort(Observation& observation) {
  std::ranges::sort(observation.sources);
  std::ranges::sort(observation.flows, {}, [](const FlowCell& cell) {
    return std::tie(cell.link, cell.router, cell.interface, cell.prefix, cell.window,
                    cell.sampling);
  });
  std::ranges::sort(observation.load, {}, [](const LoadSample& sample) {
    return std::tie(sample.link, sample.router, sample.interface, sample.window);
  });
  std::ranges::sort(observation.routes, {}, [](const Route& route) {
    return std::tie(route.link, route.router, route.session, route.prefix);
  });
  std::ranges::sort(observation.unlisted, [](const auto& a, const auto& b) {
    return std::tie(a.link, b.bytes, a.destination) < std::tie(b.link, a.bytes, b.destination);
  });
  std::ranges::sort(observation.source_asns, [](const auto& a, const auto& b) {
    return std::tie(a.link, b.bytes, a.asn) < std::tie(b.link, a.bytes, b.asn);
  });
  std::ranges::sort(observation.refused, {},
                    [](const Refusal& one) { return std::tie(one.why, one.example); });
}

namespace {

std::string rate_text(std::int64_t rate) {
  return rate < 0 ? "null" : fmt::format("{}", rate);
}

/// The beginning that flows, samples and routes have in common, without its brace.
std::string place(const std::string& link, const std::string& router, const char* third_name,
                  const std::string& third) {
  return fmt::format(R"("link": {}, "router": {}, "{}": {})", string_literal(link),
                     string_literal(router), third_name, string_literal(third));
}

std::string times(const Window& window) {
  return fmt::format(R"("from": "{}", "to": "{}")", utc_text(window.from), utc_text(window.to));
}

std::string text_of(const Source& source) {
  return fmt::format(R"({{"tool": {}, "sha256": {}, "bytes": {}}})", string_literal(source.tool),
                     string_literal(source.sha256), source.bytes);
}

std::string text_of(const FlowCell& cell) {
  // Two decimals are more than the error of an error is worth.
  const std::string error =
      cell.error_pct_95 < 0 ? "null" : fmt::format("{:.2f}", cell.error_pct_95);
  std::string from;
  if (cell.sources >= 0) {
    from += fmt::format(R"(, "sources": {})", cell.sources);
  }
  if (cell.suspect_bytes >= 0) {
    from += fmt::format(R"(, "suspect_bytes": {})", cell.suspect_bytes);
  }
  return fmt::format(
      R"({{{}, "prefix": {}, {}, "bytes": {}, "packets": {}, "flows": {}, "sampling": {}, )"
      R"("error_pct_95": {}{}}})",
      place(cell.link, cell.router, "interface", cell.interface), string_literal(cell.prefix),
      times(cell.window), cell.bytes, cell.packets, cell.flows, cell.sampling, error, from);
}

std::string text_of(const LoadSample& sample) {
  return fmt::format(R"({{{}, {}, "in_bps": {}, "out_bps": {}}})",
                     place(sample.link, sample.router, "interface", sample.interface),
                     times(sample.window), rate_text(sample.in_bps), rate_text(sample.out_bps));
}

std::string text_of(const Route& route) {
  std::vector<std::string> communities;
  communities.reserve(route.communities.size());
  for (const std::string& community : route.communities) {
    communities.push_back(string_literal(community));
  }
  return fmt::format(
      R"({{{}, "prefix": {}, "prepends": {}, "path": [{}], "communities": {}}})",
      place(route.link, route.router, "session", route.session), string_literal(route.prefix),
      rate_text(route.prepends), fmt::join(route.path, ", "),
      route.communities_shown ? fmt::format("[{}]", fmt::join(communities, ", ")) : "null");
}

std::string text_of(const UnlistedDestination& one) {
  return fmt::format(R"({{"link": {}, "destination": {}, "bytes": {}}})", string_literal(one.link),
                     string_literal(one.destination), one.bytes);
}

std::string text_of(const SourceAsn& one) {
  return fmt::format(R"({{"link": {}, "asn": {}, "bytes": {}}})", string_literal(one.link), one.asn,
                     one.bytes);
}

std::string text_of(const Refusal& one) {
  return fmt::format(R"({{"why": {}, "count": {}, "example": {}}})", string_literal(one.why),
                     one.count, string_literal(one.example));
}

std::string text_of(const std::string& note) {
  return string_literal(note);
}

template <class Item>
void add_list(std::string& out, const char* name, const std::vector<Item>& items) {
  out += fmt::format(",\n  \"{}\": [", name);
  const char* before = "\n    ";
  for (const Item& item : items) {
    out += before;
    out += text_of(item);
    before = ",\n    ";
  }
  out += items.empty() ? "]" : "\n  ]";
}

}  // namespace

std::string to_json(const Observation& observation) {
  Observation sorted = observation;
  sort(sorted);
  std::string out = fmt::format(
      "{{\n  \"format\": \"bgpte-observation/1\",\n  \"kind\": \"{}\",\n  \"window\": {{{}}},\n"
      "  \"step_s\": {},\n  \"layer\": {}",
      name_of(sorted.kind), times(sorted.window), sorted.step_s, string_literal(sorted.layer));
  add_list(out, "sources", sorted.sources);
  add_list(out, "flows", sorted.flows);
  add_list(out, "load", sorted.load);
  add_list(out, "routes", sorted.routes);
  add_list(out, "unlisted", sorted.unlisted);
  if (!sorted.source_asns.empty()) {
    add_list(out, "source_asns", sorted.source_asns);
  }
  add_list(out, "refused", sorted.refused);
  add_list(out, "notes", sorted.notes);
  return out + "\n}\n";
}

namespace {

std::int64_t rate_of(const JsonFields& fields, std::string_view name) {
  return fields.is_null(name) ? -1 : fields.count(name);
}

Window window_of(const JsonFields& fields) {
  const Window window{fields.time("from"), fields.time("to")};
  if (window.from > window.to) {
    fields.fail("to", "is before its begin");
  }
  return window;
}

FlowCell read_cell(const json::Value& value) {
  const JsonFields fields(value, "a flow");
  fields.only({"link", "router", "interface", "prefix", "from", "to", "bytes", "packets", "flows",
               "sampling", "error_pct_95", "sources", "suspect_bytes"});
  FlowCell cell{fields.text("router"),    fields.text("interface"),
                fields.text("link"),      fields.text("prefix"),
                window_of(fields),        fields.count("bytes"),
                fields.count("packets"),  fields.count("flows"),
                fields.count("sampling"), -1};
  if (fields.find("sources") != nullptr) {
    cell.sources = fields.count("sources");
  }
  if (fields.find("suspect_bytes") != nullptr) {
    cell.suspect_bytes = fields.count("suspect_bytes");
    if (cell.suspect_bytes > cell.bytes) {
      fields.fail("suspect_bytes", "is more than bytes");
    }
  }
  const json::Value& error = fields.at("error_pct_95");
  if (error.kind != json::Value::Kind::null) {
    const char* end = error.text.data() + error.text.size();
    const auto [rest, fault] = std::from_chars(error.text.data(), end, cell.error_pct_95);
    if (error.kind != json::Value::Kind::number || fault != std::errc{} || rest != end ||
        cell.error_pct_95 < 0) {
      fields.fail("error_pct_95", "must be null or a number from 0 on");
    }
  }
  return cell;
}

LoadSample read_sample(const json::Value& value) {
  const JsonFields fields(value, "a load sample");
  fields.only({"link", "router", "interface", "from", "to", "in_bps", "out_bps"});
  return {fields.text("router"), fields.text("interface"),  fields.text("link"),
          window_of(fields),     rate_of(fields, "in_bps"), rate_of(fields, "out_bps")};
}

Route read_route(const json::Value& value) {
  const JsonFields fields(value, "a route");
  fields.only({"link", "router", "session", "prefix", "prepends", "path", "communities"});
  Route route{.link = fields.text("link"),
              .router = fields.text("router"),
              .session = fields.text("session"),
              .prefix = fields.text("prefix")};
  constexpr std::int64_t most_prepends = 65535;
  route.prepends = static_cast<int>(std::min(rate_of(fields, "prepends"), most_prepends));
  for (const json::Value& item : fields.list("path")) {
    std::int64_t asn = 0;
    if (item.kind != json::Value::Kind::number || !parse_count(item.text, asn) ||
        asn > 0xFFFFFFFFLL) {
      fields.fail("path", "must be a list of AS numbers");
    }
    route.path.push_back(static_cast<std::uint32_t>(asn));
  }
  route.communities_shown = !fields.is_null("communities");
  if (route.communities_shown) {
    route.communities = fields.texts("communities");
  }
  return route;
}

void read_rest(const JsonFields& fields, Observation& made) {
  for (const json::Value& item : fields.list("sources")) {
    const JsonFields one(item, "a source");
    one.only({"tool", "sha256", "bytes"});
    made.sources.push_back({one.text("tool"), one.text("sha256"), one.count("bytes")});
  }
  for (const json::Value& item : fields.list("unlisted")) {
    const JsonFields one(item, "an unlisted destination");
    one.only({"link", "destination", "bytes"});
    made.unlisted.push_back({one.text("link"), one.text("destination"), one.count("bytes")});
  }
  if (fields.find("source_asns") != nullptr) {
    for (const json::Value& item : fields.list("source_asns")) {
      const JsonFields one(item, "a source AS");
      one.only({"link", "asn", "bytes"});
      constexpr std::int64_t largest_asn = 0xFFFFFFFFLL;
      if (one.count("asn") > largest_asn) {
        one.fail("asn", "is no AS number");
      }
      made.source_asns.push_back(
          {one.text("link"), static_cast<std::uint32_t>(one.count("asn")), one.count("bytes")});
    }
  }
  for (const json::Value& item : fields.list("refused")) {
    const JsonFields one(item, "a refusal");
    one.only({"why", "count", "example"});
    made.refused.push_back({one.text("why"), one.count("count"), one.text("example")});
  }
  made.notes = fields.texts("notes");
}

Observation read_observation_document(const json::Value& document) {
  const JsonFields fields(document, "the observation");
  if (fields.text("format") != "bgpte-observation/1") {
    fields.fail("format", "is not bgpte-observation/1");
  }
  fields.only({"format", "kind", "window", "step_s", "layer", "sources", "flows", "load", "routes",
               "unlisted", "source_asns", "refused", "notes"});
  Observation made;
  const std::string kind = fields.text("kind");
  for (const auto each : {ObservationKind::flows, ObservationKind::load, ObservationKind::routes}) {
    if (kind == name_of(each)) {
      made.kind = each;
    }
  }
  if (kind != name_of(made.kind)) {
    fields.fail("kind", "is none of flows, load and routes");
  }
  const JsonFields window(fields.at("window"), "the window");
  window.only({"from", "to"});
  made.window = window_of(window);
  made.step_s = fields.count("step_s");
  made.layer = fields.text("layer");
  if (!made.layer.empty() && made.layer != "l2" && made.layer != "l3") {
    fields.fail("layer", "is none of l2, l3 and nothing");
  }
  for (const json::Value& item : fields.list("flows")) {
    made.flows.push_back(read_cell(item));
  }
  for (const json::Value& item : fields.list("load")) {
    made.load.push_back(read_sample(item));
  }
  for (const json::Value& item : fields.list("routes")) {
    made.routes.push_back(read_route(item));
  }
  read_rest(fields, made);
  return made;
}

}  // namespace

std::variant<Observation, std::string> read_observation(std::string_view text) {
  return read_document(text, read_observation_document);
}

}  // namespace bgpte::telemetry
