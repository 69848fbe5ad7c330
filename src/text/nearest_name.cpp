// The nearest of some names by edit distance.
#include "bgpte/text/nearest_name.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace bgpte::text {

namespace {

constexpr std::size_t longest_name = 64;

char folded(char c) {
  if (c >= 'A' && c <= 'Z') {
    return static_cast<char>(c - 'A' + 'a');
  }
  return c == '-' || c == ' ' ? '_' : c;
}

/// Optimal string alignment distance of the folded texts, with three rows of the usual table.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before, last(b.size() + 1), now(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = folded(a[i - 1]) == folded(b[j - 1]);
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (same ? 0U : 1U)});
      if (i > 1 && j > 1 && folded(a[i - 1]) == folded(b[j - 2]) &&
          folded(a[i - 2]) == folded(b[j - 1])) {
        now[j] = std::min(now[j], before[j - 2] + 1);
      }
    }
    before = last;
    last = now;
  }
  return last[b.size()];
}

}  // namespace

std::string nearest_name(std::string_view name, std::span<const std::string_view> names) {
  std::tuple<std::size_t, std::string_view> best{std::string_view::npos, {}};
  if (name.size() > longest_name) {
    return {};
  }
  for (const std::string_view candidate : names) {
    best = std::min(best, std::tuple{edit_distance(name, candidate), candidate});
  }
  const auto [distance, nearest] = best;
  const std::size_t length = std::max(name.size(), nearest.size());
  const bool near = distance != std::string_view::npos &&
                    distance <= std::max<std::size_t>(1, length / 3) && distance < length;
  return near ? std::string(nearest) : std::string{};
}

std::string nearest_name(std::string_view name, const std::vector<std::string>& names) {
  const std::vector<std::string_view> views(names.begin(), names.end());
  return nearest_name(name, std::span<const std::string_view>(views));
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& names) {
  const std::string near = nearest_name(name, names);
  return near.empty() ? "" : ", did you mean " + near + "?";
}

}  // namespace bgpte::text
