#include "candidate_classes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "parallel_for.hpp"

namespace bgpte::optimiser {
namespace {

/// Candidates of a unit that are looked at between two looks at all of them, and how many of those
/// a look at all brings in.
constexpr std::size_t most_open = 24;
constexpr std::size_t opened_at_once = 10;

/// Candidates priced side by side, and rows of one task.
constexpr std::size_t lanes = 8;
constexpr std::size_t block_rows = 512;

/// Products that go as one step of the work counter: they run side by side and from the cache.
constexpr std::size_t products_of_a_step = 32;

/// What rounding to whole bps, before and after, moves at most on one link.
constexpr double rounding_bps = 4;
/// Error of the floating point sums, relative to volume times price: far above what is possible.
constexpr double float_error = 1e-13;

}  // namespace

CandidateClasses::Scale CandidateClasses::scale_of(Source::Kind kind) {
  switch (kind) {
    case Source::Kind::billed:
      return billed;
    case Source::Kind::peak:
      return peak;
    case Source::Kind::high:
    case Source::Kind::harm:
      return high;
    case Source::Kind::low:
    case Source::Kind::failure:
    case Source::Kind::changes:
    case Source::Kind::volume:
      break;
  }
  return scales;
}

bool CandidateClasses::supports(const std::vector<Source>& sources) {
  return std::all_of(sources.begin(), sources.end(), [](const Source& source) {
    return source.kind == Source::Kind::changes || scale_of(source.kind) != scales;
  });
}

bool CandidateClasses::one_sided(std::size_t dimension) const {
  return scale_of(sources_[dimension].kind) == high;
}

CandidateClasses::CandidateClasses(const States& states, std::vector<Source> sources,
                                   const std::vector<Unit>& units, const Effort& effort)
    : states_(states),
      sources_(std::move(sources)),
      threads_(effort.threads()),
      effort_(effort),
      links_(states.scenario().links.size()) {
  for (model::LinkIndex l = 0; l < links_; ++l) {
    factor_[billed].push_back(1);
    factor_[peak].push_back(states.peak_factor(l));
    factor_[high].push_back(states.high_factor(l));
  }
  std::map<std::pair<std::size_t, const void*>, std::size_t> known;
  std::vector<std::vector<std::size_t>> members;
  for (std::size_t u = 0; u < units.size(); ++u) {
    const Unit::Candidates& candidates = units[u].candidates.front();
    const auto [entry, added] = known.try_emplace(
        {states.ingress().behaviour(units[u].prefixes.front()), candidates.get()}, classes_.size());
    if (added) {
      classes_.emplace_back();
      classes_.back().candidates = candidates;
      members.emplace_back();
    }
    members[entry->second].push_back(u);
  }
  for (std::size_t k = 0; k < classes_.size(); ++k) {
    classes_[k].first = unit_of_.size();
    classes_[k].count = members[k].size();
    unit_of_.insert(unit_of_.end(), members[k].begin(), members[k].end());
    for (std::size_t at = 0; at < members[k].size(); at += block_rows) {
      const std::size_t first = classes_[k].first + at;
      blocks_.push_back(
          {k, first, std::min(first + block_rows, classes_[k].first + members[k].size())});
    }
  }
  for (const std::size_t u : unit_of_) {
    volume_.push_back(0);
    for (const model::Bps cell : states.ingress().today().home[units[u].prefixes.front()]) {
      home_.push_back(static_cast<double>(cell.value));
      volume_.back() += home_.back();
    }
  }
  open_.assign(unit_of_.size() * most_open, 0);
  opened_.assign(unit_of_.size(), 0);
  pick_.assign(unit_of_.size(), 0);
  std::atomic<bool> stopped{false};
  parallel_for(threads_, classes_.size(), [&](std::size_t k) {
    Class& of = classes_[k];
    const std::size_t behaviour =
        states_.ingress().behaviour(units[unit_of_[of.first]].prefixes.front());
    const model::Advertisement& today = of.candidates->front();
    for (const model::Advertisement& x : *of.candidates) {
      if (of.transitions.size() % 64 == 0 && (stopped || effort.asked_to_stop())) {
        stopped = true;
        return;
      }
      of.transitions.push_back(states_.ingress().transition(behaviour, x));
      of.changes.push_back(tie_rank(today, x).changes);
    }
    const std::size_t tiles = (of.candidates->size() + lanes - 1) / lanes;
    of.cost.assign(of.candidates->size() * links_, 0.0);
    of.tiles.assign(tiles * lanes * links_, 0.0);
    of.bias.assign(tiles * lanes, std::numeric_limits<double>::infinity());
  });
  stopped_ = stopped;
}

CandidateClasses::Priced CandidateClasses::price_cells(const std::vector<double>& prices) const {
  Priced result;
  result.cell.assign(links_ * links_, 0.0);
  std::vector<double> size(links_ * links_, 0.0);
  for (std::size_t d = 0; d < sources_.size(); ++d) {
    const Scale scale = scale_of(sources_[d].kind);
    if (scale == scales) {
      result.change += prices[d];
      continue;
    }
    for (const model::LinkIndex l : sources_[d].links) {
      for (std::size_t j = 0; j < links_; ++j) {
        result.cell[j * links_ + l] += prices[d] * factor_[scale][j];
        size[j * links_ + l] += std::abs(prices[d]) * factor_[scale][j];
      }
    }
  }
  result.largest = *std::max_element(size.begin(), size.end());
  return result;
}

void CandidateClasses::price_class(Class& of, const Priced& priced, bool all) const {
  const auto price = [&](std::size_t c) {
    const double* share = of.transitions[c]->share.data();
    double* cost = of.cost.data() + c * links_;
    for (std::size_t j = 0; j < links_; ++j) {
      const double* row = share + j * links_;
      const double* cell = priced.cell.data() + j * links_;
      double sum = 0;
      for (std::size_t l = 0; l < links_; ++l) {
        sum += row[l] * cell[l];
      }
      cost[j] = sum - cell[j];
    }
  };
  if (!all) {
    for (const std::uint16_t c : of.opened) {
      price(c);
    }
    return;
  }
  for (std::size_t c = 0; c < of.candidates->size(); ++c) {
    if (c > 0) {  // Today's costs nothing.
      price(c);
    }
    of.bias[c] = priced.change * of.changes[c];
    for (std::size_t j = 0; j < links_; ++j) {
      of.tiles[(c / lanes * links_ + j) * lanes + c % lanes] = of.cost[c * links_ + j];
    }
  }
}

template <typename Take>
void CandidateClasses::scan(const Class& of, const Block& block, std::size_t keep,
                            const Take& take) const {
  constexpr std::size_t rows = 2;
  std::vector<std::pair<double, std::uint16_t>> least[rows];
  const std::size_t tiles = of.bias.size() / lanes;
  for (std::size_t row = block.first; row < block.last; row += rows) {
    const std::size_t here = std::min(rows, block.last - row);
    // A single last row is priced twice.
    const double* home[rows] = {home_.data() + row * links_,
                                home_.data() + (row + here - 1) * links_};
    double worst[rows];
    for (std::size_t r = 0; r < rows; ++r) {
      least[r].clear();
      worst[r] = std::numeric_limits<double>::infinity();
    }
    for (std::size_t t = 0; t < tiles; ++t) {
      double sum[rows][lanes];
      for (std::size_t i = 0; i < lanes; ++i) {
        sum[0][i] = sum[1][i] = of.bias[t * lanes + i];
      }
      const double* cost = of.tiles.data() + t * links_ * lanes;
      for (std::size_t j = 0; j < links_; ++j, cost += lanes) {
        const double first = home[0][j];
        const double second = home[1][j];
        for (std::size_t i = 0; i < lanes; ++i) {
          sum[0][i] += first * cost[i];
          sum[1][i] += second * cost[i];
        }
      }
      for (std::size_t r = 0; r < here; ++r) {
        for (std::size_t i = 0; i < lanes; ++i) {
          if (!(sum[r][i] < worst[r])) {
            continue;
          }
          const std::pair<double, std::uint16_t> entry{sum[r][i],
                                                       static_cast<std::uint16_t>(t * lanes + i)};
          if (least[r].size() == keep) {
            least[r].pop_back();
          }
          least[r].insert(std::upper_bound(least[r].begin(), least[r].end(), entry), entry);
          if (least[r].size() == keep) {
            worst[r] = least[r].back().first;
          }
        }
      }
    }
    for (std::size_t r = 0; r < here; ++r) {
      take(row + r, least[r]);
    }
  }
}

double CandidateClasses::collect(const std::vector<double>& costs, std::vector<double>& gradient,
                                 std::vector<std::uint32_t>& picks) {
  picks.resize(unit_of_.size());
  // Sums of whole home cells are exact in any order; everything else is added in a fixed one.
  std::vector<std::vector<double>> flows(classes_.size());
  std::vector<double> changes(classes_.size(), 0.0);
  std::vector<double> value(classes_.size(), 0.0);
  parallel_for(threads_, classes_.size(), [&](std::size_t k) {
    const Class& of = classes_[k];
    std::vector<double> moved(of.candidates->size() * links_, 0.0);
    std::vector<double> count(of.candidates->size(), 0.0);
    for (std::size_t row = of.first; row < of.first + of.count; ++row) {
      value[k] += costs[row];
      picks[unit_of_[row]] = pick_[row];
      if (pick_[row] != 0) {
        count[pick_[row]] += 1;
        for (std::size_t j = 0; j < links_; ++j) {
          moved[pick_[row] * links_ + j] += home_[row * links_ + j];
        }
      }
    }
    flows[k].assign(scales * links_, 0.0);
    for (std::size_t c = 1; c < count.size(); ++c) {
      if (count[c] == 0) {
        continue;
      }
      changes[k] += count[c] * of.changes[c];
      for (std::size_t j = 0; j < links_; ++j) {
        const double* row = of.transitions[c]->share.data() + j * links_;
        for (std::size_t s = 0; s < scales; ++s) {
          const double part = moved[c * links_ + j] * factor_[s][j];
          double* flow = flows[k].data() + s * links_;
          for (std::size_t l = 0; l < links_; ++l) {
            flow[l] += part * row[l];
          }
          flow[j] -= part;
        }
      }
    }
  });
  double total = 0;
  for (std::size_t k = 0; k < classes_.size(); ++k) {
    total += value[k];
    for (std::size_t d = 0; d < sources_.size(); ++d) {
      const Scale scale = scale_of(sources_[d].kind);
      if (scale == scales) {
        gradient[d] += changes[k];
        continue;
      }
      for (const model::LinkIndex l : sources_[d].links) {
        gradient[d] += flows[k][scale * links_ + l];
      }
    }
  }
  return total;
}

double CandidateClasses::least(const std::vector<double>& prices, std::vector<double>& gradient,
                               std::vector<std::uint32_t>& picks) {
  const Priced priced = price_cells(prices);
  parallel_for(threads_, classes_.size(),
               [&](std::size_t k) { price_class(classes_[k], priced, false); });
  std::vector<double> costs(unit_of_.size(), 0.0);
  parallel_for(threads_, blocks_.size(), [&](std::size_t b) {
    const Block& block = blocks_[b];
    const Class& of = classes_[block.of];
    for (std::size_t row = block.first; row < block.last; ++row) {
      const double* home = home_.data() + row * links_;
      double least = 0;
      std::uint32_t best = 0;
      for (std::size_t i = 0; i < opened_[row]; ++i) {
        const std::uint16_t c = open_[row * most_open + i];
        const double* cost = of.cost.data() + c * links_;
        double sum = priced.change * of.changes[c];
        for (std::size_t j = 0; j < links_; ++j) {
          sum += home[j] * cost[j];
        }
        if (sum < least) {
          least = sum;
          best = c;
        }
      }
      costs[row] = least;
      pick_[row] = best;
    }
  });
  return collect(costs, gradient, picks);
}

double CandidateClasses::least_of_all(const std::vector<double>& prices,
                                      std::vector<double>& gradient,
                                      std::vector<std::uint32_t>& picks) {
  const Priced priced = price_cells(prices);
  parallel_for(threads_, classes_.size(),
               [&](std::size_t k) { price_class(classes_[k], priced, true); });
  std::vector<double> costs(unit_of_.size(), 0.0);
  parallel_for(threads_, blocks_.size(), [&](std::size_t b) {
    scan(classes_[blocks_[b].of], blocks_[b], opened_at_once,
         [&](std::size_t row, const std::vector<std::pair<double, std::uint16_t>>& least) {
           // The cheapest now first, then those that were open before, the latest first.
           std::uint16_t list[most_open];
           std::size_t size = 0;
           const auto join = [&](std::uint16_t c) {
             if (c != 0 && size < most_open && std::find(list, list + size, c) == list + size) {
               list[size++] = c;
             }
           };
           for (const auto& [cost, c] : least) {
             join(c);
           }
           for (std::size_t i = 0; i < opened_[row]; ++i) {
             join(open_[row * most_open + i]);
           }
           std::copy_n(list, size, open_.begin() + static_cast<std::ptrdiff_t>(row * most_open));
           opened_[row] = static_cast<std::uint16_t>(size);
           costs[row] = std::min(0.0, least.front().first);
           pick_[row] = costs[row] < 0 ? least.front().second : 0;
         });
  });
  parallel_for(threads_, classes_.size(), [&](std::size_t k) {
    Class& of = classes_[k];
    std::vector<bool> any(of.candidates->size(), false);
    for (std::size_t row = of.first; row < of.first + of.count; ++row) {
      for (std::size_t i = 0; i < opened_[row]; ++i) {
        any[open_[row * most_open + i]] = true;
      }
    }
    of.opened.clear();
    for (std::size_t c = 0; c < any.size(); ++c) {
      if (any[c]) {
        of.opened.push_back(static_cast<std::uint16_t>(c));
      }
    }
  });
  return collect(costs, gradient, picks);
}

Int128 CandidateClasses::bound(const Prices& prices) {
  std::vector<double> real;
  double rounding = 0;
  for (std::size_t d = 0; d < sources_.size(); ++d) {
    real.push_back(static_cast<double>(prices.dimensions[d]));
    rounding += std::abs(real[d]) * rounding_bps * static_cast<double>(sources_[d].links.size());
  }
  const Priced priced = price_cells(real);
  const double error = float_error * (priced.largest + std::abs(priced.change));
  parallel_for(threads_, classes_.size(),
               [&](std::size_t k) { price_class(classes_[k], priced, true); });
  std::vector<Int128> sums(blocks_.size(), 0);
  parallel_for(threads_, blocks_.size(), [&](std::size_t b) {
    scan(classes_[blocks_[b].of], blocks_[b], 1,
         [&](std::size_t row, const std::vector<std::pair<double, std::uint16_t>>& least) {
           const double cost = least.front().first - rounding -
                               error * (static_cast<double>(links_) + volume_[row]);
           if (cost < 0) {
             sums[b] += static_cast<Int128>(std::floor(cost));
           }
         });
  });
  Int128 total = 0;
  for (const Int128 sum : sums) {
    total += sum;
  }
  return total;
}

std::vector<std::vector<std::uint32_t>> CandidateClasses::cheapest(std::size_t most) const {
  std::vector<std::vector<std::uint32_t>> result(unit_of_.size());
  parallel_for(threads_, blocks_.size(), [&](std::size_t b) {
    const Class& of = classes_[blocks_[b].of];
    std::vector<std::pair<double, std::uint32_t>> order;
    for (std::size_t row = blocks_[b].first; row < blocks_[b].last; ++row) {
      order.clear();
      for (std::size_t i = 0; i < opened_[row]; ++i) {
        const std::uint16_t c = open_[row * most_open + i];
        double sum = of.bias[c];
        for (std::size_t j = 0; j < links_; ++j) {
          sum += home_[row * links_ + j] * of.cost[c * links_ + j];
        }
        order.emplace_back(sum, c);
      }
      const std::size_t count = std::min(most, order.size());
      std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count),
                        order.end());
      for (std::size_t i = 0; i < count; ++i) {
        result[unit_of_[row]].push_back(order[i].second);
      }
    }
  });
  return result;
}

