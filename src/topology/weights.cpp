// Reads how much each AS counts.
#include "bgpte/topology/weights.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "bgpte/topology/load.hpp"

namespace bgpte::topology {
namespace {

constexpr std::size_t kept_diagnostics = 100;

/// Cuts off and returns what stands before the next comma, without quotation marks around it.
std::string_view next_field(std::string_view& line) {
  const std::size_t comma = line.find(',');
  std::string_view field = line.substr(0, comma);
  line.remove_prefix(comma == std::string_view::npos ? line.size() : comma + 1);
  if (field.size() >= 2 && field.front() == '"' && field.back() == '"') {
    field = field.substr(1, field.size() - 2);
  }
  return field;
}

/// The whole of `text` as a number; false where it is not one.
template <class Number>
bool read(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

/// A row's AS and prefix, which stand once each.
struct RowKey {
  Asn asn = 0;
  std::string_view prefix;
  bool operator==(const RowKey&) const = default;
};
struct RowKeyHash {
  std::size_t operator()(const RowKey& key) const {
    return std::hash<std::string_view>{}(key.prefix) ^ key.asn * std::size_t{0x9E3779B97F4A7C15};
  }
};

/// Why a line is no row, or an empty text. `prefix` is a part of the line.
std::string read_row(std::string_view line, WeightRow& row, std::string_view& prefix) {
  if (!read(next_field(line), row.asn) || row.asn == 0) {
    return "the first field is not an AS number";
  }
  const std::string_view weight = next_field(line);
  if (!read(weight, row.weight) || !std::isfinite(row.weight) || std::signbit(row.weight)) {
    return "the second field is not a number of 0 or more";
  }
  prefix = next_field(line);
  row.prefix = prefix;
  return line.empty() ? "" : "more than three fields";
}

}  // namespace

LoadedWeights parse_weights(std::string_view text) {
  LoadedWeights loaded;
  loaded.rows.emplace();
  std::unordered_set<RowKey, RowKeyHash> seen;
  std::uint32_t line_number = 0;
  bool header_possible = true;
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
    if (std::exchange(header_possible, false) && line.starts_with("asn")) {
      continue;
    }
    WeightRow row;
    std::string_view prefix;
    std::string fault = read_row(line, row, prefix);
    if (fault.empty() && !seen.insert({row.asn, prefix}).second) {
      fault = "AS" + std::to_string(row.asn) + (row.prefix.empty() ? "" : " with " + row.prefix) +
              " has a weight already";
    }
    if (fault.empty()) {
      loaded.rows->push_back(std::move(row));
    } else if (loaded.left_out++ < kept_diagnostics) {
      loaded.diagnostics.push_back({line_number, std::move(fault)});
    }
  }
  return loaded;
}

LoadedWeights load_weights(const std::filesystem::path& file) {
  const FileBytes bytes = read_possibly_compressed(file);
  if (!bytes.bytes) {
    LoadedWeights failed;
    failed.error = bytes.error;
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
