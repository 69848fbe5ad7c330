#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "bgpte/config/observed.hpp"
#include "bgpte/render/document.hpp"
#include "commands.hpp"
#include "input.hpp"

namespace bgpte::cli {

namespace {

struct VerifyOptions {
  std::string wanted;
  std::string observed;
  std::string platform;
  std::string link;
  std::string router;
  std::string format = "text";
};

/// What one session should advertise. `not_announced`: the prefix must not be there.
struct WantedSession {
  std::string link;
  std::string router;
  std::string neighbor;
  config::PrependMap prepends;
};

struct Difference {
  std::string link, neighbor, prefix;
  model::Prepend wanted, seen;
};

struct Wanted {
  model::Asn local_as = 0;
  std::vector<WantedSession> sessions;
  bool levers = false;  ///< Some prefix there carries a community or a MED of ours.
};

/// Every listed prefix on every session of the platform, as the scenario has it today.
Wanted wanted_of(const model::Scenario& scenario, model::Platform platform) {
  Wanted wanted{scenario.local_as, {}, false};
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    for (const model::Session& session : scenario.links[l].sessions) {
      if (session.platform != platform) {
        continue;
      }
      WantedSession one{scenario.links[l].name, session.router, to_string(session.neighbor), {}};
      for (const model::Prefix& prefix : scenario.prefixes) {
        if (prefix.prefix.family() == session.family) {
          one.prepends[prefix.prefix] = prefix.advertise[l];
          wanted.levers = wanted.levers || prefix.advertise.lever(l) != model::no_lever;
        }
      }
      wanted.sessions.push_back(std::move(one));
    }
  }
  return wanted;
}

/// The state after the last step of an advice, on the sessions that it changes.
Wanted wanted_of(const render::Document& document, model::Platform platform) {
  Wanted wanted{document.advice.local_as, {}, false};
  for (const config::ConfigPart& part : document.config) {
    const config::SessionChange& change = part.change;
    if (change.session.platform != platform) {
      continue;
    }
    const std::string neighbor = to_string(change.session.neighbor);
    wanted.levers = wanted.levers || !change.marks_after.empty();
    const auto known =
        std::find_if(wanted.sessions.begin(), wanted.sessions.end(), [&](const WantedSession& one) {
          return one.router == change.session.router && one.neighbor == neighbor;
        });
    WantedSession& session = known != wanted.sessions.end()
                                 ? *known
                                 : wanted.sessions.emplace_back(WantedSession{
                                       change.link, change.session.router, neighbor, {}});
    for (const auto& [prefix, prepend] : change.before) {
      // Ours before and no longer among ours after: announced plainly.
      session.prepends[prefix] =
          change.after.contains(prefix) ? change.after.at(prefix) : model::Prepend{0};
    }
    for (const auto& [prefix, prepend] : change.after) {
      session.prepends[prefix] = prepend;
    }
  }
  return wanted;
}

std::string shown(model::Prepend prepend) {
  return prepend < 0 ? "not announced" : fmt::format("prepend {}", prepend);
}

std::vector<Difference> compare(const WantedSession& wanted, const config::Observed& observed,
                                bool by_neighbor) {
  std::map<model::IpPrefix, model::Prepend> seen;
  for (const config::ObservedRoute& route : observed.routes) {
    if (!by_neighbor || route.neighbor == wanted.neighbor) {
      seen[route.prefix] = route.prepend;
    }
  }
  std::vector<Difference> differences;
  for (const auto& [prefix, prepend] : wanted.prepends) {
    const auto found = seen.find(prefix);
    const model::Prepend now = found == seen.end() ? model::not_announced : found->second;
    if (now != prepend) {
      differences.push_back({wanted.link, wanted.neighbor, to_string(prefix), prepend, now});
    }
  }
  return differences;
}

std::string report(const VerifyOptions& options, const std::vector<Difference>& differences,
                   std::size_t compared) {
  if (options.format == "json") {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    const auto number = [](model::Prepend prepend) {
      return prepend < 0 ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(prepend);
    };
    for (const Difference& one : differences) {
      list.push_back({{"link", one.link},
                      {"neighbor", one.neighbor},
                      {"prefix", one.prefix},
                      {"wanted", number(one.wanted)},
                      {"seen", number(one.seen)}});
    }
    return nlohmann::ordered_json{{"format", "bgpte-verification/1"},
                                  {"compared", compared},
                                  {"differences", std::move(list)}}
               .dump(2) +
           "\n";
  }
  std::string text;
  for (const Difference& one : differences) {
    text += fmt::format("{} ({}): {} wanted {}, seen {}\n", one.link, one.neighbor, one.prefix,
                        shown(one.wanted), shown(one.seen));
  }
  return text + (differences.empty()
                     ? fmt::format("as wanted: {} prefixes compared\n", compared)
                     : fmt::format("{} of {} prefixes differ\n", differences.size(), compared));
}

Exit verify(const VerifyOptions& options, Context& context) {
  const std::optional<model::Platform> platform = model::parse_platform(options.platform);
  if (!platform || !config::can_observe(*platform)) {
    context.messages.error("--platform: the output of frr, bird, openbgpd and gobgp can be read");
    return Exit::usage;
  }
  const std::optional<std::string> text = read_input(context, options.wanted);
  const std::optional<std::string> output = read_input(context, options.observed);
  if (!text || !output) {
    return Exit::failed;
  }
  Wanted wanted;
  const auto document = render::from_json(*text);
  if (const auto* advice = std::get_if<render::Document>(&document)) {
    wanted = wanted_of(*advice, *platform);
  } else {
    const std::filesystem::path folder =
        options.wanted == "-" ? "." : std::filesystem::path(options.wanted).parent_path();
    const scenario::LoadResult loaded = scenario::load(*text, folder);
    if (!loaded.scenario) {
      context.messages.error(shown_name(options.wanted) +
                             " is neither an advice nor a valid scenario; see bgpte validate");
      return Exit::invalid_input;
    }
    wanted = wanted_of(*loaded.scenario, *platform);
  }
  std::erase_if(wanted.sessions, [&](const WantedSession& one) {
    return (!options.link.empty() && one.link != options.link) ||
           (!options.router.empty() && one.router != options.router);
  });
  if (wanted.sessions.empty()) {
    context.messages.error(shown_name(options.wanted) +
                           ": no session of that platform, link and router is in it");
    return Exit::usage;
  }
  if (wanted.levers) {
    context.messages.note("only prepends are compared: communities and MED are not read back");
  }
  const config::Observed observed = config::parse_observed(*platform, *output, wanted.local_as);
  for (const std::string& fault : observed.faults) {
    context.messages.error(shown_name(options.observed) + ": " + fault);
  }
  if (!observed.faults.empty()) {
    return Exit::invalid_input;
  }
  const bool by_neighbor =
      !observed.routes.empty() &&
      std::all_of(observed.routes.begin(), observed.routes.end(),
                  [](const config::ObservedRoute& route) { return !route.neighbor.empty(); });
  if (wanted.sessions.size() > 1 && !by_neighbor) {
    context.messages.error(
        "the output does not name its neighbour, and several sessions could be meant: choose one "
        "with --link (and --router)");
    return Exit::usage;
  }
  std::vector<Difference> differences;
  std::size_t compared = 0;
  for (const WantedSession& one : wanted.sessions) {
    compared += one.prepends.size();
    const std::vector<Difference> some = compare(one, observed, by_neighbor);
    differences.insert(differences.end(), some.begin(), some.end());
  }
  const Exit written = write_result(context, "", report(options, differences, compared));
  if (written != Exit::done) {
    return written;
  }
  return differences.empty() ? Exit::done : Exit::unresolved;
}

}  // namespace

