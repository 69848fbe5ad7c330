// bgpte learn --verdict: what a step of a rollout was found to have done.
#include "src/cli/learn/verdict_command.hpp"

#include <fmt/format.h>

#include "bgpte/render/document.hpp"
#include "src/cli/input.hpp"
#include "src/cli/learn/verdict_report.hpp"

namespace bgpte::cli {

namespace {

/// The observations, or the exit status after the reason has been told.
Exit read_all(Context& context, const VerdictCommand& options,
              std::vector<telemetry::Observation>& observations) {
  for (std::size_t i = 1; i < options.files.size(); ++i) {
    const std::optional<std::string> text = read_input(context, options.files[i]);
    if (!text) {
      return Exit::failed;
    }
    auto read = telemetry::read_observation(*text);
    if (const std::string* fault = std::get_if<std::string>(&read)) {
      context.messages.error(fmt::format("{}: {}", shown_name(options.files[i]), *fault));
      return Exit::invalid_input;
    }
    observations.push_back(std::get<telemetry::Observation>(std::move(read)));
  }
  return Exit::done;
}

}  // namespace

void add_verdict_options(Command command, VerdictCommand& options) {
  command.flag(options.asked, {.names = "--verdict",
                               .help = "Judge the step that is on its way: ADVICE.json, then\n"
                                       "observations made after it"});
  command.number(options.step, {1, 1'000'000},
                 {.names = "--step",
                  .help = "With --verdict: that step (default: the last that\n"
                          "observed routes show, else the first)",
                  .value = "N"});
  command.flag(options.fallback, {.names = "--fallback",
                                  .help = "With --verdict: the fallback of that step was made,\n"
                                          "and is judged"});
  command.option(
      options.made_at,
      {.names = "--made-at", .help = "With --verdict: when the step was made", .value = "TIME"});
}

Exit verdict(const VerdictCommand& options, Context& context) {
  if (options.files.size() < 2) {
    context.messages.error("--verdict needs an advice file and an observation made after the step");
    return Exit::usage;
  }
  learning::VerdictOptions asked{options.step, std::nullopt, options.fallback};
  if (!options.made_at.empty() && !telemetry::parse_utc(options.made_at, asked.made_at.emplace())) {
    context.messages.error(made_at_fault);
    return Exit::usage;
  }
  const std::optional<std::string> text = read_input(context, options.files.front());
  if (!text) {
    return Exit::failed;
  }
  const auto document = render::from_json(*text);
  if (const std::string* fault = std::get_if<std::string>(&document)) {
    context.messages.error(fmt::format("{}: {}", shown_name(options.files.front()), *fault));
    return Exit::invalid_input;
  }
  std::vector<telemetry::Observation> observations;
  if (const Exit exit = read_all(context, options, observations); exit != Exit::done) {
    return exit;
  }
  const advice::Advice& advice = std::get<render::Document>(document).advice;
  const auto found = learning::verdict_of(advice, observations, asked);
  if (const std::string* refused = std::get_if<std::string>(&found)) {
    context.messages.error("no verdict: " + *refused);
    return Exit::invalid_input;
  }
  const auto& result = std::get<learning::StepVerdict>(found);
  const Exit written =
      write_result(context, options.output, verdict_report(result, options.format));
  if (written != Exit::done) {
    return written;
  }
  return result.outcome == advice::Outcome::worked ? Exit::done : Exit::unresolved;
}

}  // namespace bgpte::cli
