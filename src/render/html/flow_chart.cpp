// Prefixes to links: which inbound enters where.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "bgpte/model/text_format.hpp"
#include "bgpte/text/display.hpp"
#include "bgpte/text/format.hpp"
#include "src/render/html/advice_charts.hpp"
#include "src/render/html/chart.hpp"
#include "src/render/html/table.hpp"
#include "src/render/report_text.hpp"

namespace bgpte::render {

namespace {

using text::one_line;
using text::shortened;

// Shares of the width: prefixes' names, bands, links' names. The bands stand in an inner <svg> that
// is stretched across; its units are band_width across and pixels down.
constexpr double left_share = 0.43;
constexpr double right_share = 0.7;
constexpr double band_width = 100;
constexpr double node_width = 7;     ///< Pixels.
constexpr double all_traffic = 220;  ///< Height of the sum of the bands.
constexpr double prefix_pitch = 17;  ///< Least height of a prefix: a line of text.
constexpr double link_pitch = 31;    ///< Least height of a link: two lines.
constexpr double gap = 5;
constexpr std::size_t most_links = 12;

/// A prefix or a link: its name and where its bands begin.
struct Node {
  std::string name;
  std::int64_t bps = 0;
  bool moves = false;
  double top = 0, height = 0;  ///< Of the node.
  double used = 0;             ///< Height of the bands that are drawn already.
  std::string pointer = {};    ///< Of the rate, in the advice's JSON.
};

struct Flow {
  std::size_t from = 0, to = 0;
  std::int64_t bps = 0;
};

struct Drawing {
  std::vector<Node> prefixes, links;
  std::vector<Flow> flows;
  double height = 0;
};

const std::vector<model::Bps>& rates_of(const advice::PrefixFlow& flow, FlowState state) {
  return state == FlowState::before ? flow.before : flow.after;
}

/// [link] the node it belongs to: its own, or the last one for those that are not drawn.
std::vector<std::size_t> link_nodes(const advice::Advice& advice) {
  std::vector<std::size_t> order(advice.links.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto most = [&](std::size_t l) {
      return std::max(advice.links[l].before, advice.links[l].after.expected);
    };
    return most(a) > most(b);
  });
  const bool all = order.size() <= most_links + 1;
  const std::size_t own = all ? order.size() : most_links;
  std::vector<bool> drawn(order.size(), false);
  for (std::size_t i = 0; i < own; ++i) {
    drawn[order[i]] = true;
  }
  std::vector<std::size_t> nodes(order.size(), own);
  std::size_t next = 0;
  for (std::size_t l = 0; l < order.size(); ++l) {
    if (drawn[l]) {
      nodes[l] = next++;
    }
  }
  return nodes;
}

/// Gives every node its height, at `scale` pixels a bps, and its place below the one before; each
/// has at least `pitch`.
double stack(std::vector<Node>& nodes, double scale, double pitch) {
  double top = 0;
  for (Node& node : nodes) {
    node.height = std::max(static_cast<double>(node.bps) * scale, node.bps > 0 ? 1.0 : 0.0);
    node.top = top;
    top += std::max(node.height, pitch) + gap;
  }
  return top;
}

std::int64_t all_of(const advice::PrefixFlows& flows, FlowState state) {
  std::int64_t sum = 0;
  const auto add = [&](const advice::PrefixFlow& flow) {
    for (const model::Bps rate : rates_of(flow, state)) {
      sum += rate.value;
    }
    sum += (state == FlowState::before ? flow.unreachable_before : flow.unreachable_after).value;
  };
  for (const advice::PrefixFlow& flow : flows.named) {
    add(flow);
  }
  add(flows.rest);
  return sum;
}

/// What the last row is called.
std::string rest_name(const advice::PrefixFlows& flows) {
  return flows.others == 0   ? std::string("no listed prefix")
         : flows.others == 1 ? std::string("1 more and the rest")
                             : fmt::format("{} more and the rest", flows.others);
}

Drawing laid_out(const advice::Advice& advice, const advice::PrefixFlows& flows, FlowState state) {
  Drawing drawing;
  const std::vector<std::size_t> nodes = link_nodes(advice);
  std::size_t others = 0;
  for (std::size_t l = 0; l < nodes.size(); ++l) {
    if (nodes[l] >= drawing.links.size()) {
      drawing.links.resize(nodes[l] + 1);
    }
    Node& node = drawing.links[nodes[l]];
    const model::Bps rate =
        state == FlowState::before ? advice.links[l].before : advice.links[l].after.expected;
    node.bps += rate.value;
    others += nodes.size() > most_links + 1 && nodes[l] == most_links ? 1 : 0;
    node.name = one_line(advice.links[l].name);
    node.pointer = fmt::format(
        "/links/{}/{}", l,
        state == FlowState::before ? "before/inbound_bps" : "after/inbound_bps/expected");
    node.moves = node.moves || advice.links[l].before != advice.links[l].after.expected;
  }
  if (others > 0) {
    drawing.links.back().name = text::count_of(static_cast<std::int64_t>(others), "other link");
    drawing.links.back().pointer.clear();
  }
  const std::size_t nowhere = drawing.links.size();
  drawing.links.emplace_back().name = "no way in";
  const auto add = [&](const advice::PrefixFlow& flow, const std::string& name) {
    Node node;
    node.name = name;
    node.moves = flow.before != flow.after;
    const std::size_t from = drawing.prefixes.size();
    std::vector<std::int64_t> by_node(nowhere + 1, 0);
    const std::vector<model::Bps>& rates = rates_of(flow, state);
    for (std::size_t l = 0; l < nodes.size() && l < rates.size(); ++l) {
      by_node[nodes[l]] += rates[l].value;
    }
    const model::Bps lost =
        state == FlowState::before ? flow.unreachable_before : flow.unreachable_after;
    by_node[nowhere] = lost.value;
    drawing.links[nowhere].bps += lost.value;
    for (std::size_t to = 0; to < by_node.size(); ++to) {
      node.bps += std::max<std::int64_t>(by_node[to], 0);
      if (by_node[to] > 0) {
        drawing.flows.push_back({from, to, by_node[to]});
      }
    }
    drawing.prefixes.push_back(std::move(node));
  };
  for (const advice::PrefixFlow& flow : flows.named) {
    add(flow, one_line(flow.name));
  }
  add(flows.rest, rest_name(flows));
  if (drawing.prefixes.back().bps == 0) {
    drawing.prefixes.pop_back();
  }
  if (drawing.links[nowhere].bps == 0) {
    drawing.links.pop_back();
  }
  return drawing;
}

/// A band whose ends are upright, from the left edge at y0 to the right edge at y1.
std::string band_path(double y0, double y1, double height) {
  constexpr double middle = band_width / 2;
  const auto at = [](double x, double y) {
    return fmt::format("{} {}", coordinate(x), coordinate(y));
  };
  return fmt::format("M{}C{} {} {}L{}C{} {} {}Z", at(0, y0), at(middle, y0), at(middle, y1),
                     at(band_width, y1), at(band_width, y1 + height), at(middle, y1 + height),
                     at(middle, y0 + height), at(0, y0 + height));
}

void draw_bands(Markup& page, Drawing& drawing, double scale) {
  page.open("svg", {{"x", of_width(left_share)},
                    {"width", of_width(right_share - left_share)},
                    {"height", drawing.height},
                    {"viewBox",
                     fmt::format("0 0 {} {}", coordinate(band_width), coordinate(drawing.height))},
                    {"preserveAspectRatio", "none"}});
  for (const Flow& flow : drawing.flows) {
    Node& from = drawing.prefixes[flow.from];
    Node& to = drawing.links[flow.to];
    const double height = static_cast<double>(flow.bps) * scale;
    const std::string path = band_path(from.top + from.used, to.top + to.used, height);
    from.used += height;
    to.used += height;
    page.empty("path", {{"d", path},
                        {"fill", from.moves ? blue : grey},
                        {"fill-opacity", from.moves ? 0.6 : 0.35}});
    if (from.moves) {
      page.empty("path", {{"d", path}, {"fill", diagonal}, {"opacity", 0.35}});
    }
  }
  page.close();
}

/// The bar of a node; `from_edge`: pixels from the edge of the bands.
void draw_node(Markup& page, const Node& node, double share, double from_edge) {
  page.empty("rect", {{"x", of_width(share)},
                      {"y", node.top},
                      {"width", node_width},
                      {"height", std::max(node.height, 1.0)},
                      {"transform", fmt::format("translate({} 0)", coordinate(from_edge))}});
}

void draw_names(Markup& page, const Drawing& drawing) {
  const auto middle = [](const Node& node, double least) {
    return node.top + std::max(node.height, least) / 2;
  };
  constexpr double base = 4;  // From the middle of a line of text to its base line.
  for (const Node& node : drawing.prefixes) {
    draw_node(page, node, left_share, -node_width);
    write_label(page,
                {.share = left_share,
                 .y = middle(node, prefix_pitch - gap) + base,
                 .text = shortened(node.name, 24),
                 .anchor = Anchor::end,
                 .weight = node.moves ? Weight::bold : Weight::normal,
                 .dx = -node_width - 5},
                {{"font-size", 12}});
  }
  for (const Node& node : drawing.links) {
    draw_node(page, node, right_share, 0);
    const double y = middle(node, link_pitch - gap);
    write_label(
        page,
        {.share = right_share, .y = y - 2, .text = shortened(node.name, 14), .dx = node_width + 5},
        {{"font-size", 12}});
    Attributes number{{"font-size", 12}};
    if (!node.pointer.empty()) {
      number.emplace_back("data-pointer", node.pointer);
      number.emplace_back("data-as", "forecast");
    }
    write_label(page,
                {.share = right_share,
                 .y = y + 12,
                 .text = model::forecast_rate({node.bps}),
                 .weight = node.moves ? Weight::bold : Weight::normal,
                 .dx = node_width + 5},
                number);
  }
}

/// "A 900 Mbps, B 10 Mbps".
std::string spread_text(const advice::Advice& advice, const std::vector<model::Bps>& rates,
                        model::Bps unreachable) {
  std::vector<std::string> parts;
  for (std::size_t l = 0; l < advice.links.size() && l < rates.size(); ++l) {
    if (rates[l].value > 0) {
      parts.push_back(
          fmt::format("{} {}", one_line(advice.links[l].name), model::forecast_rate(rates[l])));
    }
  }
  if (unreachable.value > 0) {
    parts.push_back(fmt::format("no way in {}", model::forecast_rate(unreachable)));
  }
  return text::join_some(std::move(parts), most_links);
}

}  // namespace

