// bgpte drain: empties a link before maintenance.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "bgpte/advice/advice.hpp"
#include "bgpte/config/config.hpp"
#include "bgpte/evaluation/failures.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/model/allowed_changes.hpp"
#include "bgpte/model/text_format.hpp"
#include "bgpte/text/format.hpp"
#include "bgpte/text/nearest_name.hpp"
#include "src/cli/commands/commands.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/elapsed.hpp"
#include "src/cli/input.hpp"

namespace bgpte::cli {

namespace {

struct DrainOptions {
  std::string scenario;
  std::string link;
  bool withdraw = false;
  AnswerOptions answer;
};

/// The lever of the link that keeps least there, of those that the policy allows.
model::LeverChoice strongest_lever(const model::Scenario& scenario, model::LinkIndex link) {
  const std::vector<model::Lever>& levers = scenario.links[link].levers;
  model::LeverChoice best = model::no_lever;
  for (std::size_t i = 0; i < levers.size(); ++i) {
    if (!model::why_not(scenario.policy.actions, levers[i]) && levers[i].retained &&
        (best == model::no_lever ||
         levers[i].retained->expected < levers[best - 1U].retained->expected)) {
      best = static_cast<model::LeverChoice>(i + 1);
    }
  }
  return best;
}

/// By which announcements a link is emptied.
enum class DrainBy : std::uint8_t {
  prepends,   ///< The most prepends and the strongest lever that the policy allows.
  withdrawal  ///< No announcement there.
};

/// A link to be emptied.
struct Drain {
  model::LinkIndex link = 0;
  DrainBy by = DrainBy::prepends;
};

/// The prefixes on the link whose traffic has no other way in, not by a covering prefix either.
std::vector<model::PrefixIndex> cut_off(const evaluation::Baseline& baseline,
                                        const evaluation::Plan& plan, model::LinkIndex link) {
  std::vector<model::PrefixIndex> found;
  const model::Scenario& scenario = baseline.scenario();
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    if (scenario.prefixes[p].advertise.carried_on(link) &&
        !evaluation::followed(baseline, plan, {link}, p)) {
      found.push_back(p);
    }
  }
  return found;
}

/// The changes that empty the link. Prefixes that have no other way in stay; those that would
/// follow a covering prefix have no other link to prefer, so they can only be withdrawn.
std::vector<model::Change> emptying(const evaluation::Baseline& baseline, const Drain& drain) {
  const model::Scenario& scenario = baseline.scenario();
  const std::vector<model::PrefixIndex> stay = cut_off(baseline, {}, drain.link);
  const model::LinkIndex link = drain.link;
  const bool withdraw = drain.by == DrainBy::withdrawal;
  std::vector<model::Change> changes;
  const model::LeverChoice strongest = strongest_lever(scenario, link);
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    const model::Advertisement& today = scenario.prefixes[p].advertise;
    if (!today.carried_on(link) || (today.carried_count() < 2 && !withdraw) ||
        std::binary_search(stay.begin(), stay.end(), p)) {
      continue;
    }
    const model::Prepend to =
        withdraw ? model::not_announced : std::max(today[link], scenario.policy.max_prepend);
    const model::LeverChoice from_lever = today.lever(link);
    const model::LeverChoice to_lever = withdraw                        ? model::no_lever
                                        : from_lever != model::no_lever ? from_lever
                                                                        : strongest;
    if (to != today[link] || to_lever != from_lever) {
      changes.push_back({p, link, today[link], to, from_lever, to_lever});
    }
  }
  return changes;
}

/// The other links that prepend the prefix, with how often: "B 3 times".
std::string prepended_elsewhere(const model::Scenario& scenario, const model::Advertisement& x,
                                model::LinkIndex drained) {
  std::vector<std::string> links;
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    if (l != drained && x.carried_on(l) && x[l] > 0) {
      links.push_back(fmt::format("{} {}", scenario.links[l].name,
                                  x[l] == 1 ? "once" : fmt::format("{} times", x[l])));
    }
  }
  return text::join_some(std::move(links), 3);
}

