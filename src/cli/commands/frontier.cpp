// bgpte frontier: cost against congestion, and benefit against changes.
#include "bgpte/optimiser/frontier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/text/display.hpp"
#include "src/cli/commands/commands.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/elapsed.hpp"
#include "src/cli/frontier/page.hpp"
#include "src/cli/frontier/points.hpp"
#include "src/cli/input.hpp"
#include "src/cli/interrupt.hpp"
#include "src/cli/json_output.hpp"

namespace bgpte::cli {

namespace {

struct FrontierOptions {
  std::string scenario;
  OutputFormat format = OutputFormat::text;
  std::string output;
  int width = 0;  ///< 0: that of the terminal.
  SearchOptions search;
};

constexpr std::size_t plot_columns = 56;
constexpr std::size_t plot_rows = 12;

/// Bill to the right, congestion upward; each point by its number (its last digit). Empty where the
/// points do not differ in both.
std::string plot(const std::vector<FrontierPoint>& points, const std::string& currency) {
  const auto by = [&](auto value) {
    double least = value(points.front());
    double most = least;
    for (const FrontierPoint& point : points) {
      least = std::min(least, value(point));
      most = std::max(most, value(point));
    }
    return std::array<double, 2>{least, most};
  };
  const auto bill = [](const FrontierPoint& p) {
    return p.optimum.after.bill.expected.as_double();
  };
  const std::array<double, 2> bills = by(bill);
  const std::array<double, 2> phis = by(phi_mbps);
  if (bills[0] == bills[1] || phis[0] == phis[1]) {
    return "";  // Without a choice between the two there is nothing to see.
  }
  const auto place = [](double value, const std::array<double, 2>& range, std::size_t cells) {
    const double span = range[1] - range[0];
    return span <= 0 ? std::size_t{0}
                     : static_cast<std::size_t>(
                           std::lround((value - range[0]) / span * static_cast<double>(cells - 1)));
  };
  std::vector<std::string> rows(plot_rows, std::string(plot_columns, ' '));
  for (std::size_t i = points.size(); i-- > 0;) {
    rows[plot_rows - 1 - place(phi_mbps(points[i]), phis, plot_rows)]
        [place(bill(points[i]), bills, plot_columns)] = static_cast<char>('0' + (i + 1) % 10);
  }
  std::string text =
      fmt::format("  congestion, {:.0f} (bottom) to {:.0f} (top) Mbps of Phi\n", phis[0], phis[1]);
  for (const std::string& row : rows) {
    text += "  |" + row.substr(0, row.find_last_not_of(' ') + 1) + "\n";
  }
  text += "  +" + std::string(plot_columns, '-') + "\n";
  return text + fmt::format("   bill, {:.2f} to {:.2f} {} a month\n", bills[0], bills[1], currency);
}

/// The plan below its row, wrapped.
std::string plan_lines(const model::Scenario& scenario, const FrontierPoint& point,
                       std::size_t width) {
  std::string text;
  for (const std::string& line :
       text::wrapped(change_list(scenario, point.optimum.plan), width - 7)) {
    text += "       " + line + "\n";
  }
  return text;
}

std::string as_text(const model::Scenario& scenario, const optimiser::Frontier& frontier,
                    std::size_t width) {
  std::string text = "COST AGAINST CONGESTION\n\n";
  const std::string picture = plot(frontier.cost_congestion, scenario.currency);
  text += picture.empty() ? "" : picture + "\n";
  text += fmt::format("  {:>3}  {:>14}  {:>11}  {:>7}  {}\n", "", "bill a month", "Mbps of Phi",
                      "changes", "proof");
  for (std::size_t i = 0; i < frontier.cost_congestion.size(); ++i) {
    const FrontierPoint& point = frontier.cost_congestion[i];
    text += fmt::format("  {:>3}  {:>14}  {:>11.0f}  {:>7}  {}\n", i + 1,
                        model::format_money(point.optimum.after.bill.expected), phi_mbps(point),
                        point.optimum.after.changes, name_of(point.optimum.termination));
    text += plan_lines(scenario, point, width);
  }
  text += fmt::format("\n  {}\n", phi_line);
  text += "\nBENEFIT BY NUMBER OF CHANGES\n\n";
  text += fmt::format("  {:>7}  {:>14}  {:>12}  {:>15}  {}\n", "changes", "above ceilings",
                      "bill a month", relief_name, "proof");
  for (std::size_t i = 0; i < frontier.by_changes.size(); ++i) {
    const FrontierPoint& point = frontier.by_changes[i];
    text += fmt::format("  {:>7}  {:>14}  {:>12}  {:>13.0f} %  {}\n", point.optimum.after.changes,
                        model::format_rate(point.optimum.after.excess),
                        model::format_money(point.optimum.after.bill.expected),
                        100 * relief(frontier.by_changes, i), name_of(point.optimum.termination));
    text += plan_lines(scenario, point, width);
  }
  const std::string line = relief_line(frontier.by_changes);
  return line.empty() ? text : text + "\n  " + line + "\n";
}

std::string as_markdown(const model::Scenario& scenario, const optimiser::Frontier& frontier) {
  std::string text = fmt::format(
      "## Cost against congestion\n\n| point | bill a month ({}) | Mbps of Phi | changes | proof | "
      "plan |\n| ---: | ---: | ---: | ---: | --- | --- |\n",
      scenario.currency);
  const auto plan_of = [&](const FrontierPoint& point) {
    return "`" + change_list(scenario, point.optimum.plan) + "`";
  };
  for (std::size_t i = 0; i < frontier.cost_congestion.size(); ++i) {
    const FrontierPoint& point = frontier.cost_congestion[i];
    text += fmt::format("| {} | {} | {:.0f} | {} | {} | {} |\n", i + 1,
                        model::format_money(point.optimum.after.bill.expected), phi_mbps(point),
                        point.optimum.after.changes, name_of(point.optimum.termination),
                        plan_of(point));
  }
  text += fmt::format(
      "\n## Benefit by number of changes\n\n| changes | above ceilings | bill a month | Mbps of "
      "Phi | {} | proof | plan |\n| ---: | ---: | ---: | ---: | ---: | --- | --- |\n",
      relief_name);
  for (std::size_t i = 0; i < frontier.by_changes.size(); ++i) {
    const FrontierPoint& point = frontier.by_changes[i];
    text += fmt::format("| {} | {} | {} | {:.0f} | {:.0f} % | {} | {} |\n",
                        point.optimum.after.changes, model::format_rate(point.optimum.after.excess),
                        model::format_money(point.optimum.after.bill.expected), phi_mbps(point),
                        100 * relief(frontier.by_changes, i), name_of(point.optimum.termination),
                        plan_of(point));
  }
  const std::string line = relief_line(frontier.by_changes);
  return line.empty() ? text : text + "\n" + line + "\n";
}

std::string as_csv(const model::Scenario& scenario, const optimiser::Frontier& frontier) {
  std::string text =
      "frontier,point,bill,phi_mbps,excess_bps,changes,value,lower_bound,termination,plan\n";
  const auto add = [&](const char* name, const std::vector<FrontierPoint>& points) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      const optimiser::Optimum& found = points[i].optimum;
      text += fmt::format("{},{},{:.6f},{:.6f},{},{},{:.6f},{:.6f},{},{}\n", name, i + 1,
                          found.after.bill.expected.as_double(), phi_mbps(points[i]),
                          found.after.excess.value, found.after.changes,
                          found.after.value.as_double(), found.lower_bound.as_double(),
                          name_of(found.termination), change_list(scenario, found.plan));
    }
  };
  add("cost_congestion", frontier.cost_congestion);
  add("by_changes", frontier.by_changes);
  return text;
}

