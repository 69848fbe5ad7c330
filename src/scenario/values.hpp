#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/json/document.hpp"
#include "bgpte/model/ip_prefix.hpp"
#include "bgpte/model/lever.hpp"
#include "bgpte/model/scenario.hpp"
#include "bgpte/model/units.hpp"
#include "src/scenario/faults.hpp"

namespace bgpte::scenario {

/// A document and where its faults go. Each read_* function gives nothing after reporting why. For
/// a `broken` value and for json::Document::none it gives nothing in silence, since the reason was
/// reported before.
struct Reading {
  const json::Document& document;
  Faults& faults;
};

using Node = json::Document::Index;

/// True for what was reported before: a missing or broken value.
[[nodiscard]] inline bool is_silent(const Reading& in, Node node) {
  return node == json::Document::none || in.document.kind(node) == json::Kind::broken;
}

/// One word of an enumeration in the file.
template <class Enum>
struct Word {
  std::string_view name;
  Enum value;
};

/// Inclusive bounds in units of 10^-6, and how they are written.
struct Bounds {
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::string_view allowed;
};

// What several readers say alike.
inline constexpr std::string_view no_such_link = "No link has this name.";
inline constexpr std::string_view no_such_prefix = "This prefix is not listed.";
inline constexpr std::string_view prefix_again = "This prefix is listed already.";
inline constexpr std::string_view no_such_word = "This is not one of the allowed values.";
inline constexpr std::string_view no_month = "This is not a month.";
inline constexpr const char* name_of_a_link = "the name of a link";
inline constexpr Bounds any_share{0, 1'000'000, "a share from 0 to 1 with at most 6 decimals"};
inline constexpr Bounds share_of_capacity{1, 1'000'000,
                                          "a share of the capacity above 0, at most 1"};

/// True if the value has the kind; else reports `wrong-type`.
bool expect_kind(Reading& in, Node node, json::Kind kind, std::string_view allowed);

/// Text without control characters, at most `limit` bytes.
std::optional<std::string> read_text(Reading& in, Node node, std::size_t limit = 200);
/// A name that may reach a router: [A-Za-z0-9_][A-Za-z0-9_.:-]*, at most 63 characters.
std::optional<std::string> read_name(Reading& in, Node node);
std::optional<bool> read_bool(Reading& in, Node node);
std::optional<std::int64_t> read_integer(Reading& in, Node node, std::int64_t low,
                                         std::int64_t high);
/// A number with at most six decimals, in millionths.
std::optional<std::int64_t> read_millionths(Reading& in, Node node, const Bounds& bounds);
/// A rate: a number of bps, or text such as "900 Mbps".
std::optional<model::Bps> read_rate(Reading& in, Node node);
/// A rate above zero.
std::optional<model::Bps> read_positive_rate(Reading& in, Node node);
std::optional<model::Price> read_price(Reading& in, Node node);
std::optional<model::Asn> read_asn(Reading& in, Node node);
std::optional<model::IpPrefix> read_prefix(Reading& in, Node node);
/// A prefix that is the key of a member.
std::optional<model::IpPrefix> read_prefix_key(Reading& in, Node node);
std::optional<model::IpAddress> read_address(Reading& in, Node node);
/// A community such as "64501:80" (RFC 1997) or "64501:1:2" (RFC 8092).
std::optional<model::Community> read_community(Reading& in, Node node);
/// A date, YYYY-MM-DD, of a day that exists.
std::optional<std::string> read_date(Reading& in, Node node);
/// Days of a month of the Gregorian calendar.
int days_in_month(int year, int month);

/// For lists that may be as long as anybody likes.
inline constexpr std::size_t no_limit = static_cast<std::size_t>(-1);

/// The elements of an array, at most `most` of them; reports `wrong-type`, `too-few-items`,
/// `too-many-items`.
std::vector<Node> read_elements(Reading& in, Node node, std::size_t least, std::size_t most);

/// Reports `unknown-value` for a string that is not one of `names`.
void report_unknown_word(Reading& in, Node node, std::span<const std::string_view> names);

/// The value of the word of the table that the string is; reports `unknown-value`.
template <class Enum, std::size_t count>
std::optional<Enum> read_word(Reading& in, Node node, const std::array<Word<Enum>, count>& words) {
  std::array<std::string_view, count> names;
  std::string allowed;
  for (std::size_t i = 0; i < count; ++i) {
    names[i] = words[i].name;
    allowed += (i == 0 ? "\"" : ", \"") + std::string(words[i].name) + '"';
  }
  if (!expect_kind(in, node, json::Kind::string, allowed)) {
    return std::nullopt;
  }
  for (const Word<Enum>& word : words) {
    if (word.name == in.document.text(node)) {
      return word.value;
    }
  }
  report_unknown_word(in, node, names);
  return std::nullopt;
}

}  // namespace bgpte::scenario