void add_verify(CLI::App& program, Action& chosen) {
  CLI::App& command = *program.add_subcommand(
      "verify", "Is the network now what the scenario says or the advice wanted?");
  const auto options = std::make_shared<VerifyOptions>();
  command.add_option("WANTED", options->wanted, "Scenario or advice file")->required();
  command.add_option("--observed", options->observed, "What the router printed; - is stdin")
      ->option_text("FILE")
      ->required();
  command.add_option("--platform", options->platform, "frr, bird, openbgpd or gobgp")
      ->option_text("PLATFORM")
      ->required();
  command.add_option("--link", options->link, "Only the sessions of this link")
      ->option_text("LINK");
  command.add_option("--router", options->router, "Only the sessions of this router")
      ->option_text("ROUTER");
  command.add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command.footer(
      "The file holds what the verify part's command prints, for example\n"
      "  vtysh -c 'show bgp ipv4 unicast neighbors 192.0.2.5 advertised-routes json' > b.txt\n"
      "Examples:\n"
      "  bgpte verify advice.json --observed b.txt --platform frr --link B\n"
      "  bgpte verify scenario.json --observed - --platform bird --link A < a.txt\n"
      "Exit status: 0 as wanted, 3 it differs, 65 a file cannot be understood.");
  command.callback([options, &chosen] {
    chosen = [options](Context& context) { return verify(*options, context); };
  });
}

}  // namespace bgpte::cli
