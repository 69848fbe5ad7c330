// Writes a measurement into the text of a scenario, in place.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "bgpte/json/document.hpp"
#include "bgpte/json/edit.hpp"
#include "bgpte/json/value.hpp"
#include "bgpte/text/decimal.hpp"
#include "src/telemetry/observe/combine.hpp"
#include "src/telemetry/observe/figures.hpp"

namespace bgpte::telemetry {

namespace {

using Node = json::Document::Index;
constexpr Node no_node = json::Document::none;

/// A rate as the file has it; nothing where there is none.
std::optional<std::int64_t> rate_of(const json::Document& document, Node node) {
  if (node == no_node) {
    return std::nullopt;
  }
  if (document.kind(node) == json::Kind::number) {
    const auto number = text::parse_decimal(document.text(node), 0, 18);
    return number ? std::optional(static_cast<std::int64_t>(number->value)) : std::nullopt;
  }
  const std::optional<model::Bps> rate = model::parse_rate(document.text(node));
  return rate ? std::optional(rate->value) : std::nullopt;
}

/// How rates are written in a file: 980000000, or "980 Mbps".
enum class RateStyle : std::uint8_t { number, text };

std::string written(std::int64_t bps, RateStyle style) {
  return style == RateStyle::number || bps == 0 ? std::to_string(bps)
                                                : json::string_literal(model::format_rate({bps}));
}

std::string day_of(std::int64_t seconds) {
  constexpr std::size_t day = 10;
  return utc_text(seconds).substr(0, day);
}

class Updating {
 public:
  Updating(std::string_view text, const model::Scenario& scenario, const Measurement& measurement)
      : document_(text),
        scenario_(scenario),
        measured_(measurement),
        edit_(document_),
        prefix_nodes_(scenario.prefixes.size(), no_node) {
    find_links();
    find_prefixes();
  }

  Update run() {
    if (measured_.interval_s > 0 && measured_.window.to > 0) {
      write_measured();
    }
    write_links();
    choose_cells();
    for (model::PrefixIndex p = 0; p < scenario_.prefixes.size(); ++p) {
      write_inbound(p);
      write_advertise(p);
    }
    for (const NewPrefix& added : measured_.new_prefixes) {
      write_new(added);
    }
    result_.text = edit_.empty() ? std::string(document_.source()) : edit_.apply();
    return std::move(result_);
  }

 private:
  [[nodiscard]] Node member(Node object, std::string_view key) const {
    return object == no_node ? no_node : json::member_of(document_, object, key);
  }
  [[nodiscard]] const std::string& link_name(model::LinkIndex l) const {
    return scenario_.links[l].name;
  }

  void find_links() {
    link_nodes_.assign(scenario_.links.size(), no_node);
    const Node links = member(0, "links");
    for (Node link = document_.first_child(links); link != no_node;
         link = document_.next_sibling(link)) {
      if (const auto l = model::find_link(scenario_, document_.text(member(link, "name")))) {
        link_nodes_[*l] = link;
      }
    }
    const Node inbound = member(document_.first_child(links), "inbound");
    style_ = document_.kind(inbound) == json::Kind::number ? RateStyle::number : RateStyle::text;
  }

  void find_prefixes() {
    const Node prefixes = member(0, "prefixes");
    for (Node prefix = document_.first_child(prefixes); prefix != no_node;
         prefix = document_.next_sibling(prefix)) {
      const model::IpPrefix network =
          model::parse_prefix(document_.text(member(prefix, "prefix"))).prefix;
      if (const auto p = model::find_prefix(scenario_, network)) {
        prefix_nodes_[*p] = prefix;
      }
    }
  }

  void told(std::string subject, std::string what, std::string from, std::string to) {
    result_.changes.push_back(
        {std::move(subject), std::move(what), std::move(from), std::move(to), std::nullopt});
  }
  void told_rate(std::string subject, std::string what, std::optional<std::int64_t> from,
                 std::int64_t to) {
    ValueChange change{std::move(subject), std::move(what),
                       from ? model::format_rate({*from}) : "not given", model::format_rate({to}),
                       std::nullopt};
    if (from && *from > 0) {
      change.change = static_cast<double>(to) / static_cast<double>(*from) - 1;
    }
    result_.changes.push_back(std::move(change));
  }

  /// Puts a rate where another one stands, unless they are the same.
  void write_rate(Node node, std::int64_t bps) {
    if (rate_of(document_, node) != bps) {
      const bool number =
          document_.kind(node) == json::Kind::number && rate_of(document_, node) != 0;
      edit_.replace(node, written(bps, number ? RateStyle::number : style_));
    }
  }

