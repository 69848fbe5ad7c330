#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/model/scenario.hpp"

/// billing::BillCalculator as plainly as they can be written: sample by sample, all of them,
/// sorted.
namespace bgpte::optimiser::testing {

using model::Int128;

class BruteBill {
 public:
  /// [prefix][home link][link] what enters, bps.
  using Enters = std::vector<std::vector<std::vector<std::int64_t>>>;
  using Loads = std::vector<std::int64_t>;

  BruteBill(const model::Scenario& scenario, const ingress::IngressModel& ingress)
      : s_(scenario), today_(ingress.today()), links_(scenario.links.size()) {
    // Whose samples count: a port's own bill first, then the bills in order of their links.
    for (const model::Link& link : s_.links) {
      for (const model::Link& other : s_.links) {
        const bool same =
            &other == &link || (!link.contract.empty() && link.contract == other.contract);
        if (same) {
          find(link.name, other);
        }
      }
    }
    for (const model::Link& other : s_.links) {
      for (const model::Link& link : s_.links) {
        find(link.name, other);
      }
      for (const model::Prefix& prefix : s_.prefixes) {
        find(model::to_string(prefix.prefix), other);
      }
    }
    for (const model::Link& link : s_.links) {
      by_link_.push_back(known(link.name));
    }
    for (std::size_t p = 0; p < s_.prefixes.size(); ++p) {
      by_prefix_.push_back(known(model::to_string(s_.prefixes[p].prefix)));
      volume_.push_back(0);
      for (const model::Bps part : today_.home[p]) {
        volume_.back() += part.value;
      }
    }
  }

  Int128 bill(const Loads& in, const Enters& enters) const {
    Int128 sum = 0;
    std::map<std::string, std::vector<std::size_t>> ports;
    for (std::size_t l = 0; l < links_; ++l) {
      const model::Link& link = s_.links[l];
      ports[link.contract.empty() ? "link " + link.name : "contract " + link.contract].push_back(l);
    }
    for (const auto& [name, members] : ports) {
      const model::Link& first = s_.links[members.front()];
      bool by_sum = false;
      for (const model::Contract& contract : s_.contracts) {
        by_sum = by_sum || (contract.name == first.contract &&
                            contract.aggregate == model::Aggregate::sum_of_samples);
      }
      const bool flat = std::holds_alternative<model::FlatBilling>(first.billing.model);
      if (first.billing.percentile && !first.billing.percentile->series.empty() && !flat) {
        sum += replayed(first.billing, members, by_sum, enters);
      } else {
        sum += plain(first.billing, members, by_sum, in);
      }
    }
    return sum;
  }

 private:
  using Values = std::map<std::int64_t, model::Sample>;  ///< By interval.
  struct Known {
    Values values;
    bool outbound = false;
    const model::PercentileRule* file = nullptr;  ///< Whose samples these are.
  };

  void find(const std::string& name, const model::Link& link) {
    if (!link.billing.percentile || known_.contains(name)) {
      return;
    }
    for (const model::SampleSeries& series : link.billing.percentile->series) {
      if (series.subject == name) {
        Known& known = known_[name];
        known.outbound = link.billing.percentile->outbound_known;
        known.file = &*link.billing.percentile;
        for (const model::Sample& sample : series.samples) {
          known.values[sample.time_s / link.billing.percentile->interval_s] = sample;
        }
      }
    }
  }
  const Known* known(const std::string& name) const {
    const auto found = known_.find(name);
    return found == known_.end() ? nullptr : &found->second;
  }

  Int128 plain(const model::Billing& billing, const std::vector<std::size_t>& members, bool by_sum,
               const Loads& in) const {
    std::int64_t total_in = 0, total_out = 0, greater = 0;
    for (const std::size_t l : members) {
      const std::int64_t out = s_.links[l].outbound ? s_.links[l].outbound->value : 0;
      total_in += in[l];
      total_out += out;
      greater += std::max(in[l], out);
    }
    if (billing.direction == model::BillingDirection::inbound) {
      return model::bill(billing, model::Bps{total_in}).pico;
    }
    if (billing.direction == model::BillingDirection::separate) {
      return model::bill(billing, model::Bps{total_in}).pico +
             model::bill(billing, model::Bps{total_out}).pico;
    }
    return model::bill(billing, model::Bps{by_sum ? std::max(total_in, total_out) : greater}).pico;
  }

  Int128 replayed(const model::Billing& billing, const std::vector<std::size_t>& members,
                  bool by_sum, const Enters& enters) const {
    std::vector<std::vector<std::size_t>> parts;
    if (by_sum) {
      parts.push_back(members);
    } else {
      for (const std::size_t l : members) {
        parts.push_back({l});
      }
    }
    std::int64_t in_rate = 0, out_rate = 0, either_rate = 0, greater_rate = 0;
    for (const std::vector<std::size_t>& ports : parts) {
      std::vector<std::int64_t> in, out, either;
      const std::int64_t dropped = look(*billing.percentile, ports, enters, in, out);
      for (std::size_t i = 0; i < in.size(); ++i) {
        either.push_back(std::max(in[i], out[i]));
      }
      in_rate += percentile(in, dropped);
      out_rate += percentile(out, dropped);
      either_rate += percentile(either, dropped);
      greater_rate += std::max(percentile(in, dropped), percentile(out, dropped));
    }
    switch (billing.direction) {
      case model::BillingDirection::inbound:
        return model::bill(billing, model::Bps{in_rate}).pico;
      case model::BillingDirection::greater_of_each_sample:
        return model::bill(billing, model::Bps{either_rate}).pico;
      case model::BillingDirection::greater_of_percentiles:
        return model::bill(billing, model::Bps{greater_rate}).pico;
      case model::BillingDirection::separate:
        break;
    }
    return model::bill(billing, model::Bps{in_rate}).pico +
           model::bill(billing, model::Bps{out_rate}).pico;
  }

