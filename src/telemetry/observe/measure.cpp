// Brings observations together: links by their counters, prefixes by their flows, announcements by
// their routes.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "bgpte/text/display.hpp"
#include "bgpte/text/format.hpp"
#include "src/telemetry/observe/announced.hpp"
#include "src/telemetry/observe/combine.hpp"
#include "src/telemetry/observe/counters.hpp"
#include "src/telemetry/observe/exporters.hpp"
#include "src/telemetry/observe/flow_shares.hpp"
#include "src/telemetry/observe/past.hpp"

namespace bgpte::telemetry {

namespace {

constexpr std::int64_t usual_interval_s = 300;
/// More remarks of one kind than this are counted only.
constexpr std::size_t most_alike = 20;
/// A link whose counter is below this part of its capacity is idle.
constexpr std::int64_t idle_part = 1000;

class Measuring {
 public:
  Measuring(const model::Scenario& scenario, Combined combined, const ObserveOptions& options)
      : scenario_(scenario), now_(scenario), in_(std::move(combined)) {
    out_.statistic = options.statistic;
    wants_past_ = options.past;
    out_.window = in_.load_window;
    out_.sources = in_.sources;
    out_.notes = in_.notes;
    out_.links.resize(scenario.links.size());
    out_.cells.assign(scenario.prefixes.size(), Cells(scenario.links.size()));
    shares_.resize(scenario.links.size());
  }

  std::variant<Measurement, std::string> run() {
    if (std::string fault = choose_interval(); !fault.empty()) {
      return fault;
    }
    tell_unknown_links();
    take_routes();
    for (const FlowCell& cell : in_.flows) {
      const model::ParsedPrefix parsed = model::parse_prefix(cell.prefix);
      if (const auto p = model::find_prefix(scenario_, parsed.prefix); p && !cell.prefix.empty()) {
        seen_.insert(*p);
      }
    }
    for (model::LinkIndex l = 0; l < scenario_.links.size(); ++l) {
      measure_link(l);
    }
    std::sort(out_.samples.begin(), out_.samples.end());
    take_exporters();
    for (model::LinkIndex l = 0; l < scenario_.links.size(); ++l) {
      divide(l);
    }
    if (wants_past_) {
      out_.past = past_samples(now_, in_, out_);
    }
    return std::move(out_);
  }

 private:
  void remark(std::string id, std::string text) {
    out_.remarks.push_back({std::move(id), std::move(text)});
  }
  /// The first of many remarks of one kind, and the number of the others.
  void remark_some(const std::string& id, const std::vector<std::string>& texts) {
    for (std::size_t i = 0; i < std::min(texts.size(), most_alike); ++i) {
      remark(id, texts[i]);
    }
    if (texts.size() > most_alike) {
      remark(id, fmt::format("{} more of the same kind", texts.size() - most_alike));
    }
  }

  std::string choose_interval() {
    const std::int64_t wanted =
        scenario_.measured ? scenario_.measured->interval_s : usual_interval_s;
    const std::int64_t step = in_.load_step_s;
    out_.interval_s = step > 0 && wanted % step != 0 ? step : wanted;
    if (step <= wanted) {
      return {};
    }
    return fmt::format(
        "the counters are means of {} s, and the scenario's interval is {} s: a percentile of "
        "longer means is too low (export a finer step, or say measured.interval_s)",
        step, wanted);
  }

  void tell_unknown_links() {
    std::set<std::string> names;
    for (const FlowCell& cell : in_.flows) {
      names.insert(cell.link);
    }
    for (const LoadSample& sample : in_.load) {
      names.insert(sample.link);
    }
    for (const std::string& name : names) {
      if (!name.empty() && !model::find_link(scenario_, name)) {
        remark("unknown-link", fmt::format("the observations have a link {} that the scenario "
                                           "does not have",
                                           text::one_line(name)));
      }
    }
  }

  void take_routes() {
    Announced announced = compare_routes(scenario_, in_.routes);
    out_.announced = std::move(announced.changes);
    out_.new_prefixes = std::move(announced.new_prefixes);
    std::map<std::string, std::vector<std::string>> alike;
    for (const Remark& one : announced.remarks) {
      alike[one.id].push_back(one.text);
    }
    for (const auto& [id, texts] : alike) {
      remark_some(id, texts);
    }
    for (model::PrefixIndex p = 0; p < out_.announced.size(); ++p) {
      for (const AnnouncedNow& change : out_.announced[p]) {
        model::Advertisement& advertise = now_.prefixes[p].advertise;
        if (change.prepend) {
          advertise[change.link] = *change.prepend;
        } else {
          advertise.withdraw(change.link);
        }
      }
    }
    for (NewPrefix& added : out_.new_prefixes) {
      added.inbound.assign(scenario_.links.size(), std::nullopt);
    }
  }

