// What is said of the points of a frontier.
#include "src/cli/frontier/points.hpp"

#include <fmt/format.h>

#include "bgpte/advice/arguments.hpp"
#include "bgpte/evaluation/plan.hpp"
#include "bgpte/model/text_format.hpp"

namespace bgpte::cli {

double phi_mbps(const FrontierPoint& point) {
  return static_cast<double>(point.optimum.after.phi) / 1e6;
}

std::string change_list(const model::Scenario& scenario, const evaluation::Plan& plan) {
  std::string text;
  for (const model::Change& change : evaluation::changes_of(scenario, plan)) {
    text += fmt::format("{}{}@{}={}", text.empty() ? "" : " ",
                        to_string(scenario.prefixes[change.prefix].prefix),
                        scenario.links[change.link].name, advice::set_value(scenario, change));
  }
  return text.empty() ? "today" : text;
}

double relief(const std::vector<FrontierPoint>& points, std::size_t at) {
  const evaluation::Evaluation& first = points.front().optimum.after;
  const evaluation::Evaluation& last = points.back().optimum.after;
  const evaluation::Evaluation& here = points[at].optimum.after;
  if (first.excess > last.excess) {
    return static_cast<double>((first.excess - here.excess).value) /
           static_cast<double>((first.excess - last.excess).value);
  }
  const double whole = first.value.as_double() - last.value.as_double();
  return whole > 0 ? (first.value.as_double() - here.value.as_double()) / whole : 1;
}

std::string relief_line(const std::vector<FrontierPoint>& points) {
  for (std::size_t i = 1; i < points.size(); ++i) {
    const double part = relief(points, i);
    if (part >= 0.9 || i + 1 == points.size()) {
      const evaluation::Evaluation& after = points[i].optimum.after;
      const std::string by = after.changes == 1
                                 ? std::string("One change brings")
                                 : fmt::format("The first {} changes bring", after.changes);
      const std::string left =
          after.excess.value == 0
              ? std::string()
              : fmt::format("; {} stay above the ceilings", model::format_rate(after.excess));
      return fmt::format("{} {:.0f} % of the {}{}.", by, 100 * part, relief_name, left);
    }
  }
  return "";
}

}  // namespace bgpte::cli
