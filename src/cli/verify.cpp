#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

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

/// The lever of one prefix: what it must carry, and what of other levers it must not. What the
/// operator's own policy adds is neither.
struct WantedMarks {
  model::Marks carried;
  std::set<model::Community> not_carried;
  std::set<std::uint32_t> not_med;

  void must_not(const model::Marks& marks) {
    not_carried.insert(marks.communities.begin(), marks.communities.end());
    if (marks.med) {
      not_med.insert(*marks.med);
    }
  }
  /// What it must carry wins over what it must not.
  void settle() {
    for (const model::Community& community : carried.communities) {
      not_carried.erase(community);
    }
    if (carried.med) {
      not_med.clear();
    }
  }
};

/// What one session should advertise. `not_announced`: the prefix must not be there.
struct WantedSession {
  std::string link;
  std::string router;
  std::string neighbor;
  config::PrependMap prepends;
  std::map<model::IpPrefix, WantedMarks> marks;
};

enum class Attribute : std::uint8_t { prepend, communities, med };

struct Difference {
  std::string link, neighbor, prefix;
  Attribute attribute = Attribute::prepend;
  model::Prepend wanted = 0, seen = 0;  ///< Prepends.
  WantedMarks wanted_marks;             ///< Only what differs.
  model::Marks seen_marks;
};

/// Attributes that the output does not show and that something is wanted of.
struct NotShown {
  bool communities = false, med = false;
};

struct Wanted {
  model::Asn local_as = 0;
  std::vector<WantedSession> sessions;
};

WantedMarks wanted_marks(const model::Scenario& scenario, model::LinkIndex link,
                         const model::Prefix& prefix) {
  WantedMarks wanted;
  for (const model::Lever& lever : scenario.links[link].levers) {
    wanted.must_not(lever.marks);
  }
  wanted.carried = model::marks(scenario, link, prefix.advertise.lever(link));
  wanted.settle();
  return wanted;
}

/// Every listed prefix on every session of the platform, as the scenario has it today.
Wanted wanted_of(const model::Scenario& scenario, model::Platform platform) {
  Wanted wanted{scenario.local_as, {}};
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    for (const model::Session& session : scenario.links[l].sessions) {
      if (session.platform != platform) {
        continue;
      }
      WantedSession one{
          scenario.links[l].name, session.router, to_string(session.neighbor), {}, {}};
      for (const model::Prefix& prefix : scenario.prefixes) {
        if (prefix.prefix.family() == session.family) {
          one.prepends[prefix.prefix] = prefix.advertise[l];
          one.marks[prefix.prefix] = wanted_marks(scenario, l, prefix);
        }
      }
      wanted.sessions.push_back(std::move(one));
    }
  }
  return wanted;
}

/// The state after the last step of an advice, on the sessions that it changes.
Wanted wanted_of(const render::Document& document, model::Platform platform) {
  Wanted wanted{document.advice.local_as, {}};
  for (const config::ConfigPart& part : document.config) {
    const config::SessionChange& change = part.change;
    if (change.session.platform != platform) {
      continue;
    }
    const std::string neighbor = to_string(change.session.neighbor);
    const auto known =
        std::find_if(wanted.sessions.begin(), wanted.sessions.end(), [&](const WantedSession& one) {
          return one.router == change.session.router && one.neighbor == neighbor;
        });
    WantedSession& session = known != wanted.sessions.end()
                                 ? *known
                                 : wanted.sessions.emplace_back(WantedSession{
                                       change.link, change.session.router, neighbor, {}, {}});
    for (const auto& [prefix, prepend] : change.before) {
      // Ours before and no longer among ours after: announced plainly.
      session.prepends[prefix] =
          change.after.contains(prefix) ? change.after.at(prefix) : model::Prepend{0};
    }
    for (const auto& [prefix, prepend] : change.after) {
      session.prepends[prefix] = prepend;
      const auto marks = change.marks_after.find(prefix);
      session.marks[prefix].carried =
          marks == change.marks_after.end() ? model::Marks{} : marks->second;
    }
    for (const auto& [prefix, marks] : change.marks_before) {
      session.marks[prefix].must_not(marks);
    }
  }
  for (WantedSession& session : wanted.sessions) {
    for (auto& [prefix, marks] : session.marks) {
      marks.settle();
    }
  }
  return wanted;
}

std::string shown(model::Prepend prepend) {
  return prepend < 0 ? "not announced" : fmt::format("prepend {}", prepend);
}

/// The communities and the MED of a route against what its lever wants.
void compare_marks(const Difference& place, const WantedMarks& wanted,
                   const config::ObservedRoute& seen, std::vector<Difference>& differences,
                   NotShown& not_shown) {
  const auto carries = [&](const model::Community& community) {
    return std::ranges::binary_search(seen.marks.communities, community);
  };
  Difference differs = place;
  differs.seen_marks = seen.marks;
  std::ranges::remove_copy_if(wanted.carried.communities,
                              std::back_inserter(differs.wanted_marks.carried.communities),
                              carries);
  std::ranges::copy_if(
      wanted.not_carried,
      std::inserter(differs.wanted_marks.not_carried, differs.wanted_marks.not_carried.end()),
      carries);
  if (!seen.communities_shown) {
    not_shown.communities |= !wanted.carried.communities.empty() || !wanted.not_carried.empty();
  } else if (!differs.wanted_marks.carried.communities.empty() ||
             !differs.wanted_marks.not_carried.empty()) {
    differs.attribute = Attribute::communities;
    differences.push_back(differs);
  }
  const std::uint32_t med = seen.marks.med.value_or(0);
  if (!seen.med_shown) {
    not_shown.med |= wanted.carried.med.has_value() || !wanted.not_med.empty();
  } else if (wanted.carried.med ? med != *wanted.carried.med
                                : med != 0 && wanted.not_med.contains(med)) {
    differs.attribute = Attribute::med;
    differs.wanted_marks = {{{}, wanted.carried.med}, {}, {}};
    differences.push_back(differs);
  }
}

