#pragma once

#include <fmt/format.h>

#include <string>

#include "bgpte/model/scenario.hpp"
#include "tests/ingress/scenarios.hpp"

/// Lines of logs for tests.
namespace bgpte::logbook::testing {

inline constexpr const char* forecast_line =
    R"({"format":"bgpte-log/1","at":"2026-11-23T00:00:00Z","interval_s":300,"prefix":"192.0.2.0/24",)"
    R"("advertise":{"A":1,"B":0,"C":null},"before":{"advertise":{"A":0,"B":0,"C":0},)"
    R"("inbound":{"A":900,"B":100,"C":0}},"forecast":{"A":{"low":0.1,"expected":0.3,"high":0.55,)"
    R"("sd":0.14},"B":{"low":0.45,"expected":0.7,"high":0.9,"sd":0.14}},)"
    R"("basis":"the default prior","change_id":"abc"})";

inline constexpr const char* measured_line =
    R"({"format":"bgpte-log/1","at":"2026-11-24T06:00:00Z","interval_s":300,"prefix":"192.0.2.0/24",)"
    R"("advertise":{"A":1,"B":0},"inbound":{"A":250,"B":750},"change_id":"abc"})";

/// Two links L00 and L01, and one prefix 198.18.0.0/24 on both without prepends: 60 and 40 Mbps.
/// Measured until the end of 2026-11-28.
inline model::Scenario two_links() {
  model::Scenario scenario = ingress::testing::network(2);
  ingress::testing::add_prefix(scenario, {0, 0}, {60, 40});
  scenario.measured = model::Measured{"p95", 300, "2026-11-22", "2026-11-28", 0};
  return scenario;
}

/// What entered under "L00 prepended so often", in percent by L00.
inline std::string seen_line(const std::string& at, int prepends, int percent) {
  return fmt::format(R"({{"at":"{}","prefix":"198.18.0.0/24","advertise":{{"L00":{},"L01":0}},)"
                     R"("inbound":{{"L00":{},"L01":{}}}}})"
                     "\n",
                     at, prepends, percent, 100 - percent);
}

}  // namespace bgpte::logbook::testing