  void write_measured() {
    const Window& window = measured_.window;
    const std::string statistic = statistic_text(measured_);
    const std::vector<std::pair<std::string, std::string>> values{
        {"statistic", json::string_literal(statistic)},
        {"interval_s", std::to_string(measured_.interval_s)},
        {"from", json::string_literal(day_of(window.from))},
        {"to", json::string_literal(day_of(window.to - 1))}};
    const Node measured = member(0, "measured");
    if (measured == no_node) {
      std::string text;
      for (const auto& [key, value] : values) {
        text += fmt::format("{}\"{}\": {}", text.empty() ? "" : ", ", key, value);
      }
      edit_.insert_before(member(0, "links"), "measured", fmt::format("{{ {} }}", text));
      told("measured", "statistic", "not given", statistic);
      return;
    }
    for (const auto& [key, value] : values) {
      const Node node = member(measured, key);
      const std::string_view now = value.front() == '"'
                                       ? std::string_view(value).substr(1, value.size() - 2)
                                       : std::string_view(value);
      if (node == no_node) {
        edit_.append_member(measured, key, value);
      } else if (document_.text(node) != now) {
        edit_.replace(node, value);
      } else {
        continue;
      }
      told("measured", key, node == no_node ? "not given" : std::string(document_.text(node)),
           std::string(now));
    }
  }

  void write_links() {
    link_inbound_.resize(scenario_.links.size());
    for (model::LinkIndex l = 0; l < scenario_.links.size(); ++l) {
      const LinkFigures& figures = measured_.links[l];
      link_inbound_[l] =
          figures.inbound < 0 ? scenario_.links[l].inbound.value : three_digits(figures.inbound);
      write_link_rate(l, "inbound", figures.inbound);
      write_link_rate(l, "peak", figures.peak);
      write_link_rate(l, "outbound", figures.outbound);
    }
  }

  /// Only a rate that the file has: whether ceilings look at the peak is for the operator to say.
  void write_link_rate(model::LinkIndex l, const char* key, std::int64_t measured) {
    const Node node = member(link_nodes_[l], key);
    if (measured < 0 || node == no_node) {
      return;
    }
    const std::int64_t now = three_digits(measured);
    const std::optional<std::int64_t> old = rate_of(document_, node);
    write_rate(node, now);
    if (old != now) {
      told_rate("link " + link_name(l), key, old, now);
    }
  }

  [[nodiscard]] std::optional<std::int64_t> old_cell(model::PrefixIndex p,
                                                     model::LinkIndex l) const {
    const Node inbound = member(prefix_nodes_[p], "inbound");
    return rate_of(document_, member(inbound, link_name(l)));
  }

  /// Prefixes of a link by what they are part of.
  using Groups = std::map<std::optional<model::PrefixIndex>, std::vector<model::PrefixIndex>>;

  /// Cells of a link sum to at most its inbound, and those of parts to at most what the whole has.
  void choose_cells() {
    cells_ = measured_.cells;
    for (model::LinkIndex l = 0; l < scenario_.links.size(); ++l) {
      Groups groups;
      for (model::PrefixIndex p = 0; p < cells_.size(); ++p) {
        if (cells_[p][l]) {
          groups[scenario_.prefixes[p].part_of].push_back(p);
        }
      }
      std::int64_t room = link_inbound_[l];
      for (const NewPrefix& added : measured_.new_prefixes) {
        room -= three_digits_down(added.inbound[l].value_or(0));
      }
      choose_group(l, groups, std::nullopt, room);
    }
  }

  void choose_group(model::LinkIndex l, const Groups& groups,
                    std::optional<model::PrefixIndex> whole, std::int64_t limit) {
    const auto found = groups.find(whole);
    if (found == groups.end()) {
      return;
    }
    std::vector<MovedCell> moved;
    for (const model::PrefixIndex p : found->second) {
      moved.push_back({old_cell(p, l), *cells_[p][l]});
    }
    const std::vector<std::int64_t> chosen = written_cells(moved, limit);
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      const model::PrefixIndex p = found->second[i];
      const bool stays = moved[i].old == chosen[i] && three_digits(moved[i].measured) != chosen[i];
      result_.kept += stays ? 1 : 0;
      cells_[p][l] = chosen[i];
      choose_group(l, groups, p, chosen[i]);
    }
  }

  void write_inbound(model::PrefixIndex p) {
    const Node prefix = prefix_nodes_[p];
    const Node inbound = member(prefix, "inbound");
    const std::string name = model::to_string(scenario_.prefixes[p].prefix);
    const Cells& cells = cells_[p];
    if (inbound == no_node || document_.kind(inbound) != json::Kind::object) {
      write_whole_inbound(p, inbound);
      return;
    }
    for (model::LinkIndex l = 0; l < cells.size(); ++l) {
      const Node node = member(inbound, link_name(l));
      if (!cells[l]) {
        zero_if_withdrawn(p, l, node);
        continue;
      }
      const std::optional<std::int64_t> old = rate_of(document_, node);
      if (node == no_node) {
        edit_.append_member(inbound, link_name(l), written(*cells[l], style_));
      } else {
        write_rate(node, *cells[l]);
      }
      if (old != cells[l]) {
        told_rate(name, "inbound by " + link_name(l), old, *cells[l]);
      }
    }
  }

