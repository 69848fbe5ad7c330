// Every bill of a scenario, with samples that are replayed under a plan.
#include "bgpte/billing/bill_calculator.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

namespace bgpte::billing {
namespace {

using model::LinkIndex;

bool has_samples(const BillGroup& group) {
  if (!group.billing->percentile ||
      std::holds_alternative<model::FlatBilling>(group.billing->model)) {
    return false;
  }
  const std::vector<model::SampleSeries>& series = group.billing->percentile->series;
  return std::any_of(series.begin(), series.end(),
                     [](const model::SampleSeries& one) { return !one.samples.empty(); });
}

std::vector<std::int64_t> merged(const std::vector<std::int64_t>& a,
                                 const std::vector<std::int64_t>& b) {
  std::vector<std::int64_t> result;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(result));
  return result;
}

}  // namespace

std::int64_t dropped_of(const model::PercentileRule& rule, std::int64_t expected) {
  constexpr std::int64_t all = 100'000'000;  // 100 % in millionths.
  return static_cast<std::int64_t>(static_cast<model::Int128>(expected) *
                                   (all - rule.rank.millionths) / all);
}

BillCalculator::BillCalculator(const model::Scenario& scenario, const ingress::TodayTraffic& today)
    : scenario_(scenario),
      links_(scenario.links.size()),
      groups_(bill_groups(scenario)),
      profiles_(scenario, today, groups_) {
  for (const BillGroup& group : groups_) {
    replays_.emplace_back();
    if (has_samples(group)) {
      replays_.back() = make_replay(group, today);
      any_replay_ = true;
    }
  }
}

Replay BillCalculator::make_replay(const BillGroup& group,
                                   const ingress::TodayTraffic& today) const {
  Replay replay;
  if (group.aggregate == model::Aggregate::sum_of_samples) {
    replay.parts.push_back(make_part(group, group.links, today));
  } else {
    for (const LinkIndex l : group.links) {
      replay.parts.push_back(make_part(group, {l}, today));
    }
  }
  const model::BillingDirection direction = group.billing->direction;
  if (direction == model::BillingDirection::inbound) {
    return replay;
  }
  std::int64_t out_rate = 0;
  for (Replay::Part& part : replay.parts) {
    std::vector<std::int64_t> out(part.intervals.size(), 0);
    for (const LinkIndex l : part.links) {
      const std::vector<std::int64_t> port =
          outbound(l, group.billing->percentile->interval_s, part.intervals, today);
      std::transform(out.begin(), out.end(), port.begin(), out.begin(), std::plus<>());
    }
    part.out = out;
    if (direction == model::BillingDirection::greater_of_each_sample) {
      part.meter.floor = std::move(out);
      continue;
    }
    const std::int64_t rate = percentile(out, part.meter.dropped);
    out_rate += rate;
    if (direction == model::BillingDirection::greater_of_percentiles) {
      part.floor = rate;
    }
  }
  if (direction == model::BillingDirection::separate) {
    replay.constant = bill(*group.billing, model::Bps{out_rate});
  }
  return replay;
}

