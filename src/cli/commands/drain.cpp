// bgpte drain: empties a link before maintenance.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "bgpte/advice/advice.hpp"
#include "bgpte/config/config.hpp"
#include "bgpte/evaluation/failures.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/model/allowed_changes.hpp"
#include "bgpte/text/nearest_name.hpp"
#include "src/cli/commands/commands.hpp"
#include "src/cli/common_options.hpp"
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
    if (!model::why_not(scenario.policy.actions, levers[i]) &&
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

/// The changes that empty the link; prefixes that no other link carries stay.
std::vector<model::Change> emptying(const model::Scenario& scenario, const Drain& drain) {
  const model::LinkIndex link = drain.link;
  const bool withdraw = drain.by == DrainBy::withdrawal;
  std::vector<model::Change> changes;
  const model::LeverChoice strongest = strongest_lever(scenario, link);
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    const model::Advertisement& today = scenario.prefixes[p].advertise;
    if (!today.carried_on(link) || today.carried_count() < 2) {
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

/// Adds to the advice what happens once the link is down: the prefixes that are cut off, the links
/// that overflow, and the summary.
void add_shutdown(advice::Advice& advice, const model::Scenario& scenario,
                  const ingress::IngressModel& ingress, const std::vector<model::Change>& changes,
                  const Drain& drain) {
  const model::LinkIndex link = drain.link;
  const model::Link& drained = scenario.links[link];
  for (const model::Prefix& prefix : scenario.prefixes) {
    if (!prefix.advertise.carried_on(link) || prefix.advertise.carried_count() != 1) {
      continue;
    }
    const std::string text = model::to_string(prefix.prefix);
    advice.violations.push_back(
        {"single-link",
         drained.name,
         {},
         {},
         fmt::format("{} is announced on {} only: it is cut off while {} is down. Announce it on "
                     "another link first (filters, IRR and ROA), or announce a covering prefix.",
                     text, drained.name, drained.name)});
  }
  const evaluation::FailureLoad down =
      evaluation::load_under(evaluation::Baseline(scenario, ingress),
                             evaluation::plan_of(scenario, changes), {drained.name, {link}});
  std::string loads;
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    if (l == link) {
      continue;
    }
    const model::Bps load = down.peak[l].expected;
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
  const advice::LinkForecast& after = advice.links[link];
  advice.summary = fmt::format(
      "Drain {}: {} of {} still enter there after the changes ({} to {}). {} When {} is down: {}. "
      "The way back is the rollback of each part, the last step first.",
      drained.name, model::format_rate(after.after.expected), model::format_rate(after.before),
      model::format_rate(after.after.low), model::format_rate(after.after.high),
      drain.by == DrainBy::withdrawal
          ? "What is left is background that no listed prefix explains."
          : fmt::format("What is left prefers AS {} whatever the path length: before the "
                        "session is shut send it GRACEFUL_SHUTDOWN (65535:0, RFC 8326) and "
                        "wait until the counters are quiet.",
                        drained.neighbor_as),
      drained.name, loads.empty() ? std::string("no other link is left") : loads);
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
  const auto ingress = ingress::make_ingress(scenario);
  const Drain drain{*link, options.withdraw ? DrainBy::withdrawal : DrainBy::prepends};
  const std::vector<model::Change> changes = emptying(scenario, drain);
  render::Document document;
  document.advice = advice::whatif(scenario, *ingress, changes);
  add_shutdown(document.advice, scenario, *ingress, changes, drain);
  document.config = config::rollout_sessions(scenario, document.advice);
  return answer(context, options.answer, document);
}

}  // namespace

Action declare_drain(Command command) {
  const auto options = std::make_shared<DrainOptions>();
  add_scenario_argument(command, options->scenario);
  command.option(options->link, {.names = "--link",
                                 .help = "The link to empty",
                                 .value = "LINK",
                                 .presence = Presence::required});
  command.flag(
      options->withdraw,
      {.names = "--withdraw",
       .help =
           "Withdraw the prefixes there instead of prepending (and using a lever) as far as the\n"
           "policy allows"});
  add_answer_options(command, options->answer);
  command.footer(
      "Examples:\n"
      "  bgpte drain scenario.json --link A\n"
      "  bgpte drain scenario.json --link A --withdraw --format markdown -o maintenance.md\n"
      "Exit status: 0 done, 3 a prefix is cut off or a link overflows while it is down.");
  return [options](Context& context) { return drain_link(*options, context); };
}

}  // namespace bgpte::cli
