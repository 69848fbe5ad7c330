#pragma once

#include <string>

#include "bgpte/advice/rules.hpp"

/// What several rules say alike: loads, volumes, and whom a finding is about.
namespace bgpte::advice::rule {

/// What so many prepends do not move, more do not either.
inline constexpr int most_useful_prepends = 5;

/// A finding about a link or a prefix; the table of rules gives id and severity.
[[nodiscard]] model::Finding about(const model::Link& link, std::string message,
                                   std::string suggestion);
[[nodiscard]] model::Finding about(const model::Prefix& prefix, std::string message,
                                   std::string suggestion);

/// What a link carries at its peak, or at the measured statistic where no peak is given.
[[nodiscard]] model::Bps peak_today(const NetworkToday& network, model::LinkIndex link);

/// "980 Mbps of 1 Gbps (98 %)", with the word that says which load is meant.
[[nodiscard]] std::string load_text(const NetworkToday& network, model::LinkIndex link);

/// "800 Mbps (80 %)"
[[nodiscard]] std::string ceiling_text(const NetworkToday& network, model::LinkIndex link);

/// What is measured of the prefix, over all links.
[[nodiscard]] model::Bps volume_of(const NetworkToday& network, model::PrefixIndex prefix);

/// "11.0.0.0/24 (900 Mbps)"; without a rate where nothing is measured.
[[nodiscard]] std::string with_volume(const NetworkToday& network, model::PrefixIndex prefix);

/// What to do about a prefix that alone brings more than a link can carry.
[[nodiscard]] std::string attack_answer(const std::string& prefix);

/// "Link A", or "Contract T1".
[[nodiscard]] std::string title_of(const evaluation::SampledPercentile& entry);

/// JSON Pointer to the first port that the percentile looks at.
[[nodiscard]] const std::string& subject_of(const NetworkToday& network,
                                            const evaluation::SampledPercentile& entry);

}  // namespace bgpte::advice::rule
