// bgpte verify: a router's output against a scenario or advice.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <variant>

#include "src/cli/commands/commands.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/input.hpp"
#include "src/cli/json_output.hpp"
#include "src/cli/verify/comparison.hpp"
#include "src/cli/verify/looking_glass.hpp"
#include "src/cli/verify/session_choice.hpp"

namespace bgpte::cli {

namespace {

struct VerifyOptions {
  std::string wanted;
  std::string observed;
  std::string platform;
  SessionNames sessions;
  int step = -1;  ///< -1: the last.
  OutputFormat format = OutputFormat::text;
};

std::string shown(model::Prepend prepend) {
  return prepend < 0 ? "not announced" : fmt::format("prepend {}", prepend);
}

std::vector<std::string> texts_of(const auto& communities) {
  std::vector<std::string> texts;
  for (const model::Community& community : communities) {
    texts.push_back(to_string(community));
  }
  return texts;
}

JsonOutput json_of(const Difference& one) {
  const auto number = [](model::Prepend prepend) {
    return prepend < 0 ? JsonOutput() : JsonOutput(prepend);
  };
  const auto med = [](const std::optional<std::uint32_t>& value) {
    return value ? JsonOutput(*value) : JsonOutput();
  };
  JsonOutput::Object json{{"link", one.link}, {"neighbor", one.neighbor}, {"prefix", one.prefix}};
  switch (one.attribute) {
    case Attribute::prepend:
      json.emplace_back("wanted", number(one.wanted));
      json.emplace_back("seen", number(one.seen));
      break;
    case Attribute::origin:
      json.emplace_back("attribute", "origin");
      json.emplace_back("wanted",
                        one.wanted_origin == 0 ? JsonOutput() : JsonOutput(one.wanted_origin));
      json.emplace_back("seen", one.seen_beyond);
      break;
    case Attribute::communities:
      json.emplace_back("attribute", "communities");
      json.emplace_back("missing", texts_of(one.wanted_marks.carried.communities));
      json.emplace_back("unwanted", texts_of(one.wanted_marks.not_carried));
      json.emplace_back("seen", texts_of(one.seen_marks.communities));
      break;
    case Attribute::med:
      json.emplace_back("attribute", "med");
      json.emplace_back("wanted", med(one.wanted_marks.carried.med));
      json.emplace_back("seen", med(one.seen_marks.med));
      break;
  }
  return json;
}

std::string text_of(const Difference& one) {
  const std::string place = fmt::format("{} ({}): {}", one.link, one.neighbor, one.prefix);
  const auto med = [](const std::optional<std::uint32_t>& value) {
    return value ? fmt::format("MED {}", *value) : std::string("no MED");
  };
  switch (one.attribute) {
    case Attribute::communities: {
      std::string text;
      for (const std::string& missing : texts_of(one.wanted_marks.carried.communities)) {
        text += fmt::format("{} wanted community {}, which is not there\n", place, missing);
      }
      for (const std::string& unwanted : texts_of(one.wanted_marks.not_carried)) {
        text += fmt::format("{} wanted no community {}, which is there\n", place, unwanted);
      }
      return text;
    }
    case Attribute::origin:
      return fmt::format(
          "{} wanted {} behind our AS in the path, seen {}\n", place,
          one.wanted_origin == 0 ? "nothing" : fmt::format("a path to AS {}", one.wanted_origin),
          one.seen_beyond.empty() ? "nothing" : fmt::format("{}", fmt::join(one.seen_beyond, " ")));
    case Attribute::med:
      return fmt::format("{} wanted {}, seen {}\n", place, med(one.wanted_marks.carried.med),
                         med(one.seen_marks.med));
    default:
      return fmt::format("{} wanted {}, seen {}\n", place, shown(one.wanted), shown(one.seen));
  }
}

std::string prefixes_of(std::size_t count) {
  return fmt::format("{} {}", count, count == 1 ? "prefix" : "prefixes");
}

/// Where what this output does not show can be seen.
std::string where_to_look(model::Platform platform, const Attributes& not_shown) {
  if (platform == model::Platform::openbgpd && not_shown.communities) {
    return "bgpctl show rib out neighbor ADDRESS detail shows them";
  }
  if (platform == model::Platform::frr && not_shown.prepend) {
    return "this output does not tell whether its release shows paths before the outbound policy "
           "or after it; show bgp ... neighbors ADDRESS advertised-routes json shows what is sent";
  }
  return platform == model::Platform::frr && not_shown.communities
             ? "a looking glass of the neighbour shows what it receives, and from FRR 10.3 on "
               "advertised-routes detail json what is sent"
             : "a looking glass of the neighbour shows what it receives";
}

std::string_view name_of(Attribute attribute) {
  switch (attribute) {
    case Attribute::prepend:
      return "prepend";
    case Attribute::origin:
      return "origin";
    case Attribute::communities:
      return "communities";
    default:
      return "med";
  }
}

std::vector<std::string> names_of(const Attributes& attributes, const char* prepend,
                                  const char* med) {
  std::vector<std::string> names;
  if (attributes.prepend) {
    names.emplace_back(prepend);
  }
  if (attributes.communities) {
    names.emplace_back("communities");
  }
  if (attributes.med) {
    names.emplace_back(med);
  }
  return names;
}

/// The first five prefixes of which something was not seen, and how many more there are.
std::string prefixes_not_seen(const std::vector<NotSeen>& not_seen) {
  constexpr std::size_t most = 5;
  std::vector<std::string> prefixes;
  for (const NotSeen& one : not_seen) {
    if (std::ranges::find(prefixes, one.prefix) == prefixes.end()) {
      prefixes.push_back(one.prefix);
    }
  }
  if (prefixes.empty()) {
    return {};
  }
  const std::size_t more = prefixes.size() - std::min(prefixes.size(), most);
  prefixes.resize(prefixes.size() - more);
  return fmt::format(" of {}{}", fmt::join(prefixes, ", "),
                     more == 0 ? "" : fmt::format(" and {} more", more));
}

std::string json_report(const Verification& found) {
  JsonOutput::Array differences;
  for (const Difference& one : found.differences) {
    differences.push_back(json_of(one));
  }
  JsonOutput::Object json{{"format", "bgpte-verification/1"},
                          {"verdict", name_of(found.verdict())},
                          {"compared", found.compared},
                          {"differences", std::move(differences)}};
  if (found.not_shown.any()) {
    json.emplace_back("not_shown", names_of(found.not_shown, "prepend", "med"));
    JsonOutput::Array not_seen;
    for (const NotSeen& one : found.not_seen) {
      not_seen.emplace_back(JsonOutput::Object{{"link", one.link},
                                               {"neighbor", one.neighbor},
                                               {"prefix", one.prefix},
                                               {"attribute", name_of(one.attribute)}});
    }
    json.emplace_back("not_seen", std::move(not_seen));
  }
  return to_text(json, 2, BadUtf8::refuse);
}

std::string text_report(model::Platform platform, const Verification& found) {
  std::string text;
  std::set<std::string> prefixes;
  for (const Difference& one : found.differences) {
    text += text_of(one);
    prefixes.insert(one.link + " " + one.neighbor + " " + one.prefix);
  }
  const RoutesVerdict verdict = found.verdict();
  if (verdict == RoutesVerdict::differs) {
    text += fmt::format("{} of {} {}", prefixes.size(), prefixes_of(found.compared),
                        prefixes.size() == 1 ? "differs" : "differ");
  } else {
    text += fmt::format("{}: {} compared",
                        verdict == RoutesVerdict::as_wanted ? "as wanted"
                        : found.not_shown.prepend           ? "cannot tell"
                                                  : "as wanted as far as this output shows",
                        prefixes_of(found.compared));
  }
  if (found.not_shown.any()) {
    text += fmt::format("; not seen: {}{}\n{}{}",
                        fmt::join(names_of(found.not_shown, "AS paths", "MED"), ", "),
                        prefixes_not_seen(found.not_seen),
                        verdict == RoutesVerdict::not_seen && !found.not_shown.prepend
                            ? "nothing of what the advice changes is in this output: "
                            : "",
                        where_to_look(platform, found.not_shown));
  }
  return text + "\n";
}

/// What the file asks of the routers, or the exit status after the reason has been told.
std::variant<Wanted, Exit> read_wanted(const VerifyOptions& options, model::Platform platform,
                                       const std::string& text, Context& context) {
  const auto document = render::from_json(text);
  if (const auto* advice = std::get_if<render::Document>(&document)) {
    int last = 0;
    for (const config::ConfigPart& part : advice->config) {
      last = std::max(last, part.change.step);
    }
    const int step = options.step < 0 ? last : options.step;
    if (step > last) {
      context.messages.error(
          fmt::format("--step {}: the last step with configuration is {}", step, last));
      return Exit::usage;
    }
    return wanted_of(*advice, platform, step);
  }
  if (options.step >= 0) {
    context.messages.error("--step goes with an advice file");
    return Exit::usage;
  }
  const scenario::LoadResult loaded = load_text(context, options.wanted, text);
  if (!loaded.scenario) {
    context.messages.error(shown_name(options.wanted) +
                           " is neither an advice file nor a valid scenario; see bgpte validate");
    return Exit::invalid_input;
  }
  return wanted_of(*loaded.scenario, platform);
}

constexpr std::string_view readable = "frr, bird, openbgpd, gobgp, junos, ios-xr and eos";

/// Where the output cannot be read or does not tell: what a looking glass must answer.
Exit ask_elsewhere(const VerifyOptions& options, model::Platform platform, Context& context) {
  context.messages.error(fmt::format(
      "--platform {}: what {} says that it advertises is not read, and need not show the prepends "
      "of its policy; the output of {} can be read",
      options.platform, title_of(platform), readable));
  const std::optional<std::string> text = read_input(context, options.wanted);
  if (!text) {
    return Exit::failed;
  }
  std::variant<Wanted, Exit> read = read_wanted(options, platform, *text, context);
  if (const Exit* exit = std::get_if<Exit>(&read)) {
    return *exit;
  }
  Wanted& wanted = std::get<Wanted>(read);
  const SessionChoice choice = keep_named(wanted, options.sessions);
  if (choice.exit != Exit::done) {
    context.messages.error(choice.fault);
    return choice.exit;
  }
  for (const std::string& question : questions(wanted)) {
    context.messages.error(question);
  }
  return Exit::usage;
}

Exit verify(const VerifyOptions& options, Context& context) {
  const std::optional<model::Platform> platform = model::parse_platform(options.platform);
  if (!platform) {
    context.messages.error("--platform: " + options.platform +
                           " is none that is known; the output "
                           "of " +
                           std::string(readable) + " can be read");
    return Exit::usage;
  }
  if (!config::can_observe(*platform)) {
    return ask_elsewhere(options, *platform, context);
  }
  const std::optional<std::string> text = read_input(context, options.wanted);
  const std::optional<std::string> output = read_input(context, options.observed);
  if (!text || !output) {
    return Exit::failed;
  }
  std::variant<Wanted, Exit> asked = read_wanted(options, *platform, *text, context);
  if (const Exit* exit = std::get_if<Exit>(&asked)) {
    return *exit;
  }
  Wanted& wanted = std::get<Wanted>(asked);
  const SessionChoice named = keep_named(wanted, options.sessions);
  if (named.exit != Exit::done) {
    context.messages.error(shown_name(options.wanted) + ": " + named.fault);
    return named.exit;
  }
  const config::Observed observed = config::parse_observed(*platform, *output, wanted.local_as);
  for (const std::string& fault : observed.faults) {
    context.messages.error(shown_name(options.observed) + ": " + fault);
  }
  if (!observed.faults.empty()) {
    return Exit::invalid_input;
  }
  const SessionChoice choice = keep_shown(wanted, observed);
  if (choice.exit != Exit::done) {
    context.messages.error(shown_name(options.observed) + ": " + choice.fault);
    return choice.exit;
  }
  for (const std::string& warning : choice.warnings) {
    context.messages.warning(shown_name(options.observed) + ": " + warning);
  }
  const Verification found = compare(wanted, observed, choice.neighbor_names);
  const Exit written = write_result(
      context, "",
      options.format == OutputFormat::json ? json_report(found) : text_report(*platform, found));
  if (written != Exit::done) {
    return written;
  }
  const RoutesVerdict verdict = found.verdict();
  return verdict == RoutesVerdict::differs || verdict == RoutesVerdict::not_seen ? Exit::unresolved
                                                                                 : Exit::done;
}

}  // namespace

Action declare_verify(Command command) {
  const auto options = std::make_shared<VerifyOptions>();
  command.option(
      options->wanted,
      {.names = "WANTED", .help = "Scenario or advice file", .presence = Presence::required});
  command.option(options->observed, {.names = "--observed",
                                     .help = "What the router printed; - is stdin",
                                     .value = "FILE",
                                     .presence = Presence::required});
  command.option(options->platform, {.names = "--platform",
                                     .help = "frr, bird, openbgpd, gobgp, junos, ios-xr or eos",
                                     .value = "PLATFORM",
                                     .presence = Presence::required,
                                     .suggestions = readable_platforms()});
  command.option(options->sessions.link,
                 {.names = "--link", .help = "Only the sessions of this link", .value = "LINK"});
  command.option(
      options->sessions.router,
      {.names = "--router", .help = "Only the sessions of this router", .value = "ROUTER"});
  command.option(options->sessions.neighbor,
                 {.names = "--neighbor",
                  .help = "Only the session with this neighbour, where the output\n"
                          "could be of several",
                  .value = "ADDRESS"});
  command.number(options->step, {0, 1'000'000},
                 {.names = "--step",
                  .help = "With an advice file: as it is to be after this step of\n"
                          "the rollout, 0 before the first",
                  .value = "N"});
  add_format_option(command, options->format, {OutputFormat::text, OutputFormat::json},
                    "text or json");
  command.describe(
      {.description = "The observed file holds what the command of the "
                      "advice's verify part prints, for example that of vtysh "
                      "-c 'show bgp ipv4 unicast neighbors 192.0.2.5 "
                      "advertised-routes json'.\n\nThe whole path is "
                      "compared: another AS behind ours is a difference "
                      "unless it is the prefix's origin_as. Communities and "
                      "MEDs are compared as far as the output shows them.",
       .examples = {"bgpte verify advice.json --observed b.json --platform frr --link B",
                    "bgpte verify scenario.json --observed - --platform frr --link B < b.json",
                    "bgpte verify scenario.json --observed b.json --platform frr \\\n    "
                    "--neighbor 192.0.2.5 --format json"},
       .exits = {
           {Exit::done, "As wanted."},
           {Exit::unresolved, "It differs, or shows nothing of what the advice changes."},
           {Exit::usage, "Several sessions could be meant, or there is none."},
           {Exit::invalid_input, "A file cannot be understood, or is of another neighbour."}}});
  return [options](Context& context) { return verify(*options, context); };
}

}  // namespace bgpte::cli