/// Why something may still enter by the link after the changes, and what to do about it.
std::string what_is_left(const evaluation::Baseline& baseline, const evaluation::Plan& plan,
                         const Drain& drain) {
  const model::Scenario& scenario = baseline.scenario();
  const model::Link& link = scenario.links[drain.link];
  std::vector<std::string> reasons;
  std::vector<std::string> prepended;
  bool listed = false;
  bool sticky = false;
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    const model::Advertisement& x = evaluation::advertisement(scenario, plan, p);
    const auto entering = evaluation::effective(baseline, plan, {}, p);
    if (!entering || baseline.flows(p, *entering).billed[drain.link] == 0) {
      continue;
    }
    listed = true;
    const auto cover = evaluation::followed(baseline, plan, {drain.link}, p);
    const std::string name = model::to_string(scenario.prefixes[p].prefix);
    if (!x.carried_on(drain.link) || !cover) {
      continue;  // It follows another, or is cut off.
    }
    const std::string elsewhere = prepended_elsewhere(scenario, x, drain.link);
    if (*cover != p) {
      reasons.push_back(fmt::format("{} is announced on {} only and follows {} once it is down",
                                    name, link.name,
                                    model::to_string(scenario.prefixes[*cover].prefix)));
    } else if (!elsewhere.empty()) {
      prepended.push_back(fmt::format("{} is prepended towards {}", name, elsewhere));
    } else {
      sticky = true;
    }
  }
  const auto sentence = [](std::vector<std::string> of, const char* end) {
    return of.empty() ? "" : text::join_some(std::move(of), 4) + end;
  };
  const bool longer_elsewhere = !prepended.empty();
  std::string text = sentence(std::move(reasons), ". ") +
                     sentence(std::move(prepended), ": take those prepends off first. ");
  if (sticky || (longer_elsewhere && drain.by == DrainBy::prepends)) {
    text += fmt::format(
        "What {} prefers AS {} whatever the path length: before the session is shut, send "
        "GRACEFUL_SHUTDOWN (65535:0, RFC 8326) there and wait until the counters are quiet. ",
        longer_elsewhere ? "stays then" : "is left", link.neighbor_as);
  }
  if (!listed && baseline.background_billed()[drain.link] > 0) {
    text += "What is left belongs to no listed prefix. ";
  }
  return text;
}

/// Adds to the advice what prefixes that other links do carry lose once the link is down, for those
/// bring only what their own networks send. Returns a sentence.
std::string add_unreachable(advice::Advice& advice, const evaluation::Baseline& baseline,
                            const evaluation::Plan& plan, const Drain& drain) {
  const model::Scenario& scenario = baseline.scenario();
  const std::string& link = scenario.links[drain.link].name;
  model::Bps all;
  std::vector<std::string> names;
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    const auto then = evaluation::effective(baseline, plan, {drain.link}, p);
    if (!then) {
      continue;
    }
    const model::Bps lost{baseline.flows(p, *then).unreachable};
    if (lost.value > 0) {
      all += lost;
      names.push_back(model::to_string(scenario.prefixes[p].prefix));
    }
  }
  if (all.value == 0) {
    return "";
  }
  advice.violations.push_back(
      {"unreachable", link, all, model::Bps{},
       fmt::format("{} of {} have no way in while {} is down: the links that are left bring only "
                   "what their own networks send. Announce it on another transit first.",
                   model::forecast_rate(all), text::join_some(names, 4), link)});
  return fmt::format("{} of {} are unreachable while {} is down. ", model::forecast_rate(all),
                     text::join_some(std::move(names), 4), link);
}

