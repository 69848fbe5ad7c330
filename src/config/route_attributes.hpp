#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "src/config/session_plan.hpp"

namespace bgpte::config {

/// Which kinds of route attributes there are to set, by the statements that routers have for them.
struct AttributeKinds {
  bool standard = false;  ///< Communities of RFC 1997.
  bool large = false;     ///< Communities of RFC 8092.
  bool med = false;

  [[nodiscard]] bool communities() const { return standard || large; }
  [[nodiscard]] bool any() const { return communities() || med; }
};

[[nodiscard]] AttributeKinds kinds_of(const model::RouteAttributes& attributes);

/// The kinds of all our lists, before the change and after it.
[[nodiscard]] AttributeKinds kinds_of(const SessionPlan& plan);

enum class CommunityKind : std::uint8_t { standard, large };

/// The communities of one kind as texts, in order.
[[nodiscard]] std::vector<std::string> community_texts(const model::RouteAttributes& attributes,
                                                       CommunityKind kind);

/// The communities of one kind in order, with `separator` between them.
[[nodiscard]] std::string communities_of(const model::RouteAttributes& attributes,
                                         CommunityKind kind, std::string_view separator);

/// The communities of `all` that `less` lacks, and the MED of `all` where `less` has no MED.
[[nodiscard]] model::RouteAttributes attributes_missing(const model::RouteAttributes& all,
                                                        const model::RouteAttributes& less);

/// Whether the change gives the prefix a MED that it does not have yet.
[[nodiscard]] bool gets_med(const SessionChange& change, const model::IpPrefix& prefix);

}  // namespace bgpte::config
