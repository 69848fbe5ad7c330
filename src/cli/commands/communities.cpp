// bgpte communities: the catalogue of providers' action communities.
#include <algorithm>
#include <memory>
#include <sstream>

#include "bgpte/scenario/catalogue.hpp"
#include "src/cli/commands/commands.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/input.hpp"
#include "src/cli/json_output.hpp"

namespace bgpte::cli {

namespace {

struct CommunitiesOptions {
  std::uint32_t asn = 0;  ///< 0: every provider.
  std::string catalogue;
  OutputFormat format = OutputFormat::text;
};

/// Appends where an entry or pattern is from.
template <class Item>
void add_origin(JsonOutput::Object& to, const Item& item) {
  to.emplace_back("source", item.source);
  to.emplace_back("date", item.date);
  to.emplace_back("confidence", name_of(item.confidence));
}

std::string as_json(const model::CommunityCatalogue& catalogue) {
  JsonOutput::Array entries;
  for (const model::CommunityEntry& entry : catalogue.entries) {
    JsonOutput::Object one{{"asn", entry.asn},
                           {"provider", entry.provider},
                           {"id", entry.id},
                           {"community", to_string(entry.community)},
                           {"effect", entry.effect}};
    add_origin(one, entry);
    entries.emplace_back(std::move(one));
  }
  JsonOutput::Array patterns;
  for (const model::CommunityPattern& pattern : catalogue.patterns) {
    JsonOutput::Object one{{"asn", pattern.asn},
                           {"provider", pattern.provider},
                           {"pattern", pattern.pattern},
                           {"effect", pattern.effect}};
    add_origin(one, pattern);
    patterns.emplace_back(std::move(one));
  }
  return to_text(JsonOutput::Object{{"format", "bgpte-communities-list/1"},
                                    {"entries", std::move(entries)},
                                    {"patterns", std::move(patterns)}},
                 2, BadUtf8::replace);
}

/// One provider after the other; a source is said once for the entries that share it.
class Listing {
 public:
  explicit Listing(const model::CommunityCatalogue& catalogue) : catalogue_(catalogue) {
    for (const model::CommunityEntry& entry : catalogue.entries) {
      width_ = std::max(width_, entry.id.size());
      marks_ = std::max(marks_, to_string(entry.community).size());
    }
    for (const model::CommunityPattern& pattern : catalogue.patterns) {
      marks_ = std::max(marks_, pattern.pattern.size());
    }
  }

  std::string text() {
    auto entry = catalogue_.entries.begin();
    auto pattern = catalogue_.patterns.begin();
    while (entry != catalogue_.entries.end() || pattern != catalogue_.patterns.end()) {
      const bool entry_first = pattern == catalogue_.patterns.end() ||
                               (entry != catalogue_.entries.end() && entry->asn <= pattern->asn);
      const std::uint32_t asn = entry_first ? entry->asn : pattern->asn;
      text_ << (text_.tellp() > 0 ? "\n" : "") << "AS" << asn << "  "
            << (entry_first ? entry->provider : pattern->provider) << '\n';
      said_.clear();
      for (; entry != catalogue_.entries.end() && entry->asn == asn; ++entry) {
        origin(*entry);
        row(entry->id, to_string(entry->community), entry->effect);
      }
      for (; pattern != catalogue_.patterns.end() && pattern->asn == asn; ++pattern) {
        origin(*pattern);
        row("-", pattern->pattern, pattern->effect);
      }
    }
    text_ << "\nConfirm each with your provider before you use it.\n";
    return text_.str();
  }

 private:
  template <class Item>
  void origin(const Item& item) {
    std::string said = item.source + ", compared " + item.date + "; confidence " +
                       std::string(name_of(item.confidence));
    if (said != said_) {
      text_ << "  Source: " << said << '\n';
      said_ = std::move(said);
    }
  }

  void row(const std::string& id, const std::string& mark, const std::string& effect) {
    text_ << "    " << id << std::string(width_ + 2 - std::min(width_, id.size()), ' ') << mark
          << std::string(marks_ + 2 - std::min(marks_, mark.size()), ' ') << effect << '\n';
  }

  const model::CommunityCatalogue& catalogue_;
  std::size_t width_ = 1;
  std::size_t marks_ = 1;
  std::string said_;
  std::ostringstream text_;
};

Exit list_communities(const CommunitiesOptions& options, Context& context) {
  model::CommunityCatalogue catalogue = scenario::shipped_catalogue();
  if (!options.catalogue.empty()) {
    const std::optional<std::string> text = read_input(context, options.catalogue);
    if (!text) {
      return Exit::failed;
    }
    scenario::CatalogueResult own = scenario::load_catalogue(*text);
    for (const scenario::Diagnostic& diagnostic : own.diagnostics) {
      context.messages.error(to_string(diagnostic, shown_name(options.catalogue)));
    }
    if (!own.diagnostics.empty()) {
      return Exit::invalid_input;
    }
    catalogue = model::merged(own.catalogue, catalogue);
  }
  if (options.asn != 0) {
    std::erase_if(catalogue.entries, [&](const auto& entry) { return entry.asn != options.asn; });
    std::erase_if(catalogue.patterns,
                  [&](const auto& pattern) { return pattern.asn != options.asn; });
  }
  if (options.format == OutputFormat::json) {
    return write_result(context, "", as_json(catalogue));
  }
  if (catalogue.entries.empty() && catalogue.patterns.empty()) {
    return write_result(context, "",
                        options.asn == 0
                            ? "The catalogue is empty.\n"
                            : "Nothing is known of AS" + std::to_string(options.asn) +
                                  ". Ask the provider, and add what it says to a catalogue of "
                                  "your own (docs/communities.md).\n");
  }
  return write_result(context, "", Listing(catalogue).text());
}

}  // namespace

Action declare_communities(Command command) {
  const auto options = std::make_shared<CommunitiesOptions>();
  command.number(options->asn, {1, 4294967294},
                 {.names = "--as", .help = "Only this provider's AS number", .value = "ASN"});
  command.option(options->catalogue, {.names = "--catalogue",
                                      .help = "Your own entries first; - is standard input",
                                      .value = "FILE"});
  add_format_option(command, options->format, {OutputFormat::text, OutputFormat::json},
                    "text or json");
  command.describe({.description = "Each with its provider, effect, source, date and "
                                   "confidence.",
                    .examples = {"bgpte communities --as 2914", "bgpte communities --format json"},
                    .exits = {{Exit::done, "Done."},
                              {Exit::invalid_input, "The file of --catalogue is not valid."}}});
  return [options](Context& context) { return list_communities(*options, context); };
}

}  // namespace bgpte::cli
