// Prefixes to links: which inbound enters where.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "bgpte/model/text_format.hpp"
#include "bgpte/text/display.hpp"
#include "bgpte/text/format.hpp"
#include "src/render/html/advice_charts.hpp"
#include "src/render/html/chart.hpp"
#include "src/render/report_text.hpp"

namespace bgpte::render {

namespace {

using text::one_line;
using text::shortened;

// Units of the drawing, which are pixels while the window has room.
constexpr double drawing_width = 640;
constexpr double left_node = 204;   ///< Left edge of the prefixes' nodes.
constexpr double right_node = 452;  ///< Left edge of the links' nodes.
constexpr double node_width = 8;
constexpr double all_traffic = 220;  ///< Height of the sum of the bands.
constexpr double least_pitch = 17;   ///< Of a line of text.
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

/// Gives every node its height, at `scale` units a bps, and its place below the one before.
double stack(std::vector<Node>& nodes, double scale) {
  double top = 0;
  for (Node& node : nodes) {
    node.height = std::max(static_cast<double>(node.bps) * scale, node.bps > 0 ? 1.0 : 0.0);
    node.top = top;
    top += std::max(node.height, least_pitch) + gap;
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
  add(flows.rest, flows.others == 0   ? std::string("no listed prefix")
                  : flows.others == 1 ? std::string("1 more prefix and the rest")
                                      : fmt::format("{} more and the rest", flows.others));
  if (drawing.prefixes.back().bps == 0) {
    drawing.prefixes.pop_back();
  }
  if (drawing.links[nowhere].bps == 0) {
    drawing.links.pop_back();
  }
  return drawing;
}

/// A band whose ends are upright, from (left_node, y0) to (right_node, y1), `width` units wide.
std::string band_path(double y0, double y1, double width) {
  const double x0 = left_node + node_width;
  const double x1 = right_node;
  const double middle = (x0 + x1) / 2;
  const auto at = [](double x, double y) {
    return fmt::format("{} {}", coordinate(x), coordinate(y));
  };
  return fmt::format("M{}C{} {} {}L{}C{} {} {}Z", at(x0, y0), at(middle, y0), at(middle, y1),
                     at(x1, y1), at(x1, y1 + width), at(middle, y1 + width), at(middle, y0 + width),
                     at(x0, y0 + width));
}

void draw_bands(Markup& page, Drawing& drawing, double scale) {
  for (const Flow& flow : drawing.flows) {
    Node& from = drawing.prefixes[flow.from];
    Node& to = drawing.links[flow.to];
    const double width = static_cast<double>(flow.bps) * scale;
    const std::string path = band_path(from.top + from.used, to.top + to.used, width);
    from.used += width;
    to.used += width;
    page.empty("path", {{"d", path},
                        {"fill", from.moves ? blue : grey},
                        {"fill-opacity", from.moves ? 0.6 : 0.35}});
    if (from.moves) {
      page.empty("path", {{"d", path}, {"fill", diagonal}, {"opacity", 0.35}});
    }
  }
}

void draw_node(Markup& page, const Node& node, double x) {
  page.empty(
      "rect",
      {{"x", x}, {"y", node.top}, {"width", node_width}, {"height", std::max(node.height, 1.0)}});
}

void draw_names(Markup& page, const Drawing& drawing) {
  constexpr double base = 4;  // From the middle of a line of text to its base line.
  const auto middle = [](const Node& node) {
    return node.top + std::max(node.height, 10.0) / 2 + base;
  };
  for (const Node& node : drawing.prefixes) {
    draw_node(page, node, left_node);
    page.leaf("text", shortened(node.name, 30),
              {{"x", left_node - 6},
               {"y", middle(node)},
               {"text-anchor", "end"},
               {"font-size", 12},
               {"font-weight", node.moves ? "bold" : "normal"}});
  }
  for (const Node& node : drawing.links) {
    draw_node(page, node, right_node);
    page.open("text", {{"x", right_node + node_width + 6}, {"y", middle(node)}, {"font-size", 12}});
    page.leaf("tspan", shortened(node.name, 16) + " ", {});
    Attributes number{{"font-weight", node.moves ? "bold" : "normal"}};
    if (!node.pointer.empty()) {
      number.emplace_back("data-pointer", node.pointer);
      number.emplace_back("data-as", "forecast");
    }
    page.leaf("tspan", model::forecast_rate({node.bps}), number);
    page.close();
  }
}

}  // namespace

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
  drawing.height = std::max(stack(drawing.prefixes, scale), stack(drawing.links, scale));
  const ColumnHeads heads = column_heads(advice);
  const std::string& when = state == FlowState::before ? heads.before : heads.after;
  std::vector<std::string> links;
  for (const Node& node : drawing.links) {
    links.push_back(fmt::format("{} {}", node.name, model::forecast_rate({node.bps})));
  }
  open_drawing(page,
               {fmt::format("Prefixes to links, {}", when), text::join_some(std::move(links), 12)},
               drawing_width, drawing.height);
  draw_bands(page, drawing, scale);
  draw_names(page, drawing);
  page.close();
  page.end_line();
}

}  // namespace bgpte::render
