// bgpte config: the router configuration of advice that was reviewed.
#include "bgpte/config/config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>

#include "bgpte/config/ansible.hpp"
#include "bgpte/model/version.hpp"
#include "bgpte/render/document.hpp"
#include "bgpte/text/nearest_name.hpp"
#include "src/cli/commands/commands.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/config/advice_review.hpp"
#include "src/cli/config/scenario_review.hpp"
#include "src/cli/input.hpp"
#include "src/cli/json_output.hpp"

namespace bgpte::cli {

namespace {

using config::ConfigPart;

struct ConfigOptions {
  std::string advice;
  std::string scenario;  ///< Empty: the advice alone is looked at.
  OutputFormat format = OutputFormat::text;
  std::string output;
  std::string link;
  std::string router;
  std::string part;
  int step = 0;  ///< 0: the first, or every one with `all`.
  bool all = false;
};

struct TextOfPart {
  const char* name;
  std::string ConfigPart::*text;
};
constexpr std::array<TextOfPart, 5> parts_of_config{{{"precheck", &ConfigPart::precheck},
                                                     {"apply", &ConfigPart::apply},
                                                     {"verify", &ConfigPart::verify},
                                                     {"confirm", &ConfigPart::confirm},
                                                     {"rollback", &ConfigPart::rollback}}};

std::string with_line_end(std::string text) {
  if (!text.empty() && text.back() != '\n') {
    text += '\n';
  }
  return text;
}

/// A name on one line, whatever it holds.
std::string printable(std::string text) {
  std::replace_if(
      text.begin(), text.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
  return text;
}

/// One text alone is printed as it is, ready to be piped; several get headings.
std::string as_text(const std::vector<ConfigPart>& chosen, const ConfigOptions& options) {
  const bool alone = chosen.size() == 1 && !options.part.empty();
  std::string text;
  for (const ConfigPart& part : chosen) {
    if (!alone) {
      text += fmt::format("{}##### {} on {} ({}), step {}: {}\n", text.empty() ? "" : "\n",
                          printable(part.change.link), printable(part.change.session.router),
                          title_of(part.change.session.platform), part.change.step,
                          part.mode == config::Mode::paste ? "ready to paste" : "manual");
    }
    for (const TextOfPart& row : parts_of_config) {
      if (options.part.empty() || options.part == row.name) {
        text += alone ? "" : fmt::format("\n### {}\n", row.name);
        text += with_line_end(part.*row.text);
      }
    }
  }
  return text;
}

std::string as_json(const std::vector<ConfigPart>& chosen, const ConfigOptions& options,
                    const advice::Advice& advice) {
  JsonOutput::Array list;
  for (const ConfigPart& part : chosen) {
    JsonOutput::Object entry{{"link", part.change.link},
                             {"router", part.change.session.router},
                             {"platform", name_of(part.change.session.platform)},
                             {"neighbor", to_string(part.change.session.neighbor)},
                             {"step", part.change.step},
                             {"mode", name_of(part.mode)},
                             {"reason", part.reason}};
    for (const TextOfPart& row : parts_of_config) {
      if (options.part.empty() || options.part == row.name) {
        entry.emplace_back(row.name, part.*row.text);
      }
    }
    list.emplace_back(std::move(entry));
  }
  return to_text(JsonOutput::Object{{"format", "bgpte-config/1"},
                                    {"change_id", advice.change_id},
                                    {"config", std::move(list)}},
                 2, BadUtf8::replace);
}

std::vector<ConfigPart> copies_of(const std::vector<const ConfigPart*>& chosen) {
  std::vector<ConfigPart> parts;
  for (const ConfigPart* part : chosen) {
    parts.push_back(*part);
  }
  return parts;
}

/// False, and told, where a --link or --router names nothing in the advice.
bool known(Context& context, const std::string& option, const std::string& wanted,
           std::vector<std::string> names) {
  if (wanted.empty() || std::find(names.begin(), names.end(), wanted) != names.end()) {
    return true;
  }
  context.messages.error(fmt::format("{} {}: this advice file has no configuration for it{}",
                                     option, wanted, text::did_you_mean(wanted, names)));
  return false;
}

/// The same for --step, whose numbers are few enough to be named.
bool known_step(Context& context, int wanted, const std::set<int>& steps) {
  if (wanted == 0 || steps.contains(wanted)) {
    return true;
  }
  context.messages.error(fmt::format("--step {}: this advice file has no configuration for it{}{}",
                                     wanted, steps.empty() ? "" : ", only for step ",
                                     fmt::join(steps, ", ")));
  return false;
}

/// Done where the advice agrees with itself and, if one is given, with its scenario; else the exit
/// after what is wrong was told.
Exit review(const ConfigOptions& options, const render::Document& document, Context& context) {
  std::vector<std::string> faults = review_faults(document);
  std::string verdict = "this advice file was changed since it was made: refused";
  if (faults.empty() && !options.scenario.empty()) {
    const ScenarioInput input = read_scenario(context, options.scenario);
    if (!input.scenario) {
      return input.exit;
    }
    faults = scenario_faults(document, *input.scenario);
    verdict = "the configuration is not that of " + shown_name(options.scenario) + ": refused";
  }
  for (const std::string& fault : faults) {
    context.messages.error(shown_name(options.advice) + ": " + printable(fault));
  }
  if (!faults.empty()) {
    context.messages.error(verdict);
    return Exit::invalid_input;
  }
  return Exit::done;
}

/// The step to print: the one that was asked for, else the first of the rollout; 0: all.
int step_of(const ConfigOptions& options, const advice::Advice& advice) {
  if (options.step != 0 || options.all || advice.rollout.empty()) {
    return options.step;
  }
  return advice.rollout.front().step;
}

/// Says which steps are left where only the first was printed.
void tell_other_steps(const ConfigOptions& options, const advice::Advice& advice, bool none,
                      Context& context) {
  const std::size_t steps = advice.rollout.size();
  if (options.step == 0 && !options.all && steps > 1) {
    context.messages.note(fmt::format(
        "step 1 of {}{}: --step N gives a later one once this one has worked, --all all of them",
        steps, none ? " has no such configuration" : ""));
  }
}

/// The parts that --link, --router and --step choose; nothing, and said, where one of them names
/// nothing in the advice.
std::optional<std::vector<const ConfigPart*>> chosen_parts(const ConfigOptions& options,
                                                           const render::Document& document,
                                                           Context& context) {
  std::vector<const ConfigPart*> chosen;
  std::vector<std::string> links;
  std::vector<std::string> routers;
  std::set<int> steps;
  const int wanted = step_of(options, document.advice);
  for (const ConfigPart& part : document.config) {
    steps.insert(part.change.step);
    links.push_back(part.change.link);
    routers.push_back(part.change.session.router);
    if ((options.link.empty() || options.link == part.change.link) &&
        (options.router.empty() || options.router == part.change.session.router) &&
        (wanted == 0 || wanted == part.change.step)) {
      chosen.push_back(&part);
    }
  }
  if (!known(context, "--link", options.link, links) ||
      !known(context, "--router", options.router, routers) ||
      !known_step(context, options.step, steps)) {
    return std::nullopt;
  }
  tell_other_steps(options, document.advice, chosen.empty(), context);
  if (chosen.empty()) {
    context.messages.note(document.config.empty()
                              ? "this advice file holds no configuration: nothing changes, or the "
                                "scenario names no session of the links that change"
                              : "no part of the configuration is chosen by these options");
  }
  return chosen;
}

Exit configuration(const ConfigOptions& options, Context& context) {
  if (options.format == OutputFormat::ansible && !options.part.empty()) {
    context.messages.error(
        "--part does not go with --format ansible: a playbook has apply, confirm and rollback, "
        "chosen by its tags");
    return Exit::usage;
  }
  if (options.advice == "-" && options.scenario == "-") {
    context.messages.error("standard input is either the advice or the scenario");
    return Exit::usage;
  }
  const std::optional<std::string> text = read_input(context, options.advice);
  if (!text) {
    return Exit::failed;
  }
  const auto parsed = render::from_json(*text);
  if (const auto* fault = std::get_if<std::string>(&parsed)) {
    context.messages.error(shown_name(options.advice) + " is not an advice file: " + *fault);
    return Exit::invalid_input;
  }
  const auto& document = std::get<render::Document>(parsed);
  if (document.version != model::version()) {
    context.messages.error(fmt::format(
        "{} was made by bgpte {}, and this is bgpte {}: its configuration would be written anew by "
        "another version than the one that was reviewed; make the advice again, or use that one",
        shown_name(options.advice), printable(document.version), model::version()));
    return Exit::invalid_input;
  }
  if (const Exit reviewed = review(options, document, context); reviewed != Exit::done) {
    return reviewed;
  }
  const auto chosen = chosen_parts(options, document, context);
  if (!chosen) {
    return Exit::usage;
  }
  for (const ConfigPart* part : *chosen) {
    if (part->mode == config::Mode::manual) {
      context.messages.warning(
          fmt::format("{} on {}: by hand, nothing to paste: {}", printable(part->change.link),
                      printable(part->change.session.router), printable(part->reason)));
    }
  }
  // What is left of a transaction is opened and committed without the parts that were not chosen.
  const std::vector<ConfigPart> parts = config::with_whole_transactions(copies_of(*chosen));
  if (options.format == OutputFormat::ansible) {
    if (parts.empty()) {
      return Exit::done;
    }
    if (const std::string fault = config::ansible_fault(parts); !fault.empty()) {
      context.messages.error(fault);
      return Exit::invalid_input;
    }
  }
  return write_result(context, options.output,
                      options.format == OutputFormat::json
                          ? as_json(parts, options, document.advice)
                      : options.format == OutputFormat::ansible ? config::ansible_playbook(parts)
                                                                : as_text(parts, options));
}

}  // namespace

Action declare_config(Command command) {
  const auto options = std::make_shared<ConfigOptions>();
  command.option(options->advice, {.names = "ADVICE",
                                   .help = "Advice file (JSON); - is standard input",
                                   .presence = Presence::required});
  command.option(options->scenario,
                 {.names = "--scenario",
                  .help = "The scenario that the advice was made from: refuse what\n"
                          "it does not give",
                  .value = "FILE"});
  add_format_option(command, options->format,
                    {OutputFormat::text, OutputFormat::json, OutputFormat::ansible},
                    "text, json or ansible (a playbook)");
  add_output_option(command, options->output);
  command.option(options->link, {.names = "--link", .help = "Only this link", .value = "LINK"});
  command.option(options->router,
                 {.names = "--router", .help = "Only this router", .value = "ROUTER"});
  command.number(options->step, {1, 1'000'000},
                 {.names = "--step",
                  .help = "This step of the rollout; default: the first one",
                  .value = "N"});
  command.flag(options->all, {.names = "--all", .help = "All steps of the rollout"});
  command.exclude("--step", "--all");
  command.choice(options->part, {"precheck", "apply", "verify", "confirm", "rollback"},
                 {.names = "--part", .help = "Only precheck, apply, verify, confirm or rollback"});
  command.describe({.description = "Every text is emitted again from the structured fields "
                                   "of the advice; advice whose texts differ from that, or "
                                   "that another version made, is refused. A single text "
                                   "is printed bare, ready to be pasted; several are "
                                   "printed with headings.",
                    .examples = {"bgpte config advice.json",
                                 "bgpte config advice.json --scenario scenario.json --all",
                                 "bgpte config advice.json --router edge1 --link B --part apply",
                                 "bgpte config advice.json --format ansible -o playbook.yml"},
                    .exits = {{Exit::done, "Done."},
                              {Exit::usage, "There is no such link, router or step."},
                              {Exit::invalid_input,
                               "It is no advice file, one of another version, one that was "
                               "changed, or one that is not of the scenario."}}});
  return [options](Context& context) { return configuration(*options, context); };
}

}  // namespace bgpte::cli
