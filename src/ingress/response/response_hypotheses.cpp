// The hypotheses of the response model: which there are, their names, and what they rest on.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "src/ingress/response/response.hpp"

namespace bgpte::ingress {

void ResponseModel::list_hypotheses(const model::Scenario& scenario) {
  for (std::size_t p = 0; p < priors.size(); ++p) {
    hypotheses_.push_back({Hypothesis::Kind::prior, p, 0});
  }
  hypotheses_.push_back({Hypothesis::Kind::spread_equally, 0, 0});
  hypotheses_.push_back({Hypothesis::Kind::spread_by_share, 0, 0});
  bool own_numbers = false;
  for (std::size_t l = 0; l < links_; ++l) {
    if (links_ > 3) {  // With fewer links, equal parts are at least as much as neighbour_part.
      hypotheses_.push_back({Hypothesis::Kind::neighbour, 0, l});
    }
    if (!retained_[l]) {
      hypotheses_.push_back({Hypothesis::Kind::sticky, 0, l});
    }
    own_numbers = own_numbers || retained_[l];
  }
  // Where all links carry every prefix, no link can be newly announced.
  if (std::any_of(scenario.prefixes.begin(), scenario.prefixes.end(),
                  [&](const auto& prefix) { return prefix.advertise.carried_count() < links_; })) {
    hypotheses_.push_back({Hypothesis::Kind::newcomer_less, 0, 0});
    hypotheses_.push_back({Hypothesis::Kind::newcomer_more, 0, 0});
  }
  if (own_numbers) {
    hypotheses_.push_back({Hypothesis::Kind::retained_low, 0, 0});
    hypotheses_.push_back({Hypothesis::Kind::retained_high, 0, 0});
  }
}

std::string ResponseModel::variant_name(std::size_t variant) const {
  const Hypothesis& hypothesis = hypotheses_[variant];
  switch (hypothesis.kind) {
    case Hypothesis::Kind::prior:
      return std::string(priors[hypothesis.prior].name);
    case Hypothesis::Kind::spread_equally:
      return "leavers spread equally";
    case Hypothesis::Kind::spread_by_share:
      return "leavers spread by measured share";
    case Hypothesis::Kind::neighbour:
      return fmt::format("half of the leavers to {}", names_[hypothesis.link]);
    case Hypothesis::Kind::sticky:
      return fmt::format("sticky {}", names_[hypothesis.link]);
    case Hypothesis::Kind::newcomer_less:
      return "first announcements draw little";
    case Hypothesis::Kind::newcomer_more:
      return "first announcements draw much";
    case Hypothesis::Kind::retained_low:
      return "retained low";
    case Hypothesis::Kind::retained_high:
      return "retained high";
  }
  throw std::logic_error("variant_name: unknown kind");
}

std::string ResponseModel::basis() const {
  std::string own;
  for (std::size_t l = 0; l < links_; ++l) {
    if (retained_[l]) {
      own += (own.empty() ? "" : ", ") + names_[l];
    }
  }
  std::string basis = own.empty()
                          ? std::string("the default prior of how sources answer to prepends")
                          : fmt::format(
                                "the operator's own response for {}, else the default prior of how "
                                "sources answer to prepends",
                                own);
  return basis + (observations_ == 0 ? "; no observation of this network yet"
                                     : fmt::format("; {} observation{} of this network",
                                                   observations_, observations_ == 1 ? "" : "s"));
}

}  // namespace bgpte::ingress
