// A first scenario from observations alone.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "bgpte/json/value.hpp"
#include "src/telemetry/observe/combine.hpp"
#include "src/telemetry/observe/figures.hpp"

namespace bgpte::telemetry {

namespace {

/// Links of a map; the capacity is that of their interfaces together, 0 where one does not say it.
std::vector<model::Link> links_of(const InterfaceMap& map) {
  std::map<std::string, std::vector<std::int64_t>> speeds;
  for (const MappedInterface& interface : map.interfaces) {
    if (!interface.link.empty()) {
      speeds[interface.link].push_back(interface.speed_bps);
    }
  }
  std::vector<model::Link> links;
  for (const auto& [name, each] : speeds) {
    model::Link link;
    link.name = name;
    const bool all_said = std::find(each.begin(), each.end(), 0) == each.end();
    for (const std::int64_t speed : each) {
      link.capacity.value += all_said ? speed : 0;
    }
    links.push_back(std::move(link));
  }
  return links;
}

std::string rate_or_null(std::int64_t bps) {
  return bps < 0 ? "null" : json::string_literal(model::format_rate({bps}));
}

/// A network as far as observations tell it.
class ScenarioWriter {
 public:
  ScenarioWriter(const InterfaceMap& map, const std::vector<Observation>& observations)
      : observations_(observations) {
    scenario_.links = links_of(map);
  }

  FirstScenario write(const ObserveOptions& options) {
    if (scenario_.links.empty()) {
      return {"", "the map names no link"};
    }
    add_prefixes();
    std::variant<Measurement, std::string> measured = measure(scenario_, observations_, options);
    if (std::string* fault = std::get_if<std::string>(&measured)) {
      return {"", std::move(*fault)};
    }
    measured_ = std::get<Measurement>(std::move(measured));
    return {text(), ""};
  }

 private:
  /// Announced prefixes; without routes those that the flows name, wherever that may be.
  void add_prefixes() {
    std::map<model::IpPrefix, model::Prefix> prefixes;
    for (const Observation& observation : observations_) {
      routes_given_ = routes_given_ || !observation.routes.empty();
    }
    const auto add = [&](const std::string& text, const std::string& link, int prepend) {
      const model::ParsedPrefix parsed = model::parse_prefix(text);
      const std::optional<model::LinkIndex> l = model::find_link(scenario_, link);
      if (parsed.fault != model::PrefixFault::none || !l) {
        return;
      }
      model::Prefix& prefix = prefixes[parsed.prefix];
      prefix.prefix = parsed.prefix;
      if (prefix.advertise.size() == 0) {
        prefix.advertise = model::Advertisement(scenario_.links.size());
      }
      prefix.advertise[*l] =
          static_cast<model::Prepend>(std::clamp<int>(prepend, 0, model::max_prepend));
      if (prepend < 0) {
        not_shown_.emplace(parsed.prefix, *l);
      }
    };
    for (const Observation& observation : observations_) {
      for (const Route& route : observation.routes) {
        add(route.prefix, route.link, route.prepends);
        if (!route.path.empty()) {
          origins_[route.prefix].insert(route.path.back());
        }
      }
      for (const FlowCell& cell : observation.flows) {
        if (!routes_given_ && !cell.prefix.empty()) {
          add(cell.prefix, cell.link, 0);
        }
      }
    }
    for (auto& [network, prefix] : prefixes) {
      scenario_.prefixes.push_back(std::move(prefix));
    }
  }

  [[nodiscard]] std::string text() const {
    std::string all = "{\n  \"format\": \"bgpte-scenario/1\",\n  \"local_as\": null,\n";
    if (measured_.window.to > 0) {
      constexpr std::size_t day = 10;
      all += fmt::format(
          "  \"measured\": {{ \"statistic\": \"{}\", \"interval_s\": {}, \"from\": \"{}\", \"to\": "
          "\"{}\" }},\n",
          statistic_text(measured_), measured_.interval_s,
          utc_text(measured_.window.from).substr(0, day),
          utc_text(measured_.window.to - 1).substr(0, day));
    }
    all += "  \"links\": [\n";
    for (model::LinkIndex l = 0; l < scenario_.links.size(); ++l) {
      all += link_text(l);
      all += l + 1 < scenario_.links.size() ? ",\n" : "\n";
    }
    all += "  ],\n  \"prefixes\": [\n";
    const std::vector<Cells> cells = written();
    for (model::PrefixIndex p = 0; p < cells.size(); ++p) {
      all += prefix_text(p, cells[p]);
      all += p + 1 < cells.size() ? ",\n" : "\n";
    }
    if (cells.empty()) {
      all += "    { \"prefix\": \"TODO\", \"advertise\": null }\n";
    }
    all += "  ]\n}\n";
    return all;
  }

