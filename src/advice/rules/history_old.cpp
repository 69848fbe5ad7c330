// Rule history-old: a history that ends before the time that was measured.
#include <fmt/format.h>

#include <string>

#include "bgpte/history/usual.hpp"
#include "bgpte/text/format.hpp"
#include "src/advice/rules/registry.hpp"

namespace bgpte::advice::rule {
namespace {

/// What is left out of a history that is so old.
std::string left_out(std::int64_t days_old) {
  const std::string first = "nothing in it is called an attack";
  if (days_old > history::most_days_old_for_growth) {
    return first + ", and neither quiet hours nor growth are told";
  }
  return days_old > history::most_days_old_for_usual ? first + ", and no quiet hours are told"
                                                     : first;
}

}  // namespace

Findings history_old(const NetworkToday& network) {
  const std::optional<model::Past>& past = network.scenario.past;
  if (!past || past->days_old <= history::most_days_old_for_attacks) {
    return {};
  }
  return {{"", model::Severity::info, "/measured/history",
           fmt::format("The history ends on {}, {} before the measured time does: {}",
                       history::day_text(past->newest), text::count_of(past->days_old, "day"),
                       left_out(past->days_old)),
           "add what was measured since with bgpte observe --history"}};
}

}  // namespace bgpte::advice::rule
