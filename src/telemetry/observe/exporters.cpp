// What each router exports, held against its counters, and why nothing may be written.
#include "src/telemetry/observe/exporters.hpp"

#include <fmt/format.h>

#include <map>

#include "bgpte/text/display.hpp"
#include "bgpte/text/format.hpp"
#include "src/telemetry/observe/counters.hpp"
#include "src/telemetry/observe/flow_shares.hpp"

namespace bgpte::telemetry {

namespace {

template <class Item>
std::vector<Item> of_router(std::span<const Item> items, const std::string& router) {
  std::vector<Item> own;
  for (const Item& item : items) {
    if (item.router == router) {
      own.push_back(item);
    }
  }
  return own;
}

std::string refusal(std::string_view who, const Coverage& coverage) {
  return fmt::format(
      "{}: the flows account for {} of the counter's bytes, which looks like sampling 1:{}", who,
      coverage.share() < 1 ? text::percent(coverage.share())
                           : fmt::format("{:.0f} times", coverage.share()),
      coverage.looks_like_sampling);
}

}  // namespace

std::vector<ExporterVerdict> judge_exporters(const Combined& observed,
                                             const std::vector<std::string>& links,
                                             std::int64_t interval_s) {
  std::map<std::string, ExporterVerdict> verdicts;
  for (const FlowCell& cell : observed.flows) {
    const auto [at, added] = verdicts.try_emplace(cell.router);
    ExporterVerdict& verdict = at->second;
    verdict.router = cell.router;
    verdict.sampling = added || verdict.sampling == cell.sampling ? cell.sampling : -1;
  }
  std::vector<ExporterVerdict> all;
  for (auto& [router, verdict] : verdicts) {
    Coverage& sum = verdict.coverage;
    for (const std::string& link : links) {
      const std::vector<LoadSample> samples = of_router(of_link(observed.load, link), router);
      const Coverage one = shares_of(of_router(of_link(observed.flows, link), router),
                                     intervals_of(samples, interval_s), Statistic::mean)
                               .coverage;
      sum.flow_bytes += one.flow_bytes;
      sum.counter_bytes += one.counter_bytes;
    }
    sum.looks_like_sampling = sampling_between(sum.flow_bytes, sum.counter_bytes);
    all.push_back(verdict);
  }
  return all;
}

std::vector<std::string> Measurement::refusals(const model::Scenario& scenario) const {
  std::vector<std::string> all;
  for (const ExporterVerdict& exporter : exporters) {
    if (exporter.coverage.looks_like_sampling != 0) {
      all.push_back(refusal(text::one_line(exporter.router), exporter.coverage));
    }
  }
  if (!all.empty()) {
    return all;
  }
  for (std::size_t l = 0; l < links.size(); ++l) {
    if (links[l].coverage.looks_like_sampling != 0) {
      all.push_back(refusal(fmt::format("link {}", scenario.links[l].name), links[l].coverage));
    }
  }
  return all;
}

}  // namespace bgpte::telemetry