Replay::Part BillCalculator::make_part(const BillGroup& group, const std::vector<LinkIndex>& links,
                                       const ingress::TodayTraffic& today) const {
  const model::PercentileRule& rule = *group.billing->percentile;
  // The files that the ports' samples come from: the bill's own, or, where only the file of another
  // bill names a port, that one.
  std::vector<const model::PercentileRule*> files;
  for (const LinkIndex l : links) {
    const Recorded& recorded = profiles_.recorded(l);
    if (recorded && !recorded.series->samples.empty() &&
        std::find(files.begin(), files.end(), recorded.rule) == files.end()) {
      files.push_back(recorded.rule);
    }
  }
  if (files.empty()) {
    files.push_back(&rule);
  }
  std::vector<std::int64_t> all;
  for (const model::PercentileRule* file : files) {
    for (const model::SampleSeries& series : file->series) {
      all = merged(all, intervals_of({file, &series}, rule.interval_s));
    }
  }
  Replay::Part part;
  part.links = links;
  part.last = all.back();
  part.expected = all.back() - all.front() + 1;
  // An interval counts where every port has its sample; ports without any are steady, or what
  // their prefixes are.
  part.intervals = all;
  bool any = false;
  for (const LinkIndex l : links) {
    if (!profiles_.recorded(l)) {
      continue;
    }
    const std::vector<std::int64_t> port = intervals_of(profiles_.recorded(l), rule.interval_s);
    std::vector<std::int64_t> common;
    std::set_intersection(port.begin(), port.end(), part.intervals.begin(), part.intervals.end(),
                          std::back_inserter(common));
    part.intervals = any ? common : port;
    any = true;
  }
  if (part.intervals.empty()) {
    part.intervals = all;  // No interval that all ports share: missing ones count as measured.
  }
  const std::size_t rows = part.intervals.size();
  part.meter.base.assign(rows, 0);
  part.meter.floor.assign(rows, 0);
  part.meter.dropped =
      std::min(static_cast<std::size_t>(dropped_of(rule, part.expected)), rows - 1);
  for (const LinkIndex l : links) {
    add_terms(l, rule, today, part);
  }
  return part;
}

/// [profile]: whether some prefix is part of it, so that it can enter by another port.
std::vector<bool> BillCalculator::movable_profiles(const ingress::TodayTraffic& today) const {
  std::vector<bool> moves(profiles_.count(), false);
  for (model::PrefixIndex p = 0; p < scenario_.prefixes.size(); ++p) {
    for (LinkIndex home = 0; home < links_; ++home) {
      if (today.home[p][home].value > 0) {
        moves[profiles_.of(p, home)] = true;
      }
    }
  }
  return moves;
}

/// The samples of a profile by interval; its total where there is none.
std::vector<std::int64_t> BillCalculator::profile_samples(
    std::size_t profile, std::int64_t interval_s, std::span<const std::int64_t> intervals,
    const ingress::TodayTraffic& today) const {
  const std::int64_t total = profiles_.total(profile);
  const Recorded& recorded = profiles_.recorded(profile);
  if (!recorded) {
    return std::vector<std::int64_t>(intervals.size(), total);
  }
  std::vector<std::int64_t> samples = sampled(recorded, Direction::in, interval_s, intervals, -1);
  // Of a link: what prefixes with samples of their own do not explain of it.
  for (const model::PrefixIndex p : profiles_.own()) {
    const std::int64_t home = profile < links_ ? today.home[p][profile].value : 0;
    if (home == 0) {
      continue;
    }
    const std::size_t own = profiles_.of(p, profile);
    const std::vector<std::int64_t> explained = sampled(
        profiles_.recorded(own), Direction::in, interval_s, intervals, profiles_.total(own));
    for (std::size_t row = 0; row < samples.size(); ++row) {
      if (samples[row] >= 0) {
        samples[row] = std::max<std::int64_t>(
            0, samples[row] - scaled(explained[row], home, profiles_.total(own)));
      }
    }
  }
  std::replace(samples.begin(), samples.end(), std::int64_t{-1}, total);
  return samples;
}

/// What can enter by a port: its own traffic, and that of every profile with a prefix in it.
void BillCalculator::add_terms(LinkIndex link, const model::PercentileRule& rule,
                               const ingress::TodayTraffic& today, Replay::Part& part) const {
  const std::size_t rows = part.intervals.size();
  const std::vector<bool> moves = movable_profiles(today);
  std::vector<std::vector<std::int64_t>> columns;
  std::vector<PercentileMeter::Term> terms;
  for (std::size_t k = 0; k < profiles_.count(); ++k) {
    const bool at_home = k == link;
    const std::int64_t total = profiles_.total(k);
    if (!at_home && (!moves[k] || total == 0)) {
      continue;
    }
    std::vector<std::int64_t> samples = profile_samples(k, rule.interval_s, part.intervals, today);
    if (total == 0) {  // Measured, but nothing of it today: it cannot be part of any prefix.
      std::transform(samples.begin(), samples.end(), part.meter.base.begin(),
                     part.meter.base.begin(), std::plus<>());
      continue;
    }
    terms.push_back({{k, link}, total});
    columns.push_back(std::move(samples));
  }
  const std::size_t before = part.meter.terms.size();
  const std::size_t width = before + terms.size();
  std::vector<std::int64_t> samples(rows * width);
  for (std::size_t row = 0; row < rows; ++row) {
    std::copy_n(part.meter.samples.begin() + static_cast<std::ptrdiff_t>(row * before), before,
                samples.begin() + static_cast<std::ptrdiff_t>(row * width));
    for (std::size_t c = 0; c < columns.size(); ++c) {
      samples[row * width + before + c] = columns[c][row];
    }
  }
  part.meter.samples = std::move(samples);
  part.meter.terms.insert(part.meter.terms.end(), terms.begin(), terms.end());
}

