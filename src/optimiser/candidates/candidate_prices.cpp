#include <algorithm>
#include <cmath>
#include <limits>

#include "bgpte/parallel/parallel_for.hpp"
#include "src/optimiser/candidates/candidate_classes.hpp"

namespace bgpte::optimiser {
namespace {

/// How many candidates a look at all brings in at least.
constexpr std::size_t opened_at_once = 10;
/// The same where each has to be asked for its high end; and how many of them a look lists.
constexpr std::size_t asked_at_once = 5;
constexpr std::size_t listed_at_once = 32;

/// Error of the floating point sums, relative to volume times price: far above what is possible.
constexpr double float_error = 1e-12;

float rounded_down(std::int64_t rate) {
  const auto near = static_cast<float>(rate);
  return static_cast<double>(near) > static_cast<double>(rate)
             ? std::nextafter(near, -std::numeric_limits<float>::infinity())
             : near;
}

}  // namespace

CandidateClasses::Priced CandidateClasses::price_cells(const std::vector<double>& prices) const {
  Priced result;
  result.cell.assign(links_ * links_, 0.0);
  result.high = result.cell;
  std::vector<double> size(links_ * links_, 0.0);
  std::vector<double> ends(width_, 0.0);
  for (std::size_t d = 0; d < sources_.size(); ++d) {
    const Scale scale = scale_of(sources_[d].kind);
    if (scale == scales) {
      result.change += prices[d];
      continue;
    }
    for (const model::LinkIndex l : sources_[d].links) {
      std::vector<double>& cell = scale == high ? result.high : result.cell;
      for (std::size_t j = 0; j < links_; ++j) {
        cell[j * links_ + l] += prices[d] * factor_[scale][j];
        size[j * links_ + l] += std::abs(prices[d]) * factor_[scale][j];
      }
      if (scale == high) {
        const bool second = harm_ && sources_[d].kind == LoadKind::Kind::high;
        ends[(second ? links_ : 0) + l] += prices[d];
      }
    }
  }
  for (std::size_t w = 0; w < width_; ++w) {
    if (ends[w] != 0) {
      result.ends.emplace_back(w, ends[w]);
    }
  }
  result.largest = *std::max_element(size.begin(), size.end());
  return result;
}

void CandidateClasses::price_class(Class& of, const Priced& priced, bool all) const {
  const auto price = [&](const ingress::Transition& by, const std::vector<double>& cells,
                         double* cost) {
    for (std::size_t j = 0; j < links_; ++j) {
      const double* row = by.share.data() + j * links_;
      const double* cell = cells.data() + j * links_;
      double sum = 0;
      for (std::size_t l = 0; l < links_; ++l) {
        sum += row[l] * cell[l];
      }
      cost[j] += sum - cell[j];
    }
  };
  const auto price_one = [&](std::size_t c) {
    double* cost = of.cost.data() + c * links_;
    std::fill_n(cost, links_, 0.0);
    price(*of.transitions[c], priced.cell, cost);
    if (!exact_ && !priced.ends.empty()) {
      price(*of.floors[c], priced.high, cost);
    }
  };
  if (!all) {
    for (const std::uint16_t c : of.opened) {
      price_one(c);
    }
    return;
  }
  std::vector<double> full(links_);
  for (std::size_t c = 0; c < of.candidates->size(); ++c) {
    if (c > 0) {  // Today's costs nothing.
      price_one(c);
    }
    of.bias[c] = priced.change * of.changes[c];
    std::copy_n(of.cost.begin() + static_cast<std::ptrdiff_t>(c * links_), links_, full.begin());
    if (c > 0 && exact_ && !priced.ends.empty()) {
      price(*of.floors[c], priced.high, full.data());
    }
    for (std::size_t j = 0; j < links_; ++j) {
      of.tiles[(c / lanes * links_ + j) * lanes + c % lanes] = full[j];
    }
  }
}

double CandidateClasses::cost(const Class& of, const Priced& priced, std::size_t row, std::size_t c,
                              const float* ends) const {
  const double* home = home_.data() + row * links_;
  const double* cost = of.cost.data() + c * links_;
  double sum = priced.change * of.changes[c];
  for (std::size_t j = 0; j < links_; ++j) {
    sum += home[j] * cost[j];
  }
  for (std::size_t i = 0; exact_ && i < priced.ends.size(); ++i) {
    sum += priced.ends[i].second * static_cast<double>(ends[priced.ends[i].first]);
  }
  return sum;
}

void CandidateClasses::ask(const Class& of, std::size_t row, std::size_t c, Look& look,
                           float* ends) const {
  const model::PrefixIndex p = prefix_of_[row];
  if (look.home.empty()) {
    look.home = states_.high_home(p);
    look.today = states_.flows_today(p);
  }
  const model::Advertisement& x = (*of.candidates)[c];
  std::vector<double> end(links_ + 1);
  states_.high_end(p, x, look.home, end);
  evaluation::Flows flows;
  states_.round_high(x, look.home, end, flows);
  for (std::size_t l = 0; l < links_; ++l) {
    if (harm_) {
      ends[l] = rounded_down(flows.harm[l] - look.today.harm[l]);
    }
    if (drifting_) {
      ends[(harm_ ? links_ : 0) + l] = rounded_down(flows.high[l] - look.today.high[l]);
    }
  }
}

void CandidateClasses::settle(const Class& of, const Priced& priced, std::size_t row,
                              const Listed& listed, double margin, std::uint64_t& asked,
                              Look& look) const {
  look.order.clear();
  look.home.clear();
  look.candidates.assign(
      open_.begin() + static_cast<std::ptrdiff_t>(row * most_open),
      open_.begin() + static_cast<std::ptrdiff_t>(row * most_open + opened_[row]));
  const auto first = ends_.begin() + static_cast<std::ptrdiff_t>(row * most_open * width_);
  look.ends.assign(first, first + static_cast<std::ptrdiff_t>(opened_[row] * width_));
  look.least = 0;
  look.best = 0;
  const auto take = [&](std::size_t place) {
    const std::uint16_t c = look.candidates[place];
    const double here = cost(of, priced, row, c, look.ends.data() + place * width_) - margin;
    look.order.emplace_back(here, static_cast<std::uint16_t>(place));
    if (here < look.least) {
      look.least = here;
      look.best = c;
    }
  };
  for (std::size_t place = 0; place < opened_[row]; ++place) {
    take(place);
  }
  // Without the rest of the list nothing is known of what is not on it.
  const bool all = listed.size() == of.candidates->size();
  double rest = all ? std::numeric_limits<double>::infinity() : listed.back().first - margin;
  const bool stopped = effort_.asked_to_stop().has_value();
  for (std::size_t i = 0; i < listed.size(); ++i) {
    const auto& [at_least, c] = listed[i];
    if (at_least - margin >= look.least && i >= asked_at_once) {
      break;
    }
    if (c == 0 ||
        std::find(look.candidates.begin(), look.candidates.end(), c) != look.candidates.end()) {
      continue;
    }
    if (stopped) {
      rest = at_least - margin;
      break;
    }
    const std::size_t place = look.candidates.size();
    look.candidates.push_back(c);
    look.ends.resize((place + 1) * width_);
    ask(of, row, c, look, look.ends.data() + place * width_);
    take(place);
    ++asked;
  }
  look.floor = std::min(look.least, rest);
}

void CandidateClasses::keep(std::size_t row, Look& look) {
  std::sort(look.order.begin(), look.order.end());
  opened_[row] = static_cast<std::uint16_t>(std::min(most_open, look.order.size()));
  for (std::size_t i = 0; i < opened_[row]; ++i) {
    const std::size_t place = look.order[i].second;
    open_[row * most_open + i] = look.candidates[place];
    std::copy_n(look.ends.begin() + static_cast<std::ptrdiff_t>(place * width_), width_,
                ends_.begin() + static_cast<std::ptrdiff_t>((row * most_open + i) * width_));
  }
}

template <typename Take>
void CandidateClasses::scan(const Class& of, const Block& block, std::size_t keep,
                            const Take& take) const {
  constexpr std::size_t rows = 2;
  Listed least[rows];
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
  std::vector<std::vector<double>> ends(classes_.size());
  std::vector<double> changes(classes_.size(), 0.0);
  std::vector<double> value(classes_.size(), 0.0);
  parallel::parallel_for(threads_, classes_.size(), [&](std::size_t k) {
    const Class& of = classes_[k];
    std::vector<double> moved(of.candidates->size() * links_, 0.0);
    std::vector<double> count(of.candidates->size(), 0.0);
    ends[k].assign(width_, 0.0);
    for (std::size_t row = of.first; row < of.first + of.count; ++row) {
      value[k] += costs[row];
      picks[unit_of_[row]] = pick_[row];
      if (pick_[row] != 0) {
        count[pick_[row]] += 1;
        for (std::size_t j = 0; j < links_; ++j) {
          moved[pick_[row] * links_ + j] += home_[row * links_ + j];
        }
        const std::size_t place = (row * most_open + pick_place_[row]) * width_;
        for (std::size_t w = 0; exact_ && w < width_; ++w) {
          ends[k][w] += static_cast<double>(ends_[place + w]);
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
        for (const Scale s : {billed, peak, high}) {
          if (s == high && (exact_ || width_ == 0)) {
            continue;
          }
          const ingress::Transition& by = s == high ? *of.floors[c] : *of.transitions[c];
          const double* row = by.share.data() + j * links_;
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
      const bool second = harm_ && sources_[d].kind == LoadKind::Kind::high;
      for (const model::LinkIndex l : sources_[d].links) {
        gradient[d] += scale == high && exact_ ? ends[k][(second ? links_ : 0) + l]
                                               : flows[k][scale * links_ + l];
      }
    }
  }
  return total;
}

double CandidateClasses::least(const std::vector<double>& prices, std::vector<double>& gradient,
                               std::vector<std::uint32_t>& picks) {
  priced_ = price_cells(prices);
  parallel::parallel_for(threads_, classes_.size(),
                         [&](std::size_t k) { price_class(classes_[k], priced_, false); });
  std::vector<double> costs(unit_of_.size(), 0.0);
  parallel::parallel_for(threads_, blocks_.size(), [&](std::size_t b) {
    const Block& block = blocks_[b];
    const Class& of = classes_[block.of];
    for (std::size_t row = block.first; row < block.last; ++row) {
      pick_[row] = 0;
      for (std::size_t i = 0; i < opened_[row]; ++i) {
        const std::size_t at = row * most_open + i;
        const double here = cost(of, priced_, row, open_[at], ends_.data() + at * width_);
        if (here < costs[row]) {
          costs[row] = here;
          pick_[row] = open_[at];
          pick_place_[row] = static_cast<std::uint32_t>(i);
        }
      }
    }
  });
  return collect(costs, gradient, picks);
}

double CandidateClasses::least_of_all(const std::vector<double>& prices,
                                      std::vector<double>& gradient,
                                      std::vector<std::uint32_t>& picks) {
  priced_ = price_cells(prices);
  parallel::parallel_for(threads_, classes_.size(),
                         [&](std::size_t k) { price_class(classes_[k], priced_, true); });
  std::vector<double> costs(unit_of_.size(), 0.0);
  std::vector<std::uint64_t> asked(blocks_.size(), 0);
  parallel::parallel_for(threads_, blocks_.size(), [&](std::size_t b) {
    const Class& of = classes_[blocks_[b].of];
    Look look;
    if (exact_) {
      scan(of, blocks_[b], listed_at_once, [&](std::size_t row, const Listed& listed) {
        settle(of, priced_, row, listed, 0, asked[b], look);
        keep(row, look);
        costs[row] = look.floor;
        pick_[row] = look.best;
        pick_place_[row] = 0;  // The cheapest.
      });
      return;
    }
    scan(of, blocks_[b], opened_at_once, [&](std::size_t row, const Listed& listed) {
      // The cheapest now first, then those that were open before, the latest first.
      std::uint16_t list[most_open];
      std::size_t size = 0;
      const auto join = [&](std::uint16_t c) {
        if (c != 0 && size < most_open && std::find(list, list + size, c) == list + size) {
          list[size++] = c;
        }
      };
      for (const auto& [cost, c] : listed) {
        join(c);
      }
      for (std::size_t i = 0; i < opened_[row]; ++i) {
        join(open_[row * most_open + i]);
      }
      std::copy_n(list, size, open_.begin() + static_cast<std::ptrdiff_t>(row * most_open));
      opened_[row] = static_cast<std::uint16_t>(size);
      costs[row] = std::min(0.0, listed.front().first);
      pick_[row] = costs[row] < 0 ? listed.front().second : 0;
    });
  });
  for (const std::uint64_t count : asked) {
    asked_ += count;
  }
  note_opened();
  return collect(costs, gradient, picks);
}

void CandidateClasses::note_opened() {
  parallel::parallel_for(threads_, classes_.size(), [&](std::size_t k) {
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
}

Int128 CandidateClasses::bound(const Prices& prices) {
  std::vector<double> real;
  double rounding = 0;
  for (std::size_t d = 0; d < sources_.size(); ++d) {
    real.push_back(static_cast<double>(prices.dimensions[d]));
    rounding += std::abs(real[d]) * rounding_bps * static_cast<double>(sources_[d].links.size());
  }
  priced_ = price_cells(real);
  const double error = float_error * (priced_.largest + std::abs(priced_.change));
  parallel::parallel_for(threads_, classes_.size(),
                         [&](std::size_t k) { price_class(classes_[k], priced_, true); });
  std::vector<Int128> sums(blocks_.size(), 0);
  std::vector<std::uint64_t> asked(blocks_.size(), 0);
  parallel::parallel_for(threads_, blocks_.size(), [&](std::size_t b) {
    const Class& of = classes_[blocks_[b].of];
    Look look;
    scan(of, blocks_[b], exact_ ? listed_at_once : 1, [&](std::size_t row, const Listed& listed) {
      const double margin = rounding + error * (static_cast<double>(links_) + volume_[row]);
      double least = listed.front().first - margin;
      if (exact_) {
        settle(of, priced_, row, listed, margin, asked[b], look);
        keep(row, look);
        least = look.floor;
      }
      if (least < 0) {
        sums[b] += static_cast<Int128>(std::floor(least));
      }
    });
  });
  for (const std::uint64_t count : asked) {
    asked_ += count;
  }
  note_opened();
  Int128 total = 0;
  for (const Int128 sum : sums) {
    total += sum;
  }
  return total;
}

std::vector<std::vector<std::uint32_t>> CandidateClasses::cheapest(std::size_t most) const {
  std::vector<std::vector<std::uint32_t>> result(unit_of_.size());
  parallel::parallel_for(threads_, blocks_.size(), [&](std::size_t b) {
    const Class& of = classes_[blocks_[b].of];
    std::vector<std::pair<double, std::uint32_t>> order;
    for (std::size_t row = blocks_[b].first; row < blocks_[b].last; ++row) {
      order.clear();
      for (std::size_t i = 0; i < opened_[row]; ++i) {
        const std::size_t at = row * most_open + i;
        order.emplace_back(cost(of, priced_, row, open_[at], ends_.data() + at * width_),
                           open_[at]);
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

}  // namespace bgpte::optimiser