  void measure_link(model::LinkIndex l) {
    const std::string& name = scenario_.links[l].name;
    LinkFigures& figures = out_.links[l];
    const std::vector<Interval> intervals = intervals_of(of_link(in_.load, name), out_.interval_s);
    std::vector<std::int64_t> in;
    std::vector<std::int64_t> out;
    for (const Interval& one : intervals) {
      if (one.in_bps >= 0) {
        in.push_back(one.in_bps);
        out_.samples.push_back({one.window.from, l, one.in_bps, one.out_bps});
      }
      if (one.out_bps >= 0) {
        out.push_back(one.out_bps);
      }
    }
    figures.intervals = in_.load_seconds / out_.interval_s;
    figures.known = static_cast<std::int64_t>(in.size());
    const auto unlisted = of_link(in_.unlisted, name);
    figures.unlisted.assign(unlisted.begin(), unlisted.end());
    const auto asns = of_link(in_.source_asns, name);
    figures.source_asns.assign(asns.begin(), asns.end());
    if (!out.empty()) {
      figures.outbound = statistic_of(out_.statistic, out);
    }
    if (in.empty()) {
      if (!in_.load.empty() || !in_.flows.empty()) {
        remark("no-counter",
               fmt::format("link {} has no counter: its inbound and the prefixes there stay as "
                           "they are",
                           name));
      }
      return;
    }
    figures.inbound = statistic_of(out_.statistic, in);
    figures.peak = statistic_of(Statistic::max, in);
    figures.mean = statistic_of(Statistic::mean, in);
    if (figures.known < figures.intervals) {
      remark("counters-missing", fmt::format("link {}: {} of {} intervals are missing", name,
                                             figures.intervals - figures.known, figures.intervals));
    }
    shares_[l] = shares_of(of_link(in_.flows, name), intervals, out_.statistic);
    figures.coverage = shares_[l].coverage;
    judge_link(l);
  }

  void judge_link(model::LinkIndex l) {
    const std::string& name = scenario_.links[l].name;
    const FlowShares& shares = shares_[l];
    LinkFigures& figures = out_.links[l];
    if (in_.flows.empty()) {
      return;
    }
    if (!shares.coverage.known()) {
      remark("no-flows", fmt::format("link {} has no flows in an interval of its counter: the "
                                     "prefixes there stay as they are",
                                     name));
      return;
    }
    if (!is_busy(l)) {
      figures.coverage.looks_like_sampling = 0;
    }
    if (!shares.band_met) {
      remark("flows-beside-the-peak",
             fmt::format("link {}: the flows know none of the intervals near the {}; the shares of "
                         "all that they know were taken",
                         name, name_of(out_.statistic)));
    }
    if (!shares.coverage.fine()) {
      const bool low = shares.coverage.share() < 1;
      remark(low ? "coverage-low" : "coverage-high",
             fmt::format("link {}: the flows account for {} of what the counter says ({})", name,
                         text::fine_percent(shares.coverage.share()),
                         low ? "an interface without export, or sampling that nobody applied?"
                             : "an interface counted twice, or sampling applied twice?"));
    }
  }

  /// Links that carry more than keepalives and neighbour discovery, of which flows know nothing.
  [[nodiscard]] std::vector<std::string> busy_links() const {
    std::vector<std::string> names;
    for (model::LinkIndex l = 0; l < scenario_.links.size(); ++l) {
      if (is_busy(l)) {
        names.push_back(scenario_.links[l].name);
      }
    }
    return names;
  }
  [[nodiscard]] bool is_busy(model::LinkIndex l) const {
    return out_.links[l].mean >= scenario_.links[l].capacity.value / idle_part;
  }

  void take_exporters() {
    out_.exporters = judge_exporters(in_, busy_links(), out_.interval_s);
    for (const ExporterVerdict& one : out_.exporters) {
      if (one.sampling == 0) {
        remark("sampling-unknown",
               fmt::format("{} does not say how it samples: its bytes were not multiplied",
                           text::one_line(one.router)));
      }
    }
  }

  /// Divides the inbound of a link among the prefixes that are announced there.
  void divide(model::LinkIndex l) {
    const FlowShares& shares = shares_[l];
    LinkFigures& figures = out_.links[l];
    if (figures.inbound < 0) {
      return;
    }
    double all = 0;
    for (const auto& [prefix, share] : shares.share) {
      all += share;
    }
    if (shares.share.empty()) {
      return;
    }
    // Layers differ by a few per cent; together the flows are never more than the counter.
    const double scale = all > 1 ? 1 / all : 1;
    std::vector<double> share(scenario_.prefixes.size(), 0);
    std::vector<std::pair<double, std::string>> elsewhere;
    for (const auto& [prefix, part] : shares.share) {
      place(l, prefix, part * scale, share, elsewhere);
    }
    figures.background = figures.inbound - fill_cells(l, share);
    tell_elsewhere(l, std::move(elsewhere));
  }

