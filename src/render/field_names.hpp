#pragma once

#include <array>

#include "bgpte/render/document.hpp"
#include "src/render/field_writer.hpp"

/// The words of "bgpte-advice/1" for values that are one of a few.
namespace bgpte::render {

/// A value that Io writes (const) or reads.
template <class Io, class T>
using Of = typename Io::template Value<T>;

/// Names of an enum's values, from the function that its own module gives.
template <class Enum, std::size_t N>
std::array<Named<Enum>, N> names_of(const std::array<Enum, N>& values) {
  std::array<Named<Enum>, N> names{};
  for (std::size_t i = 0; i < N; ++i) {
    names[i] = {values[i], name_of(values[i])};
  }
  return names;
}

inline auto status_names() {
  using advice::Status;
  return names_of(
      std::array{Status::change, Status::partial, Status::keep, Status::no_safe_change});
}
inline auto severity_names() {
  using model::Severity;
  return names_of(std::array{Severity::info, Severity::warning, Severity::error});
}
inline auto mode_names() {
  return names_of(std::array{config::Mode::paste, config::Mode::manual});
}
inline auto family_names() {
  return names_of(std::array{model::Family::ipv4, model::Family::ipv6});
}
inline auto platform_table() {
  std::array<Named<model::Platform>, model::platform_names.size()> names{};
  for (std::size_t i = 0; i < names.size(); ++i) {
    names[i] = {model::platform_names[i].platform, model::platform_names[i].id};
  }
  return names;
}
inline constexpr std::array prepend_owner_names{
    Named<model::PrependOwner>{model::PrependOwner::none, "none"},
    Named<model::PrependOwner>{model::PrependOwner::bgpte, "bgpte"},
    Named<model::PrependOwner>{model::PrependOwner::foreign, "foreign"}};

inline constexpr std::array overload_changes{
    Named<advice::OverloadChange>{advice::OverloadChange::added, "new"},
    Named<advice::OverloadChange>{advice::OverloadChange::worse, "worse"},
    Named<advice::OverloadChange>{advice::OverloadChange::same, "same"},
    Named<advice::OverloadChange>{advice::OverloadChange::better, "better"},
    Named<advice::OverloadChange>{advice::OverloadChange::gone, "gone"}};

inline constexpr std::array directions{Named<advice::Direction>{advice::Direction::off, "off"},
                                       Named<advice::Direction>{advice::Direction::onto, "onto"}};
inline constexpr std::array overloads_of_verdicts{
    Named<advice::Overload>{advice::Overload::yes, "yes"},
    Named<advice::Overload>{advice::Overload::no, "no"},
    Named<advice::Overload>{advice::Overload::any, "any"}};
inline auto outcome_names() {
  using advice::Outcome;
  return names_of(std::array{Outcome::harm, Outcome::no_effect, Outcome::unexpected,
                             Outcome::partial, Outcome::worked});
}
inline auto action_names() {
  using advice::Action;
  return names_of(std::array{Action::roll_back, Action::hold, Action::proceed});
}
inline auto when_names() {
  return names_of(std::array{advice::When::now, advice::When::then});
}

}  // namespace bgpte::render