/// The port's own samples; else its `outbound`; else what prefixes with samples send, split as they
/// enter today.
std::vector<std::int64_t> BillCalculator::outbound(LinkIndex link, std::int64_t interval_s,
                                                   std::span<const std::int64_t> intervals,
                                                   const ingress::TodayTraffic& today) const {
  const std::optional<model::Bps>& rate = scenario_.links[link].outbound;
  const Recorded& recorded = profiles_.recorded(link);
  if (recorded && recorded.rule->outbound_known) {
    return sampled(recorded, Direction::out, interval_s, intervals,
                   rate.value_or(model::Bps{}).value);
  }
  std::vector<std::int64_t> result(intervals.size(), rate.value_or(model::Bps{}).value);
  for (const model::PrefixIndex p : profiles_.own()) {
    const std::size_t own = profiles_.of(p, link);
    const Recorded& prefix = profiles_.recorded(own);
    if (rate || !prefix.rule->outbound_known || profiles_.total(own) == 0) {
      continue;
    }
    const std::vector<std::int64_t> samples =
        sampled(prefix, Direction::out, interval_s, intervals, 0);
    for (std::size_t row = 0; row < result.size(); ++row) {
      result[row] += scaled(samples[row], today.home[p][link].value, profiles_.total(own));
    }
  }
  return result;
}

std::vector<std::int64_t> BillCalculator::volumes_of(const PercentileMeter& meter,
                                                     std::span<const std::int64_t> volumes) const {
  std::vector<std::int64_t> result;
  result.reserve(meter.terms.size());
  for (const PercentileMeter::Term& term : meter.terms) {
    result.push_back(volumes[place(term.volume)]);
  }
  return result;
}

model::Money BillCalculator::money(std::size_t group, std::span<const std::int64_t> billed,
                                   std::span<const std::int64_t> volumes) const {
  if (!replays_[group]) {
    return group_bill(scenario_, groups_[group], billed);
  }
  model::Bps rate;
  for (const Replay::Part& part : replays_[group]->parts) {
    rate += model::Bps{std::max(part.floor, part.meter.rate(volumes_of(part.meter, volumes)))};
  }
  return bill(*groups_[group].billing, rate) + replays_[group]->constant;
}

model::Money BillCalculator::total(std::span<const std::int64_t> billed,
                                   std::span<const std::int64_t> volumes) const {
  model::Money sum;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    sum += money(g, billed, volumes);
  }
  return sum;
}

long double BillCalculator::most_replayed(std::size_t group) const {
  long double most = 0;
  if (!replays_[group]) {
    return most;
  }
  for (const Replay::Part& part : replays_[group]->parts) {
    std::int64_t top = 0;
    for (std::size_t row = 0; row < part.meter.rows(); ++row) {
      top = std::max(top, std::max(part.meter.base[row], part.meter.floor[row]));
    }
    for (const std::int64_t sample : part.meter.samples) {
      top = std::max(top, sample);
    }
    most += static_cast<long double>(part.floor) +
            static_cast<long double>(top) * static_cast<long double>(part.meter.terms.size() + 2);
  }
  return most;
}

}  // namespace bgpte::billing
