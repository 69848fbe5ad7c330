#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/model/billing.hpp"
#include "bgpte/model/ip_prefix.hpp"

/// The one reader of files of samples (docs/scenario.md): what it accepts can be billed, and what
/// `observe` adds to.
namespace bgpte::scenario {

/// A time of a file of samples in seconds since 1970: written so, or as RFC 3339 has it, with `Z`
/// or an offset; a blank may stand for the T, and the seconds may be left out.
[[nodiscard]] std::optional<std::int64_t> parse_sample_time(std::string_view text);

/// A line that is wrong, by its number and never quoted: the file may be none of samples.
struct SampleFault {
  std::size_t line = 0;  ///< 0: of the whole file.
  std::string code;      ///< As docs/scenario.md lists them.
  std::string found;     ///< Which part of the line, such as "field 2".
  std::string allowed;
  std::string message;
};

/// Which names a file may have.
struct SampleNames {
  std::function<bool(std::string_view)> is_link;
  std::function<bool(const model::IpPrefix&)> is_prefix;
};

/// The samples of one file.
struct SampleTable {
  bool by_prefix = false;  ///< The names are prefixes, and not links.
  bool outbound = false;   ///< There is a column of that name.
  /// By name, as the scenario has it, and number of the interval since 1970.
  std::map<std::string, std::map<std::int64_t, model::Sample>, std::less<>> series;
  std::vector<SampleFault> faults;  ///< At most 100 of lines, and one that counts the others.
};

/// Reads a file of samples: time,link,inbound,outbound (or prefix for link; outbound may be left
/// out), a header line first. A header alone is a table without samples and no fault.
[[nodiscard]] SampleTable read_samples(std::string_view text, std::int64_t interval_s,
                                       const SampleNames& names);

}  // namespace bgpte::scenario