JsonOutput json_of(const model::Scenario& scenario, const std::vector<FrontierPoint>& points) {
  const auto number = [](model::Prepend prepend) {
    return prepend < 0 ? JsonOutput() : JsonOutput(prepend);
  };
  JsonOutput::Array all;
  for (const FrontierPoint& point : points) {
    const optimiser::Optimum& found = point.optimum;
    JsonOutput::Array changes;
    for (const model::Change& change : evaluation::changes_of(scenario, found.plan)) {
      changes.emplace_back(
          JsonOutput::Object{{"prefix", to_string(scenario.prefixes[change.prefix].prefix)},
                             {"link", scenario.links[change.link].name},
                             {"from", number(change.from)},
                             {"to", number(change.to)}});
    }
    all.emplace_back(JsonOutput::Object{{"bill", found.after.bill.expected.as_double()},
                                        {"phi_mbps", phi_mbps(point)},
                                        {"excess_bps", found.after.excess.value},
                                        {"value", found.after.value.as_double()},
                                        {"lower_bound", found.lower_bound.as_double()},
                                        {"termination", name_of(found.termination)},
                                        {"changes", std::move(changes)}});
  }
  return all;
}

std::string as_json(const model::Scenario& scenario, const optimiser::Frontier& frontier) {
  return to_text(
      JsonOutput::Object{{"format", "bgpte-frontier/1"},
                         {"currency", scenario.currency},
                         {"cost_congestion", json_of(scenario, frontier.cost_congestion)},
                         {"by_changes", json_of(scenario, frontier.by_changes)}},
      2, BadUtf8::refuse);
}