/// Adds to the advice what happens once the link is down: the prefixes that are cut off, the links
/// that overflow, and the summary.
void add_shutdown(advice::Advice& advice, const evaluation::Baseline& baseline,
                  const std::vector<model::Change>& changes, const Drain& drain) {
  const model::Scenario& scenario = baseline.scenario();
  const model::LinkIndex link = drain.link;
  const model::Link& drained = scenario.links[link];
  const evaluation::Plan plan = evaluation::plan_of(scenario, changes);
  const std::vector<model::PrefixIndex> cut = cut_off(baseline, plan, link);
  for (const model::PrefixIndex p : cut) {
    advice.violations.push_back(
        {"single-link",
         drained.name,
         {},
         {},
         fmt::format("{} is announced on {} only: it is cut off while {} is down. Announce it on "
                     "another link first (filters, IRR and ROA), or announce a covering prefix.",
                     model::to_string(scenario.prefixes[p].prefix), drained.name, drained.name)});
  }
  const evaluation::Flows down = evaluation::forecast(baseline, plan, {link});
  const std::string unreachable = add_unreachable(advice, baseline, plan, drain);
  std::string loads;
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    if (l == link) {
      continue;
    }
    const model::Bps load{down.peak[l]};
    const double share =
        static_cast<double>(load.value) / static_cast<double>(scenario.links[l].capacity.value);
    loads += fmt::format("{}{} at {:.0f} %", loads.empty() ? "" : ", ", scenario.links[l].name,
                         100 * share);
    if (load > scenario.links[l].capacity) {
      advice.violations.push_back(
          {"n-1", scenario.links[l].name, load, scenario.links[l].capacity,
           fmt::format("While {} is down {} gets {} for a capacity of {}. Drain at a quieter hour, "
                       "or add capacity first.",
                       drained.name, scenario.links[l].name, model::format_rate(load),
                       model::format_rate(scenario.links[l].capacity))});
    }
  }
  if (!advice.violations.empty()) {
    advice.status = changes.empty() ? advice::Status::no_safe_change : advice::Status::partial;
  }
  for (advice::Violation& violation : advice.violations) {
    violation.message += violation.rule == "pin" ? "; this drain changes it all the same" : "";
  }
  const advice::LinkForecast& after = advice.links[link];
  const std::string range = after.after.low == after.after.high
                                ? ""
                                : fmt::format(" ({} to {})", model::forecast_rate(after.after.low),
                                              model::forecast_rate(after.after.high));
  std::vector<std::string> names;
  for (const model::PrefixIndex p : cut) {
    names.push_back(model::to_string(scenario.prefixes[p].prefix));
  }
  const std::string first =
      cut.empty()
          ? ""
          : fmt::format("{} {} no other way in and {} cut off while {} is down. ",
                        text::join_some(std::move(names), 4), cut.size() == 1 ? "has" : "have",
                        cut.size() == 1 ? "is" : "are", drained.name);
  advice.summary = fmt::format(
      "{}{}Drain of {}: of {} that enter there today, {}{} are expected to be left after {}. "
      "{}Once {} is down: {}.",
      first, unreachable, drained.name, model::format_rate(after.before),
      model::forecast_rate(after.after.expected), range,
      text::count_of(static_cast<std::int64_t>(advice.changes.size()), "change"),
      what_is_left(baseline, plan, drain), drained.name,
      loads.empty() ? std::string("no other link is left") : loads);
  advice.strategy = "drain";
}

Exit drain_link(const DrainOptions& options, Context& context) {
  const ScenarioInput input = read_scenario(context, options.scenario);
  if (!input.scenario) {
    return input.exit;
  }
  const model::Scenario& scenario = *input.scenario;
  const std::optional<model::LinkIndex> link = model::find_link(scenario, options.link);
  if (!link) {
    std::vector<std::string> names;
    for (const model::Link& one : scenario.links) {
      names.push_back(one.name);
    }
    context.messages.error("--link " + options.link + ": the scenario has no such link" +
                           text::did_you_mean(options.link, names));
    return Exit::usage;
  }
  Elapsed elapsed(context, "forecasting");
  const auto ingress = ingress::make_ingress(scenario);
  const evaluation::Baseline baseline(scenario, *ingress);
  const Drain drain{*link, options.withdraw ? DrainBy::withdrawal : DrainBy::prepends};
  const std::vector<model::Change> changes = emptying(baseline, drain);
  render::Document document;
  document.advice = advice::whatif({baseline, baseline, changes});
  add_shutdown(document.advice, baseline, changes, drain);
  document.config = config::rollout_sessions(scenario, document.advice);
  Asked asked{fmt::format("bgpte drain SCENARIO --link {}{}", shell_word(options.link),
                          options.withdraw ? " --withdraw" : ""),
              options.scenario};
  if (wants_flows(options.answer)) {
    asked.flows = advice::prefix_flows({baseline, baseline, document.advice.changes});
  }
  elapsed.end();
  return answer(context, options.answer, document, asked);
}

}  // namespace

Action declare_drain(Command command) {
  const auto options = std::make_shared<DrainOptions>();
  add_scenario_argument(command, options->scenario);
  command.option(options->link, {.names = "--link",
                                 .help = "The link to empty",
                                 .value = "LINK",
                                 .presence = Presence::required});
  command.flag(options->withdraw, {.names = "--withdraw",
                                   .help = "Withdraw the prefixes there instead of prepending (and "
                                           "using a community or MED) as far as\n"
                                           "the policy allows"});
  add_answer_options(command, options->answer);
  command.describe(
      {.description = "Every prefix that another link carries too is "
                      "prepended on the link as far as the policy allows, "
                      "with the strongest action community or MED. The advice "
                      "says what stays there, what the other links carry once "
                      "the link is down, and which prefix is cut off.",
       .examples = {"bgpte drain scenario.json --link A",
                    "bgpte drain scenario.json --link A --format markdown -o maintenance.md"},
       .exits = {
           {Exit::done, "Done."},
           {Exit::change, "With --detailed-exitcode: there is something to change."},
           {Exit::unresolved, "A prefix is cut off, or a link overflows while this one is down."},
           {Exit::usage, "There is no such link."},
           {Exit::invalid_input, exit_text::invalid}}});
  return [options](Context& context) { return drain_link(*options, context); };
}

}  // namespace bgpte::cli