std::vector<Difference> compare(const WantedSession& wanted, const config::Observed& observed,
                                bool by_neighbor, NotShown& not_shown) {
  std::map<model::IpPrefix, const config::ObservedRoute*> seen;
  for (const config::ObservedRoute& route : observed.routes) {
    if (!by_neighbor || route.neighbor == wanted.neighbor) {
      seen[route.prefix] = &route;
    }
  }
  std::vector<Difference> differences;
  for (const auto& [prefix, prepend] : wanted.prepends) {
    const auto found = seen.find(prefix);
    const model::Prepend now = found == seen.end() ? model::not_announced : found->second->prepend;
    Difference one;
    one.link = wanted.link;
    one.neighbor = wanted.neighbor;
    one.prefix = to_string(prefix);
    one.wanted = prepend;
    one.seen = now;
    if (now != prepend) {
      differences.push_back(one);
    }
    const auto marks = wanted.marks.find(prefix);
    if (now != model::not_announced && prepend != model::not_announced &&
        marks != wanted.marks.end()) {
      compare_marks(one, marks->second, *found->second, differences, not_shown);
    }
  }
  return differences;
}

std::vector<std::string> texts_of(const auto& communities) {
  std::vector<std::string> texts;
  for (const model::Community& community : communities) {
    texts.push_back(to_string(community));
  }
  return texts;
}

nlohmann::ordered_json json_of(const Difference& one) {
  using Json = nlohmann::ordered_json;
  const auto number = [](model::Prepend prepend) {
    return prepend < 0 ? Json(nullptr) : Json(prepend);
  };
  const auto med = [](const std::optional<std::uint32_t>& value) {
    return value ? Json(*value) : Json(nullptr);
  };
  Json json = {{"link", one.link}, {"neighbor", one.neighbor}, {"prefix", one.prefix}};
  switch (one.attribute) {
    case Attribute::prepend:
      json["wanted"] = number(one.wanted);
      json["seen"] = number(one.seen);
      break;
    case Attribute::communities:
      json["attribute"] = "communities";
      json["missing"] = texts_of(one.wanted_marks.carried.communities);
      json["unwanted"] = texts_of(one.wanted_marks.not_carried);
      json["seen"] = texts_of(one.seen_marks.communities);
      break;
    case Attribute::med:
      json["attribute"] = "med";
      json["wanted"] = med(one.wanted_marks.carried.med);
      json["seen"] = med(one.seen_marks.med);
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
    case Attribute::med:
      return fmt::format("{} wanted {}, seen {}\n", place, med(one.wanted_marks.carried.med),
                         med(one.seen_marks.med));
    default:
      return fmt::format("{} wanted {}, seen {}\n", place, shown(one.wanted), shown(one.seen));
  }
}

std::string report(const VerifyOptions& options, const std::vector<Difference>& differences,
                   std::size_t compared, const NotShown& not_shown) {
  std::vector<std::string> unseen;
  if (not_shown.communities) {
    unseen.emplace_back("communities");
  }
  if (not_shown.med) {
    unseen.emplace_back("med");
  }
  if (options.format == "json") {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Difference& one : differences) {
      list.push_back(json_of(one));
    }
    nlohmann::ordered_json json{{"format", "bgpte-verification/1"},
                                {"compared", compared},
                                {"differences", std::move(list)}};
    if (!unseen.empty()) {
      json["not_shown"] = unseen;
    }
    return json.dump(2) + "\n";
  }
  std::string text;
  std::set<std::string> prefixes;
  for (const Difference& one : differences) {
    text += text_of(one);
    prefixes.insert(one.link + " " + one.neighbor + " " + one.prefix);
  }
  for (const std::string& attribute : unseen) {
    text += fmt::format("not compared: this output does not show {}\n",
                        attribute == "med" ? "the MED" : attribute);
  }
  return text + (differences.empty()
                     ? fmt::format("as wanted: {} prefixes compared\n", compared)
                     : fmt::format("{} of {} prefixes differ\n", prefixes.size(), compared));
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
  NotShown not_shown;
  for (const WantedSession& one : wanted.sessions) {
    compared += one.prepends.size();
    const std::vector<Difference> some = compare(one, observed, by_neighbor, not_shown);
    differences.insert(differences.end(), some.begin(), some.end());
  }
  const Exit written = write_result(context, "", report(options, differences, compared, not_shown));
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
      "Communities and MEDs of the levers are compared as far as the output shows them.\n"
      "Exit status: 0 as wanted, 3 it differs, 65 a file cannot be understood.");
  command.callback([options, &chosen] {
    chosen = [options](Context& context) { return verify(*options, context); };
  });
}

}  // namespace bgpte::cli
