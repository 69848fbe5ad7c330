// Prices of candidates that classes of prefixes share: relaxed costs, their least.
#include <algorithm>
#include <cmath>
#include <limits>

#include "bgpte/parallel/parallel_for.hpp"
#include "src/optimiser/bound/most_negative.hpp"
#include "src/optimiser/candidates/candidate_scan.hpp"

namespace bgpte::optimiser {
namespace {

/// Candidates of a row that a pricing of all of them opens, where high ends are estimated.
constexpr std::size_t opened_at_once = 10;

}  // namespace

CandidateClasses::CellPrices CandidateClasses::price_cells(
    const std::vector<double>& prices) const {
  CellPrices result;
  result.cell.assign(links_ * links_, 0.0);
  result.high = result.cell;
  std::vector<double> size(links_ * links_, 0.0);
  std::vector<double> ends(width_, 0.0);
  for (std::size_t d = 0; d < load_kinds_.size(); ++d) {
    const Scale scale = scale_of(load_kinds_[d].quantity);
    if (scale == scales) {
      (load_kinds_[d].quantity == LoadKind::Quantity::changes ? result.change
                                                              : result.priced_change) += prices[d];
      continue;
    }
    for (const model::LinkIndex l : load_kinds_[d].links) {
      std::vector<double>& cell = scale == high ? result.high : result.cell;
      for (std::size_t j = 0; j < links_; ++j) {
        cell[j * links_ + l] += prices[d] * factor_[scale][j];
        size[j * links_ + l] += std::abs(prices[d]) * factor_[scale][j];
      }
      if (scale == high) {
        const bool second = harm_ && load_kinds_[d].quantity == LoadKind::Quantity::high;
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
  for (const std::vector<double>* cells : {&result.cell, &result.high}) {
    double gain = 0;
    for (std::size_t j = 0; j < links_; ++j) {
      const auto from = cells->begin() + static_cast<std::ptrdiff_t>(j * links_);
      const double least = *std::min_element(from, from + static_cast<std::ptrdiff_t>(links_));
      gain = std::max(gain, (*cells)[j * links_ + j] - std::min(0.0, least));
    }
    result.gain += gain;
  }
  return result;
}

void CandidateClasses::price_class(Class& cls, Extent extent) const {
  const auto price = [&](const ingress::Transition& by, const std::vector<double>& cells,
                         double* cost) {
    for (std::size_t j = 0; j < links_; ++j) {
      const std::size_t row = by.row_of(j);
      const double* cell = cells.data() + j * links_;
      double sum = (by.stays(row) - by.leaves(row, j)) * cell[j];
      for (std::size_t l = 0; l < links_; ++l) {
        sum += by.leaves(row, l) * cell[l];
      }
      cost[j] += sum - cell[j];
    }
  };
  const auto price_one = [&](std::size_t c) {
    double* cost = cls.cost.data() + c * links_;
    std::fill_n(cost, links_, 0.0);
    price(*cls.transitions[c], cell_prices_.cell, cost);
    if (!exact_ && !cell_prices_.ends.empty()) {
      price(*cls.floors[c], cell_prices_.high, cost);
    }
  };
  if (extent == Extent::open) {
    for (const std::uint16_t c : cls.opened) {
      price_one(c);
    }
    return;
  }
  std::vector<double> full(links_);
  cls.least_bias = std::numeric_limits<double>::infinity();
  for (std::size_t c = 0; c < cls.candidates->size(); ++c) {
    if (c > 0) {  // Today's costs nothing.
      price_one(c);
    }
    cls.bias[c] = change_cost(cls, c);
    cls.least_bias = c > 0 ? std::min(cls.least_bias, cls.bias[c]) : cls.least_bias;
    std::copy_n(cls.cost.begin() + static_cast<std::ptrdiff_t>(c * links_), links_, full.begin());
    if (c > 0 && exact_ && !cell_prices_.ends.empty()) {
      price(*cls.floors[c], cell_prices_.high, full.data());
    }
    for (std::size_t j = 0; j < links_; ++j) {
      cls.tiles[(c / lanes * links_ + j) * lanes + c % lanes] = full[j];
    }
  }
}

double CandidateClasses::change_cost(const Class& cls, std::size_t c) const {
  return cell_prices_.change * cls.changes[c] + cell_prices_.priced_change * cls.priced_changes[c];
}

double CandidateClasses::cost(const Class& cls, std::size_t row, std::size_t c,
                              const float* ends) const {
  const double* home = home_.data() + row * links_;
  const double* cost = cls.cost.data() + c * links_;
  double sum = change_cost(cls, c);
  for (std::size_t j = 0; j < links_; ++j) {
    sum += home[j] * cost[j];
  }
  for (std::size_t i = 0; exact_ && i < cell_prices_.ends.size(); ++i) {
    sum += cell_prices_.ends[i].second * static_cast<double>(ends[cell_prices_.ends[i].first]);
  }
  return sum;
}

double CandidateClasses::collect(std::vector<double> costs, std::vector<double>& gradient,
                                 std::vector<std::uint32_t>& picks) {
  picks.resize(group_of_.size());
  keep_most_negative(costs, most_changes_, [&](std::size_t row) { pick_[row] = 0; });
  // Sums of whole home cells are exact in any order; everything else is added in a fixed one.
  std::vector<std::vector<double>> flows(classes_.size());
  std::vector<std::vector<double>> ends(classes_.size());
  std::vector<double> changes(classes_.size(), 0.0);
  std::vector<double> priced_changes(classes_.size(), 0.0);
  std::vector<double> value(classes_.size(), 0.0);
  parallel::parallel_for(threads_, classes_.size(), [&](std::size_t k) {
    const Class& cls = classes_[k];
    std::vector<double> moved(cls.candidates->size() * links_, 0.0);
    std::vector<double> count(cls.candidates->size(), 0.0);
    ends[k].assign(width_, 0.0);
    for (std::size_t row = cls.first; row < cls.first + cls.count; ++row) {
      value[k] += costs[row];
      picks[group_of_[row]] = pick_[row];
      if (pick_[row] != 0) {
        count[pick_[row]] += 1;
        for (std::size_t j = 0; j < links_; ++j) {
          moved[pick_[row] * links_ + j] += home_[row * links_ + j];
        }
        const std::size_t place = (row * max_open + pick_place_[row]) * width_;
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
      changes[k] += count[c] * cls.changes[c];
      priced_changes[k] += count[c] * cls.priced_changes[c];
      for (std::size_t j = 0; j < links_; ++j) {
        for (const Scale s : {billed, peak, high}) {
          if (s == high && (exact_ || width_ == 0)) {
            continue;
          }
          const ingress::Transition& by = s == high ? *cls.floors[c] : *cls.transitions[c];
          const std::size_t row = by.row_of(j);
          const double part = moved[c * links_ + j] * factor_[s][j];
          double* flow = flows[k].data() + s * links_;
          for (std::size_t l = 0; l < links_; ++l) {
            flow[l] += part * by.leaves(row, l);
          }
          flow[j] += part * (by.stays(row) - by.leaves(row, j) - 1);
        }
      }
    }
  });
  double total = 0;
  for (std::size_t k = 0; k < classes_.size(); ++k) {
    total += value[k];
    for (std::size_t d = 0; d < load_kinds_.size(); ++d) {
      const Scale scale = scale_of(load_kinds_[d].quantity);
      if (scale == scales) {
        gradient[d] +=
            load_kinds_[d].quantity == LoadKind::Quantity::changes ? changes[k] : priced_changes[k];
        continue;
      }
      const bool second = harm_ && load_kinds_[d].quantity == LoadKind::Quantity::high;
      for (const model::LinkIndex l : load_kinds_[d].links) {
        gradient[d] += scale == high && exact_ ? ends[k][(second ? links_ : 0) + l]
                                               : flows[k][scale * links_ + l];
      }
    }
  }
  return total;
}

double CandidateClasses::least(const std::vector<double>& prices, std::vector<double>& gradient,
                               std::vector<std::uint32_t>& picks) {
  cell_prices_ = price_cells(prices);
  parallel::parallel_for(threads_, classes_.size(),
                         [&](std::size_t k) { price_class(classes_[k], Extent::open); });
  std::vector<double> costs(group_of_.size(), 0.0);
  parallel::parallel_for(threads_, blocks_.size(), [&](std::size_t b) {
    const Block& block = blocks_[b];
    const Class& cls = classes_[block.cls];
    for (std::size_t row = block.first; row < block.last; ++row) {
      pick_[row] = 0;
      for (std::size_t i = 0; i < opened_[row]; ++i) {
        const std::size_t at = row * max_open + i;
        const double here = cost(cls, row, open_[at], ends_.data() + at * width_);
        if (here < costs[row]) {
          costs[row] = here;
          pick_[row] = open_[at];
          pick_place_[row] = static_cast<std::uint32_t>(i);
        }
      }
    }
  });
  return collect(std::move(costs), gradient, picks);
}

double CandidateClasses::least_of_all(const std::vector<double>& prices,
                                      std::vector<double>& gradient,
                                      std::vector<std::uint32_t>& picks) {
  cell_prices_ = price_cells(prices);
  parallel::parallel_for(threads_, classes_.size(),
                         [&](std::size_t k) { price_class(classes_[k], Extent::all); });
  std::vector<double> costs(group_of_.size(), 0.0);
  std::vector<std::uint64_t> asked(blocks_.size(), 0);
  parallel::parallel_for(threads_, blocks_.size(), [&](std::size_t b) {
    const Class& cls = classes_[blocks_[b].cls];
    ExactPricing pricing;
    if (exact_) {
      scan(cls, blocks_[b], listed_at_once, all_rows, [&](std::size_t row, const Listed& listed) {
        price_row_exactly(cls, row, listed, 0, asked[b], pricing);
        keep_open(row, pricing);
        costs[row] = pricing.floor;
        pick_[row] = pricing.best;
        pick_place_[row] = 0;  // The cheapest.
      });
      return;
    }
    scan(cls, blocks_[b], opened_at_once, all_rows, [&](std::size_t row, const Listed& listed) {
      // The cheapest now first, then those that were open before, the latest first.
      std::uint16_t list[max_open];
      std::size_t size = 0;
      const auto join = [&](std::uint16_t c) {
        if (c != 0 && size < max_open && std::find(list, list + size, c) == list + size) {
          list[size++] = c;
        }
      };
      for (const auto& [cost, c] : listed) {
        join(c);
      }
      for (std::size_t i = 0; i < opened_[row]; ++i) {
        join(open_[row * max_open + i]);
      }
      std::copy_n(list, size, open_.begin() + static_cast<std::ptrdiff_t>(row * max_open));
      opened_[row] = static_cast<std::uint16_t>(size);
      costs[row] = std::min(0.0, listed.front().first);
      pick_[row] = costs[row] < 0 ? listed.front().second : 0;
    });
  });
  for (const std::uint64_t count : asked) {
    priced_exactly_ += count;
  }
  note_opened();
  return collect(std::move(costs), gradient, picks);
}

void CandidateClasses::note_opened() {
  parallel::parallel_for(threads_, classes_.size(), [&](std::size_t k) {
    Class& cls = classes_[k];
    std::vector<bool> any(cls.candidates->size(), false);
    for (std::size_t row = cls.first; row < cls.first + cls.count; ++row) {
      for (std::size_t i = 0; i < opened_[row]; ++i) {
        any[open_[row * max_open + i]] = true;
      }
    }
    cls.opened.clear();
    for (std::size_t c = 0; c < any.size(); ++c) {
      if (any[c]) {
        cls.opened.push_back(static_cast<std::uint16_t>(c));
      }
    }
  });
}

}  // namespace bgpte::optimiser
