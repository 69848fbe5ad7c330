// The state file of watch: read strictly, set aside where it is broken, replaced at once.
#include "src/cli/watch/state_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "bgpte/model/digest.hpp"
#include "bgpte/text/display.hpp"
#include "src/cli/atomic_file.hpp"
#include "src/cli/input.hpp"

namespace bgpte::cli {

namespace {

namespace fs = std::filesystem;

std::string last_error() {
  return std::generic_category().message(errno);
}

/// Gives the file a second name, or another one where the file system knows no second names. Its
/// bytes then outlive the state that is put in its place; an ended process may have done it before.
bool keep_as(const fs::path& path, const fs::path& aside) {
  return ::link(path.c_str(), aside.c_str()) == 0 || errno == EEXIST ||
         std::rename(path.c_str(), aside.c_str()) == 0;
}

/// Keeps the file under a name that its bytes give: the same bytes are kept once.
StateFile set_aside(Context& context, const fs::path& path, const std::string& bytes,
                    const std::string& fault, const model::Scenario& scenario) {
  constexpr std::size_t digits = 12;
  StateFile made{watch::new_state(scenario), std::nullopt};
  const std::string mark = model::sha256_hex(bytes).substr(0, digits);
  fs::path aside = path;
  aside += ".broken-" + mark;
  if (!keep_as(path, aside)) {
    context.messages.error(
        fmt::format("the state {} is not valid ({}), and cannot be set aside: {}", path.string(),
                    fault, last_error()));
    made.exit = Exit::failed;
    return made;
  }
  context.messages.error(
      fmt::format("the state {} is not valid: {}. It is kept as {}, and "
                  "watching begins anew",
                  path.string(), fault, aside.string()));
  made.broken =
      watch::Tell{.kind = watch::Kind::state,
                  .id = "broken-" + mark,
                  .subject = "",
                  .at = -1,
                  .text = fmt::format("The state file was not valid ({}). It is kept as {}; "
                                      "what was told before may be told again.",
                                      fault, aside.filename().string())};
  return made;
}

}  // namespace

fs::path state_path(const std::string& given) {
  std::error_code error;
  const fs::path path = fs::weakly_canonical(given, error);
  return error ? fs::path(given) : path;
}

StateFile read_state_file(Context& context, const fs::path& path, const model::Scenario& scenario) {
  StateFile made{watch::new_state(scenario), std::nullopt};
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    return made;
  }
  if (status.type() != fs::file_type::regular) {
    context.messages.error(fmt::format("the state {} is no regular file", path.string()));
    made.exit = Exit::failed;
    return made;
  }
  const std::optional<std::string> text = read_input(context, path.string());
  if (!text) {
    made.exit = Exit::failed;
    return made;
  }
  auto read = watch::read_state(*text);
  if (const std::string* fault = std::get_if<std::string>(&read)) {
    const std::string format = watch::format_of(*text);
    if (!format.empty() && format != "bgpte-watch-state/1") {
      context.messages.error(fmt::format("{} is no state of watch but {}: it stays as it is",
                                         path.string(), text::shortened(format, 64)));
      made.exit = Exit::invalid_input;
      return made;
    }
    return set_aside(context, path, *text, *fault, scenario);
  }
  watch::State state = std::get<watch::State>(std::move(read));
  if (state.scenario != scenario.name) {
    context.messages.error(fmt::format(
        "the state {} is of the scenario \"{}\", and this is \"{}\": every scenario needs its own",
        path.string(), state.scenario, scenario.name));
    made.exit = Exit::invalid_input;
    return made;
  }
  if (state.interval_s != made.state.interval_s) {
    // Intervals of another length are not comparable: hysteresis begins anew, incidents stay.
    state.interval_s = made.state.interval_s;
    for (auto& [name, link] : state.links) {
      link.recent.clear();
      link.low_since = -1;
    }
  }
  made.state = std::move(state);
  return made;
}

bool write_state_file(Context& context, const fs::path& path, const watch::State& state) {
  if (const std::optional<std::string> fault = replace_file(path, watch::to_json(state))) {
    context.messages.error(fmt::format("cannot write {}: {}", path.string(), *fault));
    return false;
  }
  return true;
}

}  // namespace bgpte::cli