  static std::int64_t percentile(std::vector<std::int64_t> values, std::int64_t dropped) {
    std::sort(values.begin(), values.end());
    const auto rows = static_cast<std::int64_t>(values.size());
    return values[static_cast<std::size_t>(std::max<std::int64_t>(0, rows - 1 - dropped))];
  }

  /// Both directions, sample by sample; returns how many the percentile drops.
  std::int64_t look(const model::PercentileRule& rule, const std::vector<std::size_t>& ports,
                    const Enters& enters, std::vector<std::int64_t>& in,
                    std::vector<std::int64_t>& out) const {
    const auto [times, expected] = times_of(rule, ports);
    for (const std::int64_t time : times) {
      in.push_back(0);
      out.push_back(0);
      for (const std::size_t l : ports) {
        in.back() += inbound(l, time, enters);
        out.back() += outbound(l, time);
      }
    }
    return static_cast<std::int64_t>(Int128{expected} * (100'000'000 - rule.rank.millionths) /
                                     100'000'000);
  }

  /// When every port has a sample, and how many there should be. Kept: it takes long.
  std::pair<std::vector<std::int64_t>, std::int64_t> times_of(
      const model::PercentileRule& rule, const std::vector<std::size_t>& ports) const {
    if (const auto kept = times_.find(ports); kept != times_.end()) {
      return kept->second;
    }
    // As many as the files span that the ports' samples are of; the bill's own if they have none.
    std::set<const model::PercentileRule*> files;
    for (const std::size_t l : ports) {
      if (by_link_[l] != nullptr && !by_link_[l]->values.empty()) {
        files.insert(by_link_[l]->file);
      }
    }
    if (files.empty()) {
      files.insert(&rule);
    }
    std::set<std::int64_t> all;
    for (const model::PercentileRule* file : files) {
      for (const model::SampleSeries& series : file->series) {
        for (const model::Sample& sample : series.samples) {
          all.insert(sample.time_s / rule.interval_s);
        }
      }
    }
    std::vector<std::int64_t> times;
    for (const std::int64_t time : all) {
      times.push_back(time);
    }
    bool any = false;
    for (const std::size_t l : ports) {
      if (const Known* port = by_link_[l]) {
        std::vector<std::int64_t> both;
        for (const auto& [time, sample] : port->values) {
          if (!any || std::find(times.begin(), times.end(), time) != times.end()) {
            both.push_back(time);
          }
        }
        times = both;
        any = true;
      }
    }
    if (times.empty()) {
      times.assign(all.begin(), all.end());
    }
    return times_[ports] = {times, *all.rbegin() - *all.begin() + 1};
  }

  std::int64_t own_sample(std::size_t p, std::int64_t time) const {
    const auto found = by_prefix_[p]->values.find(time);
    return found == by_prefix_[p]->values.end() ? volume_[p] : found->second.inbound.value;
  }

  static std::int64_t share(std::int64_t sample, std::int64_t part, std::int64_t of) {
    return of == 0 ? 0 : static_cast<std::int64_t>(Int128{sample} * part / of);
  }

  std::int64_t inbound(std::size_t l, std::int64_t time, const Enters& enters) const {
    std::int64_t load = 0;
    for (std::size_t j = 0; j < links_; ++j) {
      std::int64_t here = j == l ? today_.background[j].value : 0;
      std::int64_t all = today_.background[j].value;
      std::int64_t others = 0;
      for (std::size_t p = 0; p < s_.prefixes.size(); ++p) {
        if (by_prefix_[p]) {
          others += share(own_sample(p, time), today_.home[p][j].value, volume_[p]);
        } else {
          here += enters[p][j][l];
          all += today_.home[p][j].value;
        }
      }
      std::int64_t sample = all;
      if (const Known* link = by_link_[j]) {
        if (const auto found = link->values.find(time); found != link->values.end()) {
          sample = std::max<std::int64_t>(0, found->second.inbound.value - others);
        }
      }
      if (all > 0) {
        load += share(sample, here, all);
      } else if (j == l) {
        load += sample;
      }
    }
    for (std::size_t p = 0; p < s_.prefixes.size(); ++p) {
      if (by_prefix_[p]) {
        std::int64_t here = 0;
        for (std::size_t j = 0; j < links_; ++j) {
          here += enters[p][j][l];
        }
        load += share(own_sample(p, time), here, volume_[p]);
      }
    }
    return load;
  }

  std::int64_t outbound(std::size_t l, std::int64_t time) const {
    const model::Link& link = s_.links[l];
    const std::int64_t rate = link.outbound ? link.outbound->value : 0;
    if (const Known* port = by_link_[l]; port != nullptr && port->outbound) {
      const auto found = port->values.find(time);
      return found == port->values.end() ? rate : found->second.outbound.value;
    }
    if (link.outbound) {
      return rate;
    }
    std::int64_t sum = 0;
    for (std::size_t p = 0; p < s_.prefixes.size(); ++p) {
      if (by_prefix_[p] && by_prefix_[p]->outbound && by_prefix_[p]->values.contains(time)) {
        sum += share(by_prefix_[p]->values.at(time).outbound.value, today_.home[p][l].value,
                     volume_[p]);
      }
    }
    return sum;
  }

  const model::Scenario& s_;
  const ingress::TodayTraffic& today_;
  std::size_t links_;
  std::map<std::string, Known> known_;
  std::vector<const Known*> by_link_, by_prefix_;
  std::vector<std::int64_t> volume_;
  mutable std::map<std::vector<std::size_t>, std::pair<std::vector<std::int64_t>, std::int64_t>>
      times_;
};

}  // namespace bgpte::optimiser::testing
