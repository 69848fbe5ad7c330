// Counters: which reader reads which input.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bgpte/model/digest.hpp"
#include "bgpte/telemetry/import.hpp"
#include "bgpte/text/foreign_form.hpp"
#include "src/telemetry/load/load_readers.hpp"

namespace bgpte::telemetry {

namespace {

/// One kind of input: what it begins with, and what reads it.
struct LoadFormat {
  std::string_view name;
  void (*read_json)(const json::Value& document, LoadContext& context);
  void (*read_text)(std::string_view text, LoadContext& context);
  bool (*is_json)(const json::Value& document);
  bool (*is_text)(std::string_view text);
};

bool has(const json::Value& document, std::string_view member) {
  return document.find(member) != nullptr;
}

constexpr std::array<LoadFormat, 8> load_table{{
    {"prometheus", read_prometheus, nullptr,
     [](const json::Value& document) {
       return has(document, "status") && (has(document, "data") || has(document, "errorType"));
     },
     nullptr},
    {"rrdtool-xport", read_rrdtool, nullptr,
     [](const json::Value& document) { return has(document, "meta") && has(document, "data"); },
     nullptr},
    {"librenms", read_librenms, nullptr,
     [](const json::Value& document) {
       return has(document, "graph_data") || has(document, "ports");
     },
     nullptr},
    {"zabbix", read_zabbix, nullptr,
     [](const json::Value& document) { return has(document, "jsonrpc"); }, nullptr},
    {"influxdb", read_influxdb, nullptr,
     [](const json::Value& document) { return has(document, "results"); }, nullptr},
    {"csv", nullptr, read_own_load_csv, nullptr,
     [](std::string_view text) { return text.starts_with("time,"); }},
    {"grafana-csv", nullptr, read_grafana, nullptr,
     [](std::string_view text) {
       return text.starts_with("sep=") || text.starts_with("\"Time\"") || text.starts_with("Time,");
     }},
    {"cacti-csv", nullptr, read_cacti, nullptr,
     [](std::string_view text) {
       const std::string_view line = text.substr(0, text.find('\n'));
       return line.starts_with('"') && line.find("\",\"") != std::string_view::npos;
     }},
}};

const LoadFormat& chosen(const std::string& asked, const json::Value* document,
                         std::string_view text) {
  std::string names;
  for (const LoadFormat& format : load_table) {
    const bool fits = document != nullptr ? format.is_json != nullptr && format.is_json(*document)
                                          : format.is_text != nullptr && format.is_text(text);
    const bool readable = (document != nullptr) == (format.read_json != nullptr);
    if (asked.empty() ? fits : readable && format.name == asked) {
      return format;
    }
    names += names.empty() ? std::string(format.name) : fmt::format(", {}", format.name);
  }
  throw Unreadable{fmt::format("the input is of no format that is known ({}): it begins with {}",
                               names, quoted(text.substr(0, text.find('\n'))))};
}

Source read_input(std::string_view bytes, LoadContext& context) {
  if (const std::string_view kind = text::archive_kind(bytes); !kind.empty()) {
    throw Unreadable{fmt::format("the input is {}: unpack it first", kind)};
  }
  std::string_view text = bytes;
  if (text.starts_with(text::byte_order_mark)) {
    text.remove_prefix(text::byte_order_mark.size());
  }
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) {
    throw Unreadable{"the input is empty"};
  }
  text.remove_prefix(first);
  std::optional<json::Value> document;
  if (text.starts_with('{')) {
    document = parsed(text);
  }
  const LoadFormat& format = chosen(context.options.format, document ? &*document : nullptr, text);
  if (document) {
    format.read_json(*document, context);
  } else {
    format.read_text(text, context);
  }
  return {std::string(format.name), model::sha256_hex(bytes),
          static_cast<std::int64_t>(bytes.size())};
}

}  // namespace

std::vector<std::string> load_formats() {
  std::vector<std::string> names;
  for (const LoadFormat& format : load_table) {
    names.emplace_back(format.name);
  }
  return names;
}

std::variant<Observation, std::string> import_load(std::span<const std::string> inputs,
                                                   const InterfaceMap& map,
                                                   const ImportOptions& options) {
  try {
    LoadSamples samples(options);
    const Places places(map, options, samples);
    std::map<std::string, Series> items;
    LoadContext context{options, samples, places, items};
    std::vector<Source> sources;
    for (const std::string& input : inputs) {
      sources.push_back(read_input(input, context));
    }
    Observation made = samples.take();
    made.sources = std::move(sources);
    sort(made);
    return made;
  } catch (const Unreadable& fault) {
    return fault.why;
  }
}

}  // namespace bgpte::telemetry