/// Columns of the text: enough for the table, and for plans no more than can be read.
std::size_t width_of(const FrontierOptions& options, const Context& context) {
  const bool to_file = !options.output.empty() && options.output != "-";
  const int width = options.width > 0 ? options.width : to_file ? 100 : terminal_width(context.out);
  return static_cast<std::size_t>(std::clamp(width, 60, 120));
}

Exit show_frontier(const FrontierOptions& options, Context& context) {
  const ScenarioInput input = read_scenario(context, options.scenario);
  if (!input.scenario) {
    return input.exit;
  }
  Elapsed elapsed(context, "searching");
  const parallel::Deadline deadline = start_time_limit(options.search);
  const auto ingress =
      ingress::make_ingress(*input.scenario, model_effort(options.search, deadline));
  const InterruptWatch watch;  // Before there is any plan, an interrupt simply ends the program.
  const optimiser::Frontier frontier = optimiser::frontier(
      evaluation::Baseline(*input.scenario, *ingress), search_options(options.search, deadline));
  elapsed.end();
  const Exit written =
      write_result(context, options.output,
                   options.format == OutputFormat::json   ? as_json(*input.scenario, frontier)
                   : options.format == OutputFormat::csv  ? as_csv(*input.scenario, frontier)
                   : options.format == OutputFormat::html ? frontier_page(*input.scenario, frontier)
                   : options.format == OutputFormat::markdown
                       ? as_markdown(*input.scenario, frontier)
                       : as_text(*input.scenario, frontier, width_of(options, context)));
  if (written == Exit::done && InterruptWatch::interrupted()) {
    context.messages.warning("interrupted: points may be missing or not the best");
    return Exit::interrupted;
  }
  return written;
}

}  // namespace

Action declare_frontier(Command command) {
  const auto options = std::make_shared<FrontierOptions>();
  add_scenario_argument(command, options->scenario);
  add_format_option(command, options->format,
                    {OutputFormat::text, OutputFormat::markdown, OutputFormat::html,
                     OutputFormat::json, OutputFormat::csv},
                    "text (with a plot), markdown, html (a page), json or csv");
  add_output_option(command, options->output);
  add_width_option(command, options->width);
  add_search_options(command, options->search);
  command.describe(
      {.description = "Only plans that no other plan beats in both are shown, "
                      "each with its proof; and what each further change "
                      "brings.",
       .examples = {"bgpte frontier scenario.json",
                    "bgpte frontier scenario.json --format markdown -o frontier.md",
                    "bgpte frontier scenario.json --format csv -o frontier.csv"},
       .exits = {{Exit::done, "Done."},
                 {Exit::unresolved, "Every plan leaves a ceiling or rule broken."},
                 {Exit::invalid_input, exit_text::invalid},
                 {Exit::interrupted, "Interrupted; what was found so far was printed."}}});
  return [options](Context& context) { return show_frontier(*options, context); };
}

}  // namespace bgpte::cli
