// Reads how much each AS counts.
#include "bgpte/topology/weights.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "bgpte/text/csv.hpp"
#include "bgpte/text/foreign_form.hpp"
#include "bgpte/topology/load.hpp"

namespace bgpte::topology {
namespace {

constexpr std::size_t kept_diagnostics = 100;

/// The whole of `text` as a number; false where it is not one.
template <class Number>
bool read(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

/// A row's AS and prefix, which stand once each.
struct RowKey {
  Asn asn = 0;
  std::string prefix;
  bool operator==(const RowKey&) const = default;
};
struct RowKeyHash {
  std::size_t operator()(const RowKey& key) const {
    return std::hash<std::string>{}(key.prefix) ^ key.asn * std::size_t{0x9E3779B97F4A7C15};
  }
};

/// Why a line is no row, or an empty text.
std::string read_row(std::string_view line, text::CsvLines& lines, WeightRow& row) {
  const auto* fields = lines.split(line);
  if (fields == nullptr) {
    return "a quotation mark is out of place";
  }
  if (fields->size() == 1 && line.find_first_of(";\t") != std::string_view::npos) {
    return "the fields are separated by semicolons or tabs, not commas";
  }
  if (!read((*fields)[0], row.asn) || row.asn == 0) {
    return "the first field is not an AS number";
  }
  if (fields->size() < 2 || !read((*fields)[1], row.weight) || !std::isfinite(row.weight) ||
      std::signbit(row.weight)) {
    return "the second field is not a number of 0 or more";
  }
  row.prefix = fields->size() > 2 ? (*fields)[2] : "";
  return fields->size() <= 3 ? "" : "more than three fields";
}

}  // namespace

LoadedWeights parse_weights(std::string_view text) {
  LoadedWeights loaded;
  loaded.read = true;
  loaded.rows.emplace();
  std::unordered_set<RowKey, RowKeyHash> seen;
  text::CsvLines lines;
  std::uint32_t line_number = 0;
  bool header_possible = true;
  if (text.starts_with(text::byte_order_mark)) {
    text.remove_prefix(text::byte_order_mark.size());
  }
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line_number;
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    if (line.empty() || line.front() == '#') {
      continue;
    }
    if (std::exchange(header_possible, false) &&
        (line.starts_with("asn") || line.starts_with("\"asn\""))) {
      continue;
    }
    WeightRow row;
    std::string fault = read_row(line, lines, row);
    if (fault.empty() && !seen.insert({row.asn, row.prefix}).second) {
      fault = "AS" + std::to_string(row.asn) + (row.prefix.empty() ? "" : " with " + row.prefix) +
              " has a weight already";
    }
    if (fault.empty()) {
      loaded.rows->push_back(std::move(row));
    } else if (loaded.left_out++ < kept_diagnostics) {
      loaded.diagnostics.push_back({line_number, std::move(fault)});
    }
  }
  if (loaded.rows->empty()) {
    loaded.rows.reset();
    loaded.error = "no line of it gives an AS its weight, such as 64496,12.5";
  }
  return loaded;
}

LoadedWeights load_weights(const std::filesystem::path& file) {
  const FileBytes bytes = read_possibly_compressed(file);
  if (!bytes.bytes) {
    LoadedWeights failed;
    failed.error = bytes.error;
    failed.read = bytes.read;
    return failed;
  }
  return parse_weights(*bytes.bytes);
}

WeightsOfGraph weights_of(const AsGraph& graph, const std::vector<WeightRow>& rows) {
  WeightsOfGraph weights{std::vector<double>(graph.size(), 0.0), 0, 0.0};
  for (const WeightRow& row : rows) {
    if (const auto as = graph.find(row.asn)) {
      weights.of[*as] += row.weight;
    } else {
      ++weights.not_in_graph;
      weights.weight_not_in_graph += row.weight;
    }
  }
  return weights;
}

}  // namespace bgpte::topology