std::vector<Span> CandidateClasses::spans(const Problem& problem) const {
  // A unit brings a link between nothing and all that it has, wherever that is scaled most.
  std::vector<Span> result;
  for (std::size_t d = 0; d < sources_.size(); ++d) {
    const std::int64_t base = problem.dimensions[d].base;
    Span span{base, base};
    const Scale scale = scale_of(sources_[d].kind);
    if (scale == scales) {
      for (const Class& of : classes_) {
        const double most = *std::max_element(of.changes.begin(), of.changes.end());
        span.hi += static_cast<std::int64_t>(most) * static_cast<std::int64_t>(of.count);
      }
      result.push_back(span);
      continue;
    }
    double leaves = 0;
    double enters = 0;
    for (std::size_t row = 0; row < unit_of_.size(); ++row) {
      double here = 0;
      double all = 0;
      for (std::size_t j = 0; j < links_; ++j) {
        const double part = home_[row * links_ + j] * factor_[scale][j];
        all += part;
        if (std::find(sources_[d].links.begin(), sources_[d].links.end(), j) !=
            sources_[d].links.end()) {
          here += part;
        }
      }
      leaves += here;
      // The high end of several links counts its traffic on each.
      enters += (scale == high ? static_cast<double>(sources_[d].links.size()) : 1.0) * all - here;
    }
    const auto room =
        static_cast<double>(unit_of_.size() * sources_[d].links.size()) * rounding_bps;
    span.lo =
        std::max<std::int64_t>(0, span.lo - static_cast<std::int64_t>(std::ceil(leaves + room)));
    span.hi += static_cast<std::int64_t>(std::ceil(enters + room));
    result.push_back(span);
  }
  return result;
}

