// How a source chooses among links, and what the sources of a home link do after a change.
#include "src/ingress/sources/source_choices.hpp"

#include <algorithm>
#include <utility>

namespace bgpte::ingress {
namespace {

/// Chance that `home` is first of the links tied before and `to` first of those tied after, in one
/// tie order drawn with chances proportional to `weight`.
double tied_joint(const std::vector<bool>& before, const std::vector<bool>& after,
                  const std::vector<double>& weight, model::LinkIndex home, model::LinkIndex to) {
  if (!before[home] || !after[to] || (home != to && before[to] && after[home])) {
    return 0;
  }
  double all = 0, all_before = 0, all_after = 0;
  for (std::size_t l = 0; l < weight.size(); ++l) {
    all += before[l] || after[l] ? weight[l] : 0;
    all_before += before[l] ? weight[l] : 0;
    all_after += after[l] ? weight[l] : 0;
  }
  if (home == to) {
    return weight[home] / all;
  }
  double chance = 0;
  if (!after[home]) {  // home is first of all, then `to` of what is tied after
    chance += weight[home] / all * weight[to] / all_after;
  }
  if (!before[to]) {  // `to` is first of all, then home of what was tied before
    chance += weight[to] / all * weight[home] / all_before;
  }
  return chance;
}

}  // namespace

Source equally_far_source(const std::vector<bool>& reachable) {
  const std::size_t links = reachable.size();
  Source source{std::vector<std::optional<int>>(links), std::vector<int>(links, 0), 1};
  for (std::size_t l = 0; l < links; ++l) {
    if (reachable[l]) {
      source.path_length[l] = 0;
    }
  }
  return source;
}

std::vector<bool> SourceChoices::best(const Source& source, const model::Advertisement& x) const {
  const std::size_t links = x.size();
  std::vector<bool> tied(links, false);
  std::optional<std::pair<int, int>> least;  // preference (negative: higher wins), then length
  for (std::size_t l = 0; l < links; ++l) {
    if (!x.carried_on(l) || !source.path_length[l]) {
      continue;
    }
    const std::pair<int, int> route{-source.preference[l], *source.path_length[l] + x[l]};
    if (!least || route < *least) {
      least = route;
      std::fill(tied.begin(), tied.end(), false);
    }
    tied[l] = route == *least;
  }
  return tied;
}

/// The operator's tie link alone where it is among the tied links, else all of them.
std::vector<bool> SourceChoices::narrowed(std::vector<bool> tied) const {
  if (tie_link_ && tied[*tie_link_]) {
    std::fill(tied.begin(), tied.end(), false);
    tied[*tie_link_] = true;
  }
  return tied;
}

std::vector<double> SourceChoices::divide(const std::vector<bool>& possible) const {
  const std::size_t links = possible.size();
  const std::vector<bool> tied = narrowed(possible);
  std::vector<double> shares(links, 0);
  double all = 0;
  for (std::size_t l = 0; l < links; ++l) {
    all += tied[l] ? tie_weight_[l] : 0;
  }
  for (std::size_t l = 0; l < links; ++l) {
    shares[l] = tied[l] ? tie_weight_[l] / all : 0;
  }
  return shares;
}

std::optional<SourceResponse> SourceChoices::response(const Source& source,
                                                      const model::Advertisement& today,
                                                      const model::Advertisement& x,
                                                      model::LinkIndex home) const {
  const std::size_t links = x.size();
  const std::vector<bool> before = best(source, today);
  const std::vector<bool> was = narrowed(before);
  if (!was[home]) {
    return std::nullopt;
  }
  SourceResponse result;
  result.possible = best(source, x);
  const std::vector<bool> will = narrowed(result.possible);
  const double here = divide(was)[home];
  for (std::size_t l = 0; l < links; ++l) {
    result.share.push_back(tied_joint(was, will, tie_weight_, home, l) / here);
  }
  result.weight = source.weight * here;
  // A source that chose `home` over a link today does not choose that link over it after.
  if (result.possible[home]) {
    for (std::size_t l = 0; l < links; ++l) {
      result.possible[l] = result.possible[l] && (l == home || !before[l]);
    }
  }
  return result;
}

SourceResponse SourceChoices::unexplained(const model::Advertisement& today,
                                          const std::vector<bool>& open,
                                          const model::Advertisement& x,
                                          model::LinkIndex home) const {
  const std::size_t links = x.size();
  Source source{std::vector<std::optional<int>>(links), std::vector<int>(links, 0), 1};
  for (std::size_t l = 0; l < links; ++l) {
    if (l == home || open[l]) {
      source.path_length[l] = today.carried_on(l) ? -int{today[l]} : 0;
    }
  }
  SourceResponse result;
  result.possible = best(source, x);
  if (result.possible[home]) {
    std::fill(result.possible.begin(), result.possible.end(), false);
    result.possible[home] = true;
  }
  result.share = divide(result.possible);
  return result;
}

}  // namespace bgpte::ingress