  /// Gives the share of a prefix to its cell; where it is not announced there, to `elsewhere`.
  void place(model::LinkIndex l, const std::string& prefix, double share,
             std::vector<double>& shares, std::vector<std::pair<double, std::string>>& elsewhere) {
    if (prefix.empty()) {
      return;
    }
    const model::IpPrefix network = model::parse_prefix(prefix).prefix;
    if (const std::optional<model::PrefixIndex> p = model::find_prefix(scenario_, network)) {
      if (carried(*p, l)) {
        shares[*p] += share;
      } else if (share > 0) {
        elsewhere.emplace_back(share, prefix);
      }
      return;
    }
    for (NewPrefix& added : out_.new_prefixes) {
      const bool here = std::any_of(added.advertise.begin(), added.advertise.end(),
                                    [&](const auto& on) { return on.first == l; });
      if (added.prefix == network && here) {
        added.inbound[l] = bps(l, share);
        return;
      }
    }
    elsewhere.emplace_back(share, prefix);
  }

  [[nodiscard]] std::int64_t bps(model::LinkIndex l, double share) const {
    return static_cast<std::int64_t>(
        std::floor(static_cast<double>(out_.links[l].inbound) * share));
  }

  /// What is announced nowhere enters where the prefix around it does.
  [[nodiscard]] bool carried(model::PrefixIndex p, model::LinkIndex l) const {
    return model::match_today(now_, covering_, p).may_enter(l);
  }

  /// Returns what the prefixes bring together.
  std::int64_t fill_cells(model::LinkIndex l, std::vector<double> share) {
    // The inbound of a prefix includes that of its parts; the longest come first.
    std::vector<model::PrefixIndex> order(share.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      order[i] = i;
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return scenario_.prefixes[a].prefix.length > scenario_.prefixes[b].prefix.length;
    });
    for (const model::PrefixIndex p : order) {
      const std::optional<model::PrefixIndex> whole = scenario_.prefixes[p].part_of;
      if (whole && carried(*whole, l)) {
        share[*whole] += share[p];
      }
    }
    const bool zero_is_known = shares_[l].coverage.fine();
    std::vector<std::string> unknown;
    std::int64_t sum = 0;
    for (model::PrefixIndex p = 0; p < share.size(); ++p) {
      const bool listed_to_import =
          scenario_.prefixes[p].inbound_kind != model::InboundKind::absent || seen_.count(p) > 0;
      if (!carried(p, l) || !listed_to_import) {
        continue;
      }
      const std::int64_t value = bps(l, share[p]);
      if (value == 0 && !zero_is_known) {
        unknown.push_back(
            fmt::format("{} has no flows on link {}, where the flows miss too much "
                        "to call that nothing",
                        model::to_string(scenario_.prefixes[p].prefix), scenario_.links[l].name));
        continue;
      }
      out_.cells[p][l] = value;
      sum += scenario_.prefixes[p].part_of ? 0 : value;
    }
    for (const NewPrefix& added : out_.new_prefixes) {
      sum += added.inbound[l].value_or(0);
    }
    remark_some("prefix-not-measured", unknown);
    return sum;
  }

  void tell_elsewhere(model::LinkIndex l, std::vector<std::pair<double, std::string>> elsewhere) {
    std::stable_sort(elsewhere.begin(), elsewhere.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::string> texts;
    for (const auto& [share, prefix] : elsewhere) {
      texts.push_back(fmt::format(
          "{} of {} enter by link {}, where it is not announced: they are background there",
          model::format_rate({bps(l, share)}), text::one_line(prefix), scenario_.links[l].name));
    }
    remark_some("traffic-not-announced", texts);
  }

  const model::Scenario& scenario_;
  model::Scenario now_;  ///< With the announcements of now.
  Combined in_;
  std::vector<std::optional<model::PrefixIndex>> covering_ = model::longest_covering(scenario_);
  std::vector<FlowShares> shares_;     ///< By link.
  std::set<model::PrefixIndex> seen_;  ///< Prefixes that the flows name on some link.
  bool wants_past_ = false;
  Measurement out_;
};

}  // namespace

std::string_view name_of(Statistic statistic) {
  switch (statistic) {
    case Statistic::p95:
      return "p95";
    case Statistic::mean:
      return "mean";
    case Statistic::max:
      break;
  }
  return "max";
}

std::variant<Measurement, std::string> measure(const model::Scenario& scenario,
                                               const std::vector<Observation>& observations,
                                               const ObserveOptions& options) {
  std::variant<Combined, std::string> combined = combine(observations, options);
  if (std::string* fault = std::get_if<std::string>(&combined)) {
    return std::move(*fault);
  }
  return Measuring(scenario, std::get<Combined>(std::move(combined)), options).run();
}

}  // namespace bgpte::telemetry