void CandidateClasses::add_columns(const std::vector<std::vector<std::uint32_t>>& picks,
                                   Problem& problem) const {
  const ColumnRules rules{states_, sources_, {}, {}};
  parallel_for(threads_, blocks_.size(), [&](std::size_t b) {
    const Class& of = classes_[blocks_[b].of];
    std::vector<std::uint32_t> fresh;
    for (std::size_t row = blocks_[b].first; row < blocks_[b].last; ++row) {
      Unit& unit = problem.units[unit_of_[row]];
      fresh.clear();
      for (const std::uint32_t pick : picks[unit_of_[row]]) {
        const auto has = [&](const Column& column) { return column.pick == pick; };
        if (std::none_of(unit.columns.begin(), unit.columns.end(), has) &&
            std::find(fresh.begin(), fresh.end(), pick) == fresh.end()) {
          fresh.push_back(pick);
        }
      }
      const std::size_t first = unit.columns.size();
      for (const std::uint32_t pick : fresh) {
        unit.columns.push_back({pick, tie_rank(of.candidates->front(), (*of.candidates)[pick])});
      }
      price_more(rules, of.transitions, effort_, first, unit);
    }
  });
}

std::uint64_t CandidateClasses::open_work() const {
  std::uint64_t pairs = 0;
  for (const std::uint16_t count : opened_) {
    pairs += count;
  }
  return pairs * links_ / products_of_a_step;
}

std::uint64_t CandidateClasses::full_work() const {
  std::uint64_t pairs = 0;
  for (const Class& of : classes_) {
    pairs += of.count * of.candidates->size();
  }
  return pairs * links_ / products_of_a_step;
}

}  // namespace bgpte::optimiser
