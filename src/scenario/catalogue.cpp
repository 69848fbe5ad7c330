// Reads a catalogue of communities, a file of its own or the shipped one.
#include "bgpte/scenario/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "src/scenario/document_faults.hpp"
#include "src/scenario/draft.hpp"
#include "src/scenario/other_files.hpp"

namespace bgpte::scenario {
namespace {

constexpr std::array<Key, 2> catalogue_keys{{{"format", true}, {"providers", true}}};
constexpr std::array<Key, 7> provider_keys{{{"asn", true},
                                            {"name", true},
                                            {"source", true},
                                            {"date", true},
                                            {"confidence", true},
                                            {"entries", true},
                                            {"patterns"}}};
constexpr std::array<Key, 7> entry_keys{{{"id", true},
                                         {"community", true},
                                         {"effect", true},
                                         {"limits_export"},
                                         {"source"},
                                         {"date"},
                                         {"confidence"}}};
constexpr std::array<Key, 5> pattern_keys{
    {{"pattern", true}, {"effect", true}, {"source"}, {"date"}, {"confidence"}}};
constexpr std::array<Word<int>, 1> formats{{{"bgpte-communities/1", 1}}};
constexpr std::array<Word<model::Confidence>, 3> confidences{{{"low", model::Confidence::low},
                                                              {"medium", model::Confidence::medium},
                                                              {"high", model::Confidence::high}}};
constexpr std::uintmax_t largest_file = 10'000'000;

/// YYYY-MM.
std::string read_origin_date(Reading& in, Node node) {
  constexpr std::string_view allowed = R"(a month such as "2026-11")";
  if (!expect_kind(in, node, json::Kind::string, allowed)) {
    return {};
  }
  const std::string_view text = in.document.text(node);
  bool shaped = text.size() == 7 && text[4] == '-';
  for (std::size_t i = 0; shaped && i < text.size(); ++i) {
    shaped = i == 4 || (text[i] >= '0' && text[i] <= '9');
  }
  const std::string_view month = shaped ? text.substr(5) : std::string_view{};
  if (!shaped || month < "01" || month > "12") {
    in.faults.add(
        node,
        {.code = "bad-date", .allowed = std::string(allowed), .message = std::string(no_month)});
    return {};
  }
  return std::string(text);
}

/// What a provider says of all its entries; each may say otherwise.
struct Origin {
  std::uint32_t asn = 0;
  std::string provider, source, date;
  model::Confidence confidence = model::Confidence::low;
};

void read_origin(Reading& in, const Members& members, Origin& origin) {
  if (members.has("source")) {
    origin.source = read_text(in, members["source"]).value_or("");
  }
  if (members.has("date")) {
    origin.date = read_origin_date(in, members["date"]);
  }
  if (members.has("confidence")) {
    origin.confidence =
        read_word(in, members["confidence"], confidences).value_or(origin.confidence);
  }
}

template <class Item>
void set_origin(Item& item, const Origin& origin) {
  item.asn = origin.asn;
  item.provider = origin.provider;
  item.source = origin.source;
  item.date = origin.date;
  item.confidence = origin.confidence;
}

void report_twice(Reading& in, Node node, std::string_view message) {
  in.faults.add(node, {.code = "duplicate-name",
                       .kind = FaultKind::meaning,
                       .allowed = "each once for a provider",
                       .message = std::string(message)});
}

void read_entry(Reading& in, Node node, Origin origin, model::CommunityCatalogue& catalogue) {
  const Members members(in, node, entry_keys);
  read_origin(in, members, origin);
  model::CommunityEntry entry;
  set_origin(entry, origin);
  entry.id = read_name(in, members["id"]).value_or("");
  entry.community = read_community(in, members["community"]).value_or(model::Community{});
  entry.effect = read_text(in, members["effect"]).value_or("");
  if (members.has("limits_export")) {
    entry.limits_export = read_bool(in, members["limits_export"]).value_or(false);
  }
  const bool twice = std::any_of(catalogue.entries.begin(), catalogue.entries.end(),
                                 [&](const model::CommunityEntry& other) {
                                   return other.asn == entry.asn && other.id == entry.id;
                                 });
  if (twice && !entry.id.empty()) {
    report_twice(in, members["id"], "The provider has an entry of this id already.");
  }
  catalogue.entries.push_back(std::move(entry));
}

void read_pattern(Reading& in, Node node, Origin origin, model::CommunityCatalogue& catalogue) {
  const Members members(in, node, pattern_keys);
  read_origin(in, members, origin);
  model::CommunityPattern pattern;
  set_origin(pattern, origin);
  pattern.pattern = read_text(in, members["pattern"], 64).value_or("");
  pattern.effect = read_text(in, members["effect"]).value_or("");
  const bool twice =
      std::any_of(catalogue.patterns.begin(), catalogue.patterns.end(),
                  [&](const model::CommunityPattern& other) {
                    return other.asn == pattern.asn && other.pattern == pattern.pattern;
                  });
  if (twice && !pattern.pattern.empty()) {
    report_twice(in, members["pattern"], "The provider has this pattern already.");
  }
  catalogue.patterns.push_back(std::move(pattern));
}

void read_provider(Reading& in, Node node, std::vector<std::uint32_t>& seen,
                   model::CommunityCatalogue& catalogue) {
  const Members members(in, node, provider_keys);
  Origin origin;
  origin.asn = read_asn(in, members["asn"]).value_or(0);
  if (origin.asn != 0 && std::find(seen.begin(), seen.end(), origin.asn) != seen.end()) {
    report_twice(in, members["asn"], "This provider is listed already.");
  }
  seen.push_back(origin.asn);
  origin.provider = read_text(in, members["name"]).value_or("");
  read_origin(in, members, origin);
  for (const Node entry : read_elements(in, members["entries"], 0, 10'000)) {
    read_entry(in, entry, origin, catalogue);
  }
  if (members.has("patterns")) {
    for (const Node pattern : read_elements(in, members["patterns"], 0, 1'000)) {
      read_pattern(in, pattern, origin, catalogue);
    }
  }
}

model::CommunityCatalogue read_catalogue(Reading& in) {
  model::CommunityCatalogue catalogue;
  const Members members(in, 0, catalogue_keys);
  if (!members.is_object()) {
    return catalogue;
  }
  if (members.has("format")) {
    read_word(in, members["format"], formats);
  }
  std::vector<std::uint32_t> seen;
  for (const Node provider : read_elements(in, members["providers"], 0, 10'000)) {
    read_provider(in, provider, seen, catalogue);
  }
  std::sort(catalogue.entries.begin(), catalogue.entries.end(),
            [](const model::CommunityEntry& a, const model::CommunityEntry& b) {
              return std::pair(a.asn, std::string_view(a.id)) <
                     std::pair(b.asn, std::string_view(b.id));
            });
  std::sort(catalogue.patterns.begin(), catalogue.patterns.end(),
            [](const model::CommunityPattern& a, const model::CommunityPattern& b) {
              return std::pair(a.asn, std::string_view(a.pattern)) <
                     std::pair(b.asn, std::string_view(b.pattern));
            });
  return catalogue;
}

}  // namespace

CatalogueResult load_catalogue(std::string_view text) {
  CatalogueResult result;
  result.diagnostics = read_document(text, [&](const json::Document& document, Faults& faults) {
    Reading in{document, faults};
    result.catalogue = read_catalogue(in);
  });
  if (!result.diagnostics.empty()) {
    result.catalogue = {};
  }
  return result;
}

model::CommunityCatalogue shipped_catalogue() {
  return load_catalogue(shipped_catalogue_text()).catalogue;
}

void read_catalogue_file(Draft& draft, Node node) {
  model::CommunityCatalogue known = shipped_catalogue();
  const bool named = node != json::Document::none;
  draft.catalogue_known = !named;
  const std::optional<OtherFile> file = named ? find_other_file(draft, node) : std::nullopt;
  const std::optional<std::string> text =
      file ? read_other_file(draft, node, *file, largest_file) : std::nullopt;
  if (text) {
    CatalogueResult own = load_catalogue(*text);
    for (const Diagnostic& fault : own.diagnostics) {
      // The file's own text is not shown: it may be none that this scenario's author may read.
      draft.in.faults.add_found(node, fmt::format("line {}, column {}", fault.line, fault.column),
                                {.code = "bad-catalogue",
                                 .kind = FaultKind::meaning,
                                 .allowed = fault.allowed,
                                 .message = fmt::format("{}, line {}: {}", shown(file->name),
                                                        fault.line, fault.message)});
    }
    draft.catalogue_known = own.diagnostics.empty();
    known = model::merged(std::move(own.catalogue), known);
  }
  draft.scenario.catalogue = std::move(known);
}

void keep_neighbours(Draft& draft) {
  model::CommunityCatalogue& known = draft.scenario.catalogue;
  const auto is_neighbor = [&](const auto& item) {
    const std::vector<model::Link>& links = draft.scenario.links;
    return std::any_of(links.begin(), links.end(),
                       [&](const model::Link& link) { return link.neighbor_as == item.asn; });
  };
  std::erase_if(known.entries, [&](const auto& entry) { return !is_neighbor(entry); });
  std::erase_if(known.patterns, [&](const auto& pattern) { return !is_neighbor(pattern); });
}

}  // namespace bgpte::scenario