void flow_table(Markup& page, const advice::Advice& advice, const advice::PrefixFlows& flows) {
  const ColumnHeads heads = column_heads(advice);
  HtmlTable table{"Who enters where", {{"prefix"}, {heads.before}, {heads.after}}};
  const auto add = [&](const advice::PrefixFlow& flow, const std::string& name) {
    const std::string before = spread_text(advice, flow.before, flow.unreachable_before);
    const std::string after = spread_text(advice, flow.after, flow.unreachable_after);
    table.rows.push_back({name, before, flow.before == flow.after ? "the same" : after});
  };
  for (const advice::PrefixFlow& flow : flows.named) {
    add(flow, flow.name);
  }
  add(flows.rest, rest_name(flows));
  write_table(page, table);
}

void flow_chart(Markup& page, const advice::Advice& advice, const advice::PrefixFlows& flows,
                FlowState state) {
  // Both states have one scale, so that a band is as wide in one as in the other.
  const std::int64_t whole =
      std::max(all_of(flows, FlowState::before), all_of(flows, FlowState::after));
  if (whole <= 0) {
    return;
  }
  const double scale = all_traffic / static_cast<double>(whole);
  Drawing drawing = laid_out(advice, flows, state);
  drawing.height = std::max(stack(drawing.prefixes, scale, prefix_pitch),
                            stack(drawing.links, scale, link_pitch));
  const ColumnHeads heads = column_heads(advice);
  const std::string& when = state == FlowState::before ? heads.before : heads.after;
  std::vector<std::string> links;
  for (const Node& node : drawing.links) {
    links.push_back(fmt::format("{} {}", node.name, model::forecast_rate({node.bps})));
  }
  open_chart(page,
             {fmt::format("Prefixes to links, {}", when), text::join_some(std::move(links), 12)},
             drawing.height);
  draw_bands(page, drawing, scale);
  draw_names(page, drawing);
  page.close();
  page.end_line();
}

}  // namespace bgpte::render