  [[nodiscard]] std::string link_text(model::LinkIndex l) const {
    const LinkFigures& figures = measured_.links[l];
    const auto digits = [](std::int64_t bps) { return bps < 0 ? bps : three_digits(bps); };
    const std::int64_t capacity = scenario_.links[l].capacity.value;
    return fmt::format(
        "    {{ \"name\": {}, \"neighbor_as\": null, \"relationship\": \"TODO\", \"capacity\": {}, "
        "\"inbound\": {},{}\n      \"billing\": null }}",
        json::string_literal(scenario_.links[l].name), rate_or_null(capacity == 0 ? -1 : capacity),
        rate_or_null(digits(figures.inbound)),
        figures.outbound < 0
            ? ""
            : fmt::format(" \"outbound\": {},", rate_or_null(digits(figures.outbound))));
  }

  /// The cells as they are written: those of a link fit into its inbound.
  [[nodiscard]] std::vector<Cells> written() const {
    std::vector<Cells> cells = measured_.cells;
    for (model::LinkIndex l = 0; l < scenario_.links.size(); ++l) {
      std::vector<MovedCell> measured;
      std::vector<model::PrefixIndex> which;
      for (model::PrefixIndex p = 0; p < cells.size(); ++p) {
        if (cells[p][l]) {
          measured.push_back({std::nullopt, *cells[p][l]});
          which.push_back(p);
        }
      }
      const std::vector<std::int64_t> chosen = written_cells(
          measured, three_digits(std::max<std::int64_t>(0, measured_.links[l].inbound)));
      for (std::size_t i = 0; i < which.size(); ++i) {
        cells[which[i]][l] = chosen[i];
      }
    }
    return cells;
  }

  [[nodiscard]] std::string prefix_text(model::PrefixIndex p, const Cells& cells) const {
    const model::Prefix& prefix = scenario_.prefixes[p];
    const std::string name = model::to_string(prefix.prefix);
    std::string inbound;
    std::string advertise;
    for (model::LinkIndex l = 0; l < cells.size(); ++l) {
      const std::string link = json::string_literal(scenario_.links[l].name);
      if (cells[l]) {
        inbound += fmt::format("{}{}: {}", inbound.empty() ? "" : ", ", link,
                               *cells[l] == 0 ? "0" : rate_or_null(*cells[l]));
      }
      if (prefix.advertise.carried_on(l)) {
        advertise += fmt::format("{}{}: {}", advertise.empty() ? "" : ", ", link,
                                 not_shown_.count({prefix.prefix, l}) > 0
                                     ? "null"
                                     : std::to_string(prefix.advertise[l]));
      }
    }
    const auto origins = origins_.find(name);
    const bool customer = origins != origins_.end() && origins->second.size() == 1;
    return fmt::format("    {{ \"prefix\": \"{}\", {}{}\"advertise\": {} }}", name,
                       inbound.empty() ? "" : fmt::format("\"inbound\": {{ {} }}, ", inbound),
                       customer ? fmt::format("\"origin_as\": {}, ", *origins->second.begin()) : "",
                       routes_given_ ? fmt::format("{{ {} }}", advertise) : "null");
  }

  const std::vector<Observation>& observations_;
  model::Scenario scenario_;
  bool routes_given_ = false;
  std::set<std::pair<model::IpPrefix, model::LinkIndex>> not_shown_;  ///< Their prepend.
  std::map<std::string, std::set<std::uint32_t>> origins_;
  Measurement measured_;
};

}  // namespace

FirstScenario first_scenario(const InterfaceMap& map, const std::vector<Observation>& observations,
                             const ObserveOptions& options) {
  return ScenarioWriter(map, observations).write(options);
}

}  // namespace bgpte::telemetry
