#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "bgpte/scenario/catalogue.hpp"
#include "src/cli/commands.hpp"
#include "src/cli/input.hpp"

namespace bgpte::cli {

namespace {

struct CommunitiesOptions {
  std::uint32_t asn = 0;  ///< 0: every provider.
  std::string catalogue;
  std::string format = "text";
};

template <class Item>
nlohmann::ordered_json origin_of(const Item& item) {
  return {{"source", item.source},
          {"date", item.date},
          {"confidence", std::string(name_of(item.confidence))}};
}

std::string as_json(const model::CommunityCatalogue& catalogue) {
  nlohmann::ordered_json entries = nlohmann::ordered_json::array();
  for (const model::CommunityEntry& entry : catalogue.entries) {
    nlohmann::ordered_json one{{"asn", entry.asn},
                               {"provider", entry.provider},
                               {"id", entry.id},
                               {"community", to_string(entry.community)},
                               {"effect", entry.effect}};
    one.update(origin_of(entry));
    entries.push_back(std::move(one));
  }
  nlohmann::ordered_json patterns = nlohmann::ordered_json::array();
  for (const model::CommunityPattern& pattern : catalogue.patterns) {
    nlohmann::ordered_json one{{"asn", pattern.asn},
                               {"provider", pattern.provider},
                               {"pattern", pattern.pattern},
                               {"effect", pattern.effect}};
    one.update(origin_of(pattern));
    patterns.push_back(std::move(one));
  }
  const nlohmann::ordered_json report{
      {"format", "bgpte-communities-list/1"}, {"entries", entries}, {"patterns", patterns}};
  return report.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
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
    catalogue = model::merged(std::move(own.catalogue), catalogue);
  }
  if (options.asn != 0) {
    std::erase_if(catalogue.entries, [&](const auto& entry) { return entry.asn != options.asn; });
    std::erase_if(catalogue.patterns,
                  [&](const auto& pattern) { return pattern.asn != options.asn; });
  }
  if (options.format == "json") {
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

void add_communities(CLI::App& program, Action& chosen) {
  CLI::App& command = *program.add_subcommand(
      "communities", "List the communities on which providers are known to act");
  const auto options = std::make_shared<CommunitiesOptions>();
  command.add_option("--as", options->asn, "Only this provider's AS number")
      ->check(CLI::Range(1U, 4294967294U))
      ->option_text("ASN");
  command
      .add_option("--catalogue", options->catalogue, "Your own entries first; - is standard input")
      ->option_text("FILE");
  command.add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command.footer(
      "Examples:\n"
      "  bgpte communities --as 2914\n"
      "  bgpte communities --catalogue communities.json --format json");
  command.callback([options, &chosen] {
    chosen = [options](Context& context) { return list_communities(*options, context); };
  });
}

}  // namespace bgpte::cli
