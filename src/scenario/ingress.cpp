// Reads `ingress`, how the shares of the links are predicted.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bgpte/logbook/trials.hpp"
#include "src/scenario/draft.hpp"
#include "src/scenario/other_files.hpp"

namespace bgpte::scenario {
namespace {

constexpr std::array<Key, 10> ingress_keys{{{"model"},
                                            {"response"},
                                            {"sources"},
                                            {"observations"},
                                            {"log"},
                                            {"tie"},
                                            {"measurement_error"},
                                            {"drift"},
                                            {"as_rel"},
                                            {"weights"}}};
constexpr std::array<Key, 1> response_keys{{{"retained"}}};
constexpr std::array<Key, 3> retained_keys{{{"low", true}, {"expected", true}, {"high", true}}};
constexpr std::array<Key, 5> source_keys{
    {{"name", true}, {"path_length", true}, {"inbound", true}, {"preference"}, {"asns"}}};
constexpr std::array<Key, 4> observation_keys{
    {{"prefix", true}, {"advertise", true}, {"inbound", true}, {"at"}}};
constexpr std::array<Word<model::IngressKind>, 4> kinds{
    {{"shortest-path", model::IngressKind::shortest_path},
     {"response", model::IngressKind::response},
     {"sources", model::IngressKind::sources},
     {"as-graph", model::IngressKind::as_graph}}};
constexpr int default_preference = 100;
constexpr std::int64_t longest_path = 255;
constexpr std::int64_t highest_preference = 2'147'483'647;
constexpr std::uintmax_t largest_log = 100'000'000;

/// A time in UTC, or a date, which stands for the end of that day.
std::optional<std::int64_t> read_time(Reading& in, Node node) {
  constexpr std::string_view allowed = R"(a time such as "2026-11-28T22:40:00Z", or a date)";
  if (!expect_kind(in, node, json::Kind::string, allowed)) {
    return std::nullopt;
  }
  const std::optional<std::int64_t> time = logbook::parse_time(in.document.text(node));
  if (!time) {
    in.faults.add(node, {.code = "bad-time",
                         .kind = FaultKind::meaning,
                         .allowed = std::string(allowed),
                         .message = "This is neither a time nor a date."});
  }
  return time;
}

/// The log that `node` names: what it measured becomes observations, how its forecasts came out
/// the calibration. A line that is wrong is named by its number and never quoted: the file may be
/// no log.
void read_log_file(Draft& draft, Node node) {
  const std::optional<OtherFile> file = find_other_file(draft, node);
  if (!file) {
    return;
  }
  draft.scenario.ingress.log_file = file->name;
  const std::optional<std::string> text = read_other_file(draft, node, *file, largest_log);
  if (!text) {
    return;
  }
  const logbook::Log log = logbook::read_log(*text);
  for (const logbook::LineFault& fault : log.faults) {
    draft.in.faults.add_found(
        node, fmt::format("line {}", fault.line),
        {.code = "bad-log-line",
         .kind = FaultKind::meaning,
         .allowed = "lines of bgpte-log/1 (bgpte schema log)",
         .message = fmt::format("{}, line {}: this is no entry of a log; bgpte learn says why.",
                                shown(file->name), fault.line)});
  }
  if (log.faults.empty()) {
    logbook::apply(log.entries, draft.in.document.pointer(node), draft.scenario);
  }
}

/// Shares that stay after 1, 2, 3 ... prepends more; none above the one before it.
std::vector<double> read_shares(Reading& in, Node node) {
  constexpr Bounds bounds = any_share;
  std::vector<double> shares;
  std::int64_t before = 1'000'000;
  for (const Node element : read_elements(in, node, 1, 64)) {
    const std::optional<std::int64_t> share = read_millionths(in, element, bounds);
    if (share && *share > before) {
      in.faults.add(element, {.code = "retained-increasing",
                              .kind = FaultKind::meaning,
                              .allowed = "not more than the share before it",
                              .message = "More prepends never keep more traffic."});
    }
    before = share.value_or(before);
    shares.push_back(static_cast<double>(before) / 1e6);
  }
  return shares;
}

double at(const std::vector<double>& shares, std::size_t i) {
  return shares[std::min(i, shares.size() - 1)];
}

model::Retained read_retained(Reading& in, Node node) {
  const Members members(in, node, retained_keys);
  model::Retained retained;
  const std::size_t faults = in.faults.size();
  const auto shares = [&](std::string_view key) {
    return members.has(key) ? read_shares(in, members[key]) : std::vector<double>{};
  };
  retained.low = shares("low");
  retained.expected = shares("expected");
  retained.high = shares("high");
  if (in.faults.size() > faults || retained.low.empty() || retained.expected.empty() ||
      retained.high.empty()) {
    return retained;
  }
  const std::size_t most =
      std::max({retained.low.size(), retained.expected.size(), retained.high.size()});
  for (std::size_t i = 0; i < most; ++i) {
    if (at(retained.low, i) > at(retained.expected, i) ||
        at(retained.expected, i) > at(retained.high, i)) {
      in.faults.add(members["expected"],
                    {.code = "retained-order",
                     .kind = FaultKind::meaning,
                     .allowed = "low <= expected <= high at every place",
                     .message = fmt::format("At {} prepends more, low, expected and high are {}, "
                                            "{} and {}.",
                                            i + 1, at(retained.low, i), at(retained.expected, i),
                                            at(retained.high, i))});
      break;
    }
  }
  return retained;
}

void read_response(Draft& draft, Node node) {
  const Members members(draft.in, node, response_keys);
  if (!members.has("retained")) {
    return;
  }
  std::vector<std::optional<model::Retained>>& retained = draft.scenario.ingress.retained;
  std::optional<model::Retained> every;
  for (const Node member :
       read_map(draft.in, members["retained"], R"(an object such as { "A": { ... } })")) {
    if (draft.in.document.key(member) == "*") {
      every = read_retained(draft.in, member);
      continue;
    }
    const std::optional<model::LinkIndex> link = link_of_key(draft, member);
    model::Retained own = read_retained(draft.in, member);
    if (link) {
      retained[*link] = std::move(own);
    }
  }
  for (std::optional<model::Retained>& own : retained) {
    own = own ? own : every;
  }
}

/// What the sources of an observation followed: its announcement, and today's of the prefixes
/// around it where not all hear that.
model::Advertisement followed(const Draft& draft, const model::Observation& observation) {
  if (!observation.prefix || model::heard_by_all(draft.scenario, observation.advertise)) {
    return observation.advertise;
  }
  return model::longest_match(
      draft.scenario, draft.covering, *observation.prefix, [&](model::PrefixIndex p) {
        return p == observation.prefix ? observation.advertise
                                       : draft.scenario.prefixes[p].advertise;
      });
}

model::Observation read_observation(Draft& draft, Node node) {
  Reading& in = draft.in;
  const Members members(in, node, observation_keys);
  model::Observation observation;
  observation.source = in.document.pointer(node);
  if (const Node prefix = members["prefix"]; prefix != json::Document::none) {
    const bool every =
        in.document.kind(prefix) == json::Kind::string && in.document.text(prefix) == "*";
    if (!every) {
      observation.prefix = prefix_of_value(draft, prefix);
    }
  }
  if (members.has("at")) {
    observation.at = read_time(in, members["at"]);
  }
  const std::size_t faults = in.faults.size();
  observation.advertise =
      read_advertisement(draft, members["advertise"], AdvertisementOf::observed);
  const bool advertised = members.has("advertise") && in.faults.size() == faults;
  if (!members.has("inbound")) {
    return observation;
  }
  const std::size_t rate_faults = in.faults.size();
  observation.inbound = read_rates_by_link(draft, members["inbound"]);
  if (advertised) {
    check_announced(draft, members["inbound"], observation.inbound, followed(draft, observation));
  }
  const bool some = std::any_of(observation.inbound.begin(), observation.inbound.end(),
                                [](const auto& rate) { return rate && rate->value > 0; });
  if (!some && in.faults.size() == rate_faults) {
    in.faults.add(members["inbound"], {.code = "observation-empty",
                                       .kind = FaultKind::meaning,
                                       .allowed = "a rate above 0 on some link",
                                       .message = "Nothing was seen, so there are no shares."});
  }
  return observation;
}

model::SourceGroup read_source(Draft& draft, Node node) {
  Reading& in = draft.in;
  const Members members(in, node, source_keys);
  model::SourceGroup source;
  source.source = in.document.pointer(node);
  source.name = read_text(in, members["name"]).value_or("");
  if (members.has("asns")) {
    for (const Node element : read_elements(in, members["asns"], 0, no_limit)) {
      if (const std::optional<model::Asn> asn = read_asn(in, element)) {
        source.asns.push_back(*asn);
      }
    }
  }
  source.path_length.resize(draft.scenario.links.size());
  source.preference.assign(draft.scenario.links.size(), default_preference);
  if (members.has("path_length")) {
    for (const Node member :
         read_map(in, members["path_length"], R"(an object such as { "A": 2 })")) {
      const auto link = link_of_key(draft, member);
      const auto length = read_integer(in, member, 0, longest_path);
      if (link && length) {
        source.path_length[*link] = static_cast<int>(*length);
      }
    }
  }
  if (members.has("preference")) {
    for (const Node member :
         read_map(in, members["preference"], R"(an object such as { "A": 100 })")) {
      const auto link = link_of_key(draft, member);
      const auto preference = read_integer(in, member, 0, highest_preference);
      if (link && preference) {
        source.preference[*link] = static_cast<int>(*preference);
      }
    }
  }
  if (members.has("inbound")) {
    for (const Node member :
         read_map(in, members["inbound"], R"(an object such as { "192.0.2.0/24": "80 Mbps" })")) {
      const auto prefix = prefix_of_key(draft, member);
      const auto rate = read_rate(in, member);
      if (prefix && source.inbound.contains(*prefix)) {
        in.faults.add(member,
                      {.code = "duplicate-prefix",
                       .kind = FaultKind::meaning,
                       .allowed = "each prefix once",
                       .message = "This prefix is listed already, written in another way."},
                      Place::key);
      } else if (prefix && rate) {
        source.inbound.emplace(*prefix, *rate);
      }
    }
  }
  return source;
}

void read_sources(Draft& draft, Node node) {
  std::set<std::string> names;
  for (const Node element : read_elements(draft.in, node, 1, no_limit)) {
    model::SourceGroup source = read_source(draft, element);
    if (!source.name.empty() && !names.insert(source.name).second) {
      draft.in.faults.add(member_of(draft.in.document, element, "name"),
                          {.code = "duplicate-name",
                           .kind = FaultKind::meaning,
                           .allowed = "each source once",
                           .message = "Two sources have this name."});
    }
    draft.scenario.ingress.sources.push_back(std::move(source));
  }
}

void read_tie(Draft& draft, Node node) {
  model::Ingress& ingress = draft.scenario.ingress;
  constexpr std::string_view allowed = R"("equal", "capacity" or the name of a link)";
  if (!expect_kind(draft.in, node, json::Kind::string, allowed)) {
    return;
  }
  const std::string_view text = draft.in.document.text(node);
  if (text == "equal" || text == "capacity") {
    ingress.tie = text == "equal" ? model::TieRule::equal : model::TieRule::capacity;
  } else if (const std::optional<model::LinkIndex> link = link_of_value(draft, node)) {
    ingress.tie = model::TieRule::link;
    ingress.tie_link = *link;
  }
}

void require(Reading& in, Node node, const Members& members, std::string_view key,
             std::string_view model) {
  if (!members.has(key) && !members.misspelt(key)) {
    in.faults.add_missing(node, key,
                          {.code = "missing-key",
                           .allowed = fmt::format("the key \"{}\"", key),
                           .message = fmt::format("The model \"{}\" needs \"{}\".", model, key)});
  }
}

}  // namespace

void read_ingress(Draft& draft, Node node) {
  Reading& in = draft.in;
  const Members members(in, node, ingress_keys);
  model::Ingress& ingress = draft.scenario.ingress;
  if (members.has("model")) {
    ingress.model = read_word(in, members["model"], kinds).value_or(ingress.model);
  }
  if (ingress.model == model::IngressKind::sources) {
    require(in, node, members, "sources", "sources");
  }
  if (ingress.model == model::IngressKind::as_graph) {
    require(in, node, members, "as_rel", "as-graph");
  }
  if (members.has("response")) {
    read_response(draft, members["response"]);
  }
  if (members.has("sources")) {
    read_sources(draft, members["sources"]);
  }
  if (members.has("observations")) {
    for (const Node element : read_elements(in, members["observations"], 0, no_limit)) {
      ingress.observations.push_back(read_observation(draft, element));
    }
  }
  if (members.has("log")) {
    read_log_file(draft, members["log"]);
  }
  if (members.has("tie")) {
    read_tie(draft, members["tie"]);
  }
  if (const auto error = read_millionths(in, members["measurement_error"],
                                         {1, 1'000'000, "a share above 0, at most 1"})) {
    ingress.measurement_error = static_cast<double>(*error) / 1e6;
  }
  if (const auto drift =
          read_millionths(in, members["drift"], {0, 1'000'000, "a share from 0 to 1"})) {
    ingress.drift = model::Ratio{*drift};
  }
  if (members.has("as_rel")) {
    if (const auto file = find_other_file(draft, members["as_rel"])) {
      ingress.as_rel_file = file->name;  // whoever needs it reads it
    }
  }
  if (members.has("weights")) {
    if (const auto file = find_other_file(draft, members["weights"])) {
      ingress.weights_file = file->name;  // whoever needs it reads it
    }
  }
}

}  // namespace bgpte::scenario
