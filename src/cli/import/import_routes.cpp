// bgpte import routes: which session an output is of, and what it says.
#include "bgpte/telemetry/import_routes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bgpte/config/observed.hpp"
#include "src/cli/import/import_options.hpp"
#include "src/cli/input.hpp"

namespace bgpte::cli {

namespace {

/// A session that an output may be of.
struct Candidate {
  telemetry::RouteSession session;
  model::Platform platform = model::Platform::frr;
};

/// "192.0.2.1=FILE" as its two parts; only FILE without an address in front.
std::pair<std::string, std::string> address_and_file(const std::string& input) {
  const std::size_t equals = input.find('=');
  if (equals != std::string::npos && model::parse_address(input.substr(0, equals))) {
    return {input.substr(0, equals), input.substr(equals + 1)};
  }
  return {"", input};
}

std::vector<Candidate> sessions_of(const model::Scenario& scenario) {
  std::vector<Candidate> all;
  for (const model::Link& link : scenario.links) {
    for (const model::Session& session : link.sessions) {
      all.push_back({{link.name, session.router, to_string(session.neighbor)}, session.platform});
    }
  }
  return all;
}

/// Keeps the sessions that the options and the address in front of the file mean.
std::vector<Candidate> meant(std::vector<Candidate> all, const ImportArguments& arguments,
                             const std::string& neighbor, std::optional<model::Platform> platform) {
  std::erase_if(all, [&](const Candidate& one) {
    return (!arguments.link.empty() && one.session.link != arguments.link) ||
           (!arguments.router.empty() && one.session.router != arguments.router) ||
           (!neighbor.empty() && one.session.neighbor != neighbor) ||
           (platform && one.platform != *platform);
  });
  return all;
}

class RouteImport {
 public:
  RouteImport(const ImportArguments& arguments, Context& context)
      : arguments_(arguments), context_(context) {}

  Exit run() {
    if (const Exit exit = prepare(); exit != Exit::done) {
      return exit;
    }
    std::vector<telemetry::RouteInput> inputs;
    for (const std::string& input : arguments_.inputs) {
      auto [address, path] = address_and_file(input);
      const std::string neighbor = normal(address.empty() ? arguments_.neighbor : address);
      std::optional<telemetry::RouteInput> made = session_input(neighbor, path);
      if (!made) {
        return Exit::usage;
      }
      std::optional<std::string> text = read_input(context_, path);
      if (!text) {
        return Exit::failed;
      }
      made->text = std::move(*text);
      inputs.push_back(std::move(*made));
    }
    return finish_import(arguments_, telemetry::import_routes(inputs), context_);
  }

 private:
  static std::string normal(const std::string& address) {
    const auto parsed = model::parse_address(address);
    return parsed ? to_string(*parsed) : address;
  }

  Exit prepare() {
    if (!arguments_.platform.empty()) {
      platform_ = model::parse_platform(arguments_.platform);
      if (!platform_ || !config::can_observe(*platform_)) {
        return usage(
            fmt::format("--platform {}: its output cannot be read, or shows routes as "
                        "they are before the policy; frr, bird, openbgpd, gobgp, junos, "
                        "ios-xr and eos can be read",
                        arguments_.platform));
      }
    }
    if (!arguments_.neighbor.empty() && !model::parse_address(arguments_.neighbor)) {
      return usage(fmt::format("--neighbor {}: not an address", arguments_.neighbor));
    }
    local_as_ = arguments_.local_as;
    if (arguments_.scenario.empty()) {
      return local_as_ != 0 && platform_ && !arguments_.link.empty()
                 ? Exit::done
                 : usage("--scenario is required, or --local-as, --platform and --link");
    }
    const ScenarioInput input = read_scenario(context_, arguments_.scenario);
    if (!input.scenario) {
      return input.exit;
    }
    candidates_ = sessions_of(*input.scenario);
    local_as_ = local_as_ == 0 ? input.scenario->local_as : local_as_;
    return Exit::done;
  }

  Exit usage(const std::string& why) {
    context_.messages.error(why);
    return Exit::usage;
  }

  /// The sessions that one file is of; nothing after the mistake has been told.
  std::optional<telemetry::RouteInput> session_input(const std::string& neighbor,
                                                     const std::string& path) {
    telemetry::RouteInput made;
    made.local_as = local_as_;
    if (arguments_.scenario.empty()) {
      made.platform = *platform_;
      made.sessions.push_back({arguments_.link, arguments_.router, neighbor});
      return made;
    }
    const std::vector<Candidate> found = meant(candidates_, arguments_, neighbor, platform_);
    if (found.empty()) {
      usage(fmt::format("{}: the scenario has no such session{}", shown_name(path),
                        neighbor.empty() ? "" : fmt::format(" ({})", neighbor)));
      return std::nullopt;
    }
    made.platform = found.front().platform;
    for (const Candidate& one : found) {
      if (one.platform != made.platform) {
        usage(
            fmt::format("{}: sessions of several platforms could be meant: write "
                        "ADDRESS=FILE, or say --neighbor",
                        shown_name(path)));
        return std::nullopt;
      }
      made.sessions.push_back(one.session);
    }
    return made;
  }

  const ImportArguments& arguments_;
  Context& context_;
  std::optional<model::Platform> platform_;
  model::Asn local_as_ = 0;
  std::vector<Candidate> candidates_;
};

}  // namespace

Exit import_routes(const ImportArguments& arguments, Context& context) {
  return RouteImport(arguments, context).run();
}

}  // namespace bgpte::cli