  [[nodiscard]] bool withdrawn(model::PrefixIndex p, model::LinkIndex l) const {
    const auto& changes = measured_.announced[p];
    return std::any_of(changes.begin(), changes.end(), [&](const AnnouncedNow& change) {
      return change.link == l && !change.prepend;
    });
  }

  /// Where a prefix is not announced any more only 0 may enter.
  void zero_if_withdrawn(model::PrefixIndex p, model::LinkIndex l, Node node) {
    const std::optional<std::int64_t> old = rate_of(document_, node);
    if (old && *old != 0 && withdrawn(p, l)) {
      edit_.replace(node, "0");
      told_rate(model::to_string(scenario_.prefixes[p].prefix), "inbound by " + link_name(l), old,
                0);
    }
  }

  /// One rate, or none, becomes rates by link where every link that carries the prefix is measured.
  void write_whole_inbound(model::PrefixIndex p, Node inbound) {
    const Cells& cells = cells_[p];
    const model::Prefix& prefix = scenario_.prefixes[p];
    std::string text;
    std::int64_t sum = 0;
    for (model::LinkIndex l = 0; l < cells.size(); ++l) {
      if (!cells[l]) {
        if (prefix.advertise.carried_on(l) && !withdrawn(p, l)) {
          return;
        }
        continue;
      }
      text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", json::string_literal(link_name(l)),
                          written(*cells[l], style_));
      sum += *cells[l];
    }
    if (text.empty()) {
      return;
    }
    text = fmt::format("{{ {} }}", text);
    if (inbound == no_node) {
      edit_.insert_before(member(prefix_nodes_[p], "advertise"), "inbound", text);
    } else {
      edit_.replace(inbound, text);
    }
    told_rate(model::to_string(prefix.prefix), "inbound, now by link", rate_of(document_, inbound),
              sum);
  }

  void write_advertise(model::PrefixIndex p) {
    const Node advertise = member(prefix_nodes_[p], "advertise");
    const std::string name = model::to_string(scenario_.prefixes[p].prefix);
    for (const AnnouncedNow& change : measured_.announced[p]) {
      const std::string& link = link_name(change.link);
      const model::Prepend old = scenario_.prefixes[p].advertise[change.link];
      const Node node = member(advertise, link);
      if (!change.prepend) {
        edit_.remove(node);
      } else if (node == no_node) {
        edit_.append_member(advertise, link, std::to_string(*change.prepend));
      } else {
        const Node prepend =
            document_.kind(node) == json::Kind::object ? member(node, "prepend") : node;
        edit_.replace(prepend, std::to_string(*change.prepend));
      }
      told(name, "advertise on " + link, old < 0 ? "not announced" : fmt::format("prepend {}", old),
           change.prepend ? fmt::format("prepend {}", *change.prepend) : "not announced");
    }
  }

  void write_new(const NewPrefix& added) {
    std::string advertise;
    std::string inbound;
    for (const auto& [link, prepend] : added.advertise) {
      advertise += fmt::format("{}{}: {}", advertise.empty() ? "" : ", ",
                               json::string_literal(link_name(link)), prepend);
      if (added.inbound[link]) {
        inbound += fmt::format("{}{}: {}", inbound.empty() ? "" : ", ",
                               json::string_literal(link_name(link)),
                               written(three_digits_down(*added.inbound[link]), style_));
      }
    }
    const std::string name = model::to_string(added.prefix);
    edit_.append_element(
        member(0, "prefixes"),
        fmt::format(
            R"({{ "prefix": "{}", {}"advertise": {{ {} }}, {}"pinned": true }})", name,
            inbound.empty() ? "" : fmt::format(R"("inbound": {{ {} }}, )", inbound), advertise,
            added.origin_as == 0 ? "" : fmt::format(R"("origin_as": {}, )", added.origin_as)));
    told(name, "", "not listed", "listed, pinned");
  }

  json::Document document_;
  const model::Scenario& scenario_;
  const Measurement& measured_;
  json::Edit edit_;
  std::vector<Node> link_nodes_;
  std::vector<Node> prefix_nodes_;
  RateStyle style_ = RateStyle::text;
  std::vector<std::int64_t> link_inbound_;  ///< As it will stand.
  std::vector<Cells> cells_;                ///< As they will stand.
  Update result_;
};

}  // namespace

Update update_scenario(std::string_view text, const model::Scenario& scenario,
                       const Measurement& measurement) {
  return Updating(text, scenario, measurement).run();
}

}  // namespace bgpte::telemetry
