// bgpte catchment: by which link each AS enters, computed from AS relationships.
#include "bgpte/topology/catchment.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <sstream>

#include "bgpte/topology/load.hpp"
#include "bgpte/topology/weights.hpp"
#include "src/cli/catchment/link_list.hpp"
#include "src/cli/catchment/page.hpp"
#include "src/cli/commands/commands.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/elapsed.hpp"
#include "src/cli/json_output.hpp"

namespace bgpte::cli {

namespace {

struct CatchmentOptions {
  std::string as_rel;
  std::uint32_t origin = 0;
  std::vector<std::string> links;
  bool others = false;
  int sweep = -1;
  std::string weights;
  bool ties = false;
  bool paths = false;
  OutputFormat format = OutputFormat::csv;
  std::string output;
  unsigned threads = 0;
};

/// How many networks the summary names.
constexpr std::size_t networks_in_summary = 10;

/// What the origin announces on each of its links.
struct Announcement {
  topology::Origin origin;
  model::Advertisement advertisement;
  std::vector<topology::LinkNumber> listed;  ///< Those of --link that announce.
};

/// Warns of the faults of a file: the first twenty, and how many more there are.
void warn_of(Context& context, const std::string& file, const topology::GraphDiagnostics& faults) {
  constexpr std::size_t shown = 20;
  const auto list = faults.list();
  for (std::size_t i = 0; i < std::min(shown, list.size()); ++i) {
    const std::string line = list[i].line > 0 ? ":" + std::to_string(list[i].line) : "";
    context.messages.warning(file + line + ": " + std::string(topology::name_of(list[i].fault)) +
                             ": " + list[i].message);
  }
  if (list.size() > shown) {
    context.messages.warning(file + ": " + std::to_string(list.size() - shown) +
                             " more faults of single lines or links");
  }
}

JsonOutput prepend_json(model::Prepend prepend) {
  return prepend < 0 ? JsonOutput() : JsonOutput(prepend);
}

JsonOutput links_json(const Announcement& announced) {
  JsonOutput::Array links;
  for (std::size_t l = 0; l < announced.origin.links.size(); ++l) {
    const topology::Link& link = announced.origin.links[l];
    JsonOutput::Object one{{"name", link.name},
                           {"neighbor_as", link.neighbor},
                           {"prepend", prepend_json(announced.advertisement[l])}};
    if (!link.more_neighbors.empty()) {
      one.emplace_back("more_neighbors",
                       JsonOutput::Array(link.more_neighbors.begin(), link.more_neighbors.end()));
    }
    links.emplace_back(std::move(one));
  }
  return links;
}

/// A share with six decimals.
double rounded(double share) {
  return static_cast<double>(std::llround(share * 1e6)) / 1e6;
}

/// The columns that --ties and --paths add.
struct RowExtras {
  std::optional<topology::Ties> ties;
  bool paths = false;
};

std::string rows_json(const topology::AsGraph& graph, const Announcement& announced,
                      const topology::Routes& routes, const RowExtras& extras) {
  JsonOutput::Array rows;
  const std::vector<topology::Link>& links = announced.origin.links;
  for (const topology::AsIndex as : graph.by_asn()) {
    const topology::CatchmentRow row = topology::catchment_row(graph, routes, as);
    JsonOutput::Object one{
        {"asn", row.asn},
        {"route", topology::name_of(row.route)},
        {"path_length", row.path_length},
        {"link", row.link == topology::no_link ? JsonOutput() : JsonOutput(links[row.link].name)}};
    if (extras.ties) {
      JsonOutput::Object outcomes;
      for (const auto& outcome : extras.ties->outcomes(as)) {
        outcomes.emplace_back(links[outcome.link].name, rounded(outcome.probability));
      }
      one.emplace_back("links", std::move(outcomes));
    }
    if (extras.paths) {
      one.emplace_back(
          "path", topology::path_of(graph, announced.origin, announced.advertisement, routes, as));
    }
    rows.emplace_back(std::move(one));
  }
  JsonOutput::Object document{{"format", "bgpte-catchment/1"},
                              {"origin", announced.origin.asn},
                              {"links", links_json(announced)}};
  document.emplace_back("rows", std::move(rows));
  return to_text(std::move(document), 1, BadUtf8::refuse);
}

std::string sweep_json(const Announcement& announced,
                       const std::vector<model::Advertisement>& vectors,
                       const topology::Shares& shares) {
  const std::vector<topology::Link>& links = announced.origin.links;
  JsonOutput::Array all;
  for (std::size_t v = 0; v < vectors.size(); ++v) {
    JsonOutput::Object prepends;
    JsonOutput::Object share;
    for (std::size_t l = 0; l < links.size(); ++l) {
      prepends.emplace_back(links[l].name,
                            vectors[v].carried_on(l) ? JsonOutput(vectors[v][l]) : JsonOutput());
      share.emplace_back(links[l].name,
                         rounded(shares.of(v, static_cast<topology::LinkNumber>(l))));
    }
    all.emplace_back(JsonOutput::Object{{"prepends", std::move(prepends)},
                                        {"shares", std::move(share)},
                                        {"without_route", rounded(shares.without_route[v])}});
  }
  JsonOutput::Object document{{"format", "bgpte-catchment-sweep/1"},
                              {"origin", announced.origin.asn},
                              {"links", links_json(announced)}};
  document.emplace_back("vectors", std::move(all));
  return to_text(std::move(document), 1, BadUtf8::refuse);
}

/// Weights by AsIndex from a file, or 1 for every AS. Nothing, and `exit`, after telling why.
std::optional<std::vector<double>> read_weights(Context& context, const CatchmentOptions& options,
                                                const topology::AsGraph& graph, Exit& exit) {
  if (options.weights.empty()) {
    return std::vector<double>(graph.size(), 1.0);
  }
  const topology::LoadedWeights loaded = topology::load_weights(options.weights);
  for (const topology::WeightDiagnostic& fault : loaded.diagnostics) {
    context.messages.warning(options.weights + ":" + std::to_string(fault.line) + ": " +
                             fault.message);
  }
  if (!loaded.rows) {
    context.messages.error(options.weights + ": " + loaded.error);
    exit = loaded.read ? Exit::invalid_input : Exit::failed;
    return std::nullopt;
  }
  topology::WeightsOfGraph weights = topology::weights_of(graph, *loaded.rows);
  if (weights.not_in_graph > 0) {
    context.messages.note(std::to_string(weights.not_in_graph) +
                          " weights are of ASes that the graph does not have");
  }
  return std::move(weights.of);
}

/// The links of --link, or nothing after every fault of the options has been named.
std::optional<LinkList> listed_links(const CatchmentOptions& options, Context& context) {
  LinkList links;
  links.origin.asn = options.origin;
  bool good = true;
  for (const std::string& text : options.links) {
    const std::string fault = add_link(text, links);
    if (!fault.empty()) {
      context.messages.error("--link: " + fault);
      good = false;
    }
  }
  if (options.sweep >= 0 && (options.ties || options.paths)) {
    context.messages.error("--ties and --paths are of one announcement, not of a --sweep");
    good = false;
  }
  return good ? std::optional(std::move(links)) : std::nullopt;
}

/// Appends the origin's other neighbours; false, and said, where a name is taken.
bool add_others(const topology::AsGraph& graph, LinkList& links, Context& context) {
  for (topology::Link& link : topology::other_neighbors(graph, links.origin)) {
    for (const topology::Link& known : links.origin.links) {
      if (known.name == link.name) {
        context.messages.error("--others: a link is called " + link.name + " already");
        return false;
      }
    }
    links.origin.links.push_back(std::move(link));
    links.prepends.push_back(0);
  }
  return true;
}

/// The announcement of these links; the first `listed` of them were on the command line.
Announcement announcement_of(LinkList links, std::size_t listed) {
  Announcement announced;
  announced.origin = std::move(links.origin);
  announced.advertisement = model::Advertisement(links.prepends.size());
  for (std::size_t l = 0; l < links.prepends.size(); ++l) {
    announced.advertisement[l] = static_cast<model::Prepend>(links.prepends[l]);
    if (l < listed && links.prepends[l] >= 0) {
      announced.listed.push_back(static_cast<topology::LinkNumber>(l));
    }
  }
  return announced;
}

/// One row for each AS, for the announcement as it is.
Exit write_rows(const CatchmentOptions& options, const topology::AsGraph& graph,
                const Announcement& announced, Context& context) {
  Elapsed elapsed(context, "routing");
  const topology::Routes routes =
      topology::compute_routes(graph, announced.origin, announced.advertisement);
  RowExtras extras;
  extras.paths = options.paths;
  if (options.ties) {
    extras.ties = topology::compute_ties(graph, announced.origin, announced.advertisement, routes);
  }
  elapsed.end();
  if (options.format == OutputFormat::json) {
    return write_result(context, options.output, rows_json(graph, announced, routes, extras));
  }
  std::ostringstream result;
  topology::write_catchment_csv(
      result, graph, announced.origin, routes,
      {extras.ties ? &*extras.ties : nullptr, extras.paths ? &announced.advertisement : nullptr});
  return write_result(context, options.output, result.str());
}

/// The shares of the links, for every prepend vector of a sweep or for the announcement alone.
Exit write_shares(const CatchmentOptions& options, const topology::AsGraph& graph,
                  const Announcement& announced, Context& context) {
  Exit unusable = Exit::failed;
  const std::optional<std::vector<double>> weights =
      read_weights(context, options, graph, unusable);
  if (!weights) {
    return unusable;
  }
  // A sweep of n links has (N+1)^n - N^n vectors; the limit keeps them within memory.
  constexpr double most_vectors = 2'000'000;
  if (std::pow(options.sweep + 1, announced.listed.size()) > most_vectors) {
    context.messages.error("--sweep: more than 2,000,000 vectors; sweep fewer links or prepends");
    return Exit::usage;
  }
  const std::vector<model::Advertisement> vectors =
      options.sweep < 0 ? std::vector{announced.advertisement}
                        : topology::prepend_vectors(announced.advertisement, announced.listed,
                                                    static_cast<model::Prepend>(options.sweep));
  Elapsed elapsed(context, "sweeping");
  const topology::Sweep swept =
      topology::sweep(graph, announced.origin, vectors, topology::TieRule::lowest_asn,
                      threads_or_all(options.threads));
  const topology::Shares shares = topology::shares(swept, *weights);
  elapsed.end();
  std::ostringstream result;
  if (options.format == OutputFormat::json) {
    result << sweep_json(announced, vectors, shares);
  } else if (options.format == OutputFormat::csv) {
    topology::write_sweep_csv(result, announced.origin, vectors, shares);
  } else {
    const topology::SweepSummary summary =
        topology::summarise(graph, vectors, swept, *weights, networks_in_summary);
    if (options.format == OutputFormat::html) {
      result << catchment_page(announced.origin, vectors, shares, summary);
    } else {
      topology::write_sweep_summary(result, announced.origin, vectors, shares, summary);
    }
  }
  return write_result(context, options.output, result.str());
}

Exit catchment(const CatchmentOptions& options, Context& context) {
  std::optional<LinkList> links = listed_links(options, context);
  if (!links) {
    return Exit::usage;
  }
  Elapsed elapsed(context, "reading AS relationships");
  topology::LoadedGraph loaded = topology::load_as_relationships(options.as_rel);
  elapsed.end();
  if (!loaded.graph) {
    context.messages.error(options.as_rel + ": " + loaded.error);
    return loaded.read ? Exit::invalid_input : Exit::failed;
  }
  if (loaded.graph->size() == 0) {
    warn_of(context, options.as_rel, loaded.diagnostics);
    context.messages.error(options.as_rel + ": there is no AS relationship in it");
    return Exit::invalid_input;
  }
  const topology::AsGraph graph =
      topology::attach_origin(*std::move(loaded.graph), links->origin, loaded.diagnostics);
  warn_of(context, options.as_rel, loaded.diagnostics);
  const std::size_t listed = links->prepends.size();
  if (options.others && !add_others(graph, *links, context)) {
    return Exit::usage;
  }
  const Announcement announced = announcement_of(*std::move(links), listed);
  const bool summarised =
      options.format == OutputFormat::text || options.format == OutputFormat::html;
  return options.sweep < 0 && !summarised ? write_rows(options, graph, announced, context)
                                          : write_shares(options, graph, announced, context);
}

}  // namespace

Action declare_catchment(Command command) {
  const auto options = std::make_shared<CatchmentOptions>();
  command.option(options->as_rel, {.names = "--as-rel",
                                   .help = "CAIDA AS relationships: plain, .gz or .bz2",
                                   .value = "FILE",
                                   .presence = Presence::required});
  command.number(options->origin, {1, 4294967294},
                 {.names = "--origin",
                  .help = "The AS that announces",
                  .value = "ASN",
                  .presence = Presence::required});
  command.list(options->links, ValuesEach::several,
               {.names = "--link",
                .help = "NAME=ASN of a neighbour that hears the announcement, NAME=ASN:2 with two "
                        "prepends, NAME=ASN:x withheld, NAME=ASN,ASN several behind one port, "
                        "NAME=peer:ASN where it is a peer, whatever the file says; repeatable",
                .value = "LINK",
                .presence = Presence::required});
  command.flag(options->others, {.names = "--others",
                                 .help = "Announce plainly to the origin's other neighbours too"});
  command.number(
      options->sweep, {0, 15},
      {.names = "--sweep", .help = "Every prepend vector from 0 to N on the links", .value = "N"});
  command.option(options->weights,
                 {.names = "--weights",
                  .help = "CSV of asn,weight: what each AS counts in shares (default: 1 each)",
                  .value = "FILE"});
  command.flag(
      options->ties,
      {.names = "--ties", .help = "Links that tie-breaking could lead to, with probabilities"});
  command.flag(options->paths, {.names = "--paths", .help = "The AS path of each AS"});
  add_format_option(command, options->format,
                    {OutputFormat::csv, OutputFormat::json, OutputFormat::text, OutputFormat::html},
                    "csv, json, or for people a summary as text or html");
  add_output_option(command, options->output);
  add_threads_option(command, options->threads,
                     "Threads of a sweep; the answer does not depend on it");
  command.describe(
      {.description = "Prints CSV with the columns asn, route, path_length "
                      "and link, in order of AS numbers; route is origin, "
                      "customer, peer, provider or none. With --sweep one row "
                      "for each prepend vector.",
       .examples = {"bgpte catchment --as-rel as-rel.txt --origin 64500 \\\n    --link A=64501 "
                    "--link B=64502:1",
                    "bgpte catchment --as-rel as-rel.txt --origin 64500 \\\n    --link A=64501 "
                    "--link B=64502 \\\n    --sweep 3 --weights weights.csv --format text"},
       .exits = {{Exit::done, "Done."},
                 {Exit::failed, "A file cannot be read."},
                 {Exit::usage, "A link cannot be understood."},
                 {Exit::invalid_input, "A file is not valid, or does not have the origin."}}});
  return [options](Context& context) { return catchment(*options, context); };
}

}  // namespace bgpte::cli
