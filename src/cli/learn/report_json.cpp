// What a log teaches, as JSON.
#include "src/cli/learn/report_json.hpp"

#include <cmath>

#include "bgpte/text/time.hpp"
#include "src/cli/json_output.hpp"

namespace bgpte::cli {
namespace {

double rounded(double number) {
  constexpr double digits = 1e6;
  return std::round(number * digits) / digits;
}

JsonOutput::Object run_json(const learning::Run& run) {
  JsonOutput::Array links;
  for (const learning::SharePair& one : run.links) {
    links.emplace_back(JsonOutput::Object{{"link", one.link},
                                          {"low", rounded(one.low)},
                                          {"expected", rounded(one.expected)},
                                          {"high", rounded(one.high)},
                                          {"seen", rounded(one.seen)},
                                          {"inside", one.inside}});
  }
  return {{"prefix", run.prefix},
          {"advertise", run.advertise},
          {"forecast_at", text::utc_text(run.forecast_at)},
          {"measured_at", text::utc_text(run.measured_at)},
          {"one_link", run.one_link},
          {"total_variation", rounded(run.distance)},
          {"links", std::move(links)}};
}

JsonOutput::Object kept_json(const learning::Kept& one) {
  return {{"link", one.link},
          {"prepends", one.prepends},
          {"times", one.times},
          {"newest", rounded(one.newest)},
          {"least", rounded(one.least)},
          {"most", rounded(one.most)},
          {"prefix", one.prefix},
          {"at", text::utc_text(one.at)},
          {"age_h", one.age_h ? JsonOutput(rounded(*one.age_h)) : JsonOutput()},
          {"sticky", one.sticky}};
}

JsonOutput::Object repeat_json(const learning::RepeatRow& one) {
  return {{"prefix", one.prefix},
          {"advertise", one.advertise},
          {"from", text::utc_text(one.from)},
          {"to", text::utc_text(one.to)},
          {"total_variation", rounded(one.distance)},
          {"jump", one.jump}};
}

JsonOutput::Object pending_json(const learning::Pending& one) {
  return {{"prefix", one.prefix},
          {"advertise", one.advertise},
          {"at", text::utc_text(one.at)},
          {"change_id", one.change_id}};
}

/// As the advice has it (docs/advice-format.md).
JsonOutput::Object test_json(const advice::TellingTest& test) {
  JsonOutput::Object object{{"change", JsonOutput::Object{{"prefix", test.change.prefix},
                                                          {"link", test.change.link},
                                                          {"from", test.change.from},
                                                          {"to", test.change.to},
                                                          {"reason", test.change.reason}}},
                            {"of", test.of},
                            {"first_step", test.first_step},
                            {"moved_bps", test.moved.value},
                            {"moved_share", rounded(test.moved_share)},
                            {"link", test.link},
                            {"width_bps", JsonOutput::Object{{"now", test.width_now.value},
                                                             {"after", test.width_after.value}}},
                            {"wait_s", test.wait_s},
                            {"undo", test.undo},
                            {"command", test.command}};
  if (!test.quiet_hours.empty()) {
    object.emplace_back("quiet_hours", test.quiet_hours);
  }
  return object;
}

JsonOutput::Object aside_json(const logbook::SetAside& one) {
  return {{"why", one.why}, {"count", one.count}, {"example", one.example}};
}

template <class Item>
JsonOutput::Array list_of(const std::vector<Item>& items, JsonOutput::Object (*one)(const Item&)) {
  JsonOutput::Array array;
  for (const Item& item : items) {
    array.emplace_back(one(item));
  }
  return array;
}

JsonOutput::Object factor_json(std::size_t forecasts, double factor) {
  return {{"forecasts", forecasts}, {"factor", rounded(factor)}};
}

}  // namespace

std::string report_json(const learning::Report& report) {
  const logbook::Calibration& calibration = report.calibration;
  constexpr double stated = 0.9;
  return to_text(
      JsonOutput::Object{
          {"format", "bgpte-learning/1"},
          {"entries", report.entries},
          {"measured_until", report.measured_until
                                 ? JsonOutput(text::utc_text(*report.measured_until))
                                 : JsonOutput()},
          {"forecasts", JsonOutput::Object{{"count", report.runs.size()},
                                           {"shares", report.shares},
                                           {"inside", report.inside},
                                           {"stated", stated},
                                           {"mean_total_variation", rounded(report.mean_distance)},
                                           {"runs", list_of(report.runs, run_json)}}},
          {"calibration",
           JsonOutput::Object{
               {"one_link",
                factor_json(calibration.one_link_forecasts, calibration.factor.one_link)},
               {"others", factor_json(calibration.other_forecasts, calibration.factor.others)}}},
          {"kept", list_of(report.kept, kept_json)},
          {"drift",
           JsonOutput::Object{{"repeats", report.drift.repeats},
                              {"mean_total_variation", rounded(report.drift.mean_distance)},
                              {"mean_hours", rounded(report.drift.mean_hours)}}},
          {"repeats", list_of(report.repeats, repeat_json)},
          {"contradictions", report.contradictions},
          {"pending", list_of(report.pending, pending_json)},
          {"tests", list_of(report.tests, test_json)},
          {"set_aside", list_of(report.set_aside, aside_json)}},
      2, BadUtf8::replace);
}

}  // namespace bgpte::cli
