// The percentile of replayed samples, and a smaller meter that gives the same.
#include "bgpte/billing/percentile_meter.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

namespace bgpte::billing {

std::int64_t scaled(std::int64_t sample, std::int64_t volume, std::int64_t total) {
  const double rough =
      static_cast<double>(sample) * static_cast<double>(volume) / static_cast<double>(total);
  if (rough > 1e15 || total > std::int64_t{1} << 60) {
    return static_cast<std::int64_t>(static_cast<model::Int128>(sample) * volume / total);
  }
  // The quotient is off by less than two, so the remainder fits although the products wrap.
  auto quotient = static_cast<std::int64_t>(rough);
  auto rest = static_cast<std::int64_t>(
      static_cast<std::uint64_t>(sample) * static_cast<std::uint64_t>(volume) -
      static_cast<std::uint64_t>(quotient) * static_cast<std::uint64_t>(total));
  for (; rest < 0; rest += total) {
    --quotient;
  }
  for (; rest >= total; rest -= total) {
    ++quotient;
  }
  return quotient;
}

std::int64_t percentile(std::vector<std::int64_t>& values, std::size_t dropped) {
  const std::size_t at = std::min(dropped, values.size() - 1);
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(at);
  std::nth_element(values.begin(), place, values.end(), std::greater<>());
  return *place;
}

std::int64_t PercentileMeter::at(std::size_t row, std::span<const std::int64_t> volumes) const {
  std::int64_t sum = base[row];
  const std::int64_t* sample = samples.data() + row * terms.size();
  for (std::size_t k = 0; k < terms.size(); ++k) {
    if (volumes[k] != 0) {
      sum += scaled(sample[k], volumes[k], terms[k].total);
    }
  }
  return std::max(sum, floor[row]);
}

std::vector<std::int64_t> PercentileMeter::rates(std::span<const std::int64_t> volumes) const {
  std::vector<std::int64_t> result(rows());
  for (std::size_t row = 0; row < result.size(); ++row) {
    result[row] = at(row, volumes);
  }
  return result;
}

std::int64_t PercentileMeter::rate(std::span<const std::int64_t> volumes) const {
  std::vector<std::int64_t> values = rates(volumes);
  return percentile(values, dropped);
}

namespace {

/// The rows of a meter by all that they are compared by: the samples of the terms that move, the
/// base with the terms that do not, and the floor.
struct ComparedRows {
  std::size_t width = 0;
  std::vector<std::int64_t> entries;  ///< [row * width]
  std::vector<double> strength;       ///< [row]: never less than that of a row it is never below.

  [[nodiscard]] const std::int64_t* row(std::size_t index) const {
    return entries.data() + index * width;
  }
};

ComparedRows compared_rows(const PercentileMeter& meter, std::span<const std::int64_t> volumes,
                           const std::vector<bool>& moves) {
  const std::size_t terms = meter.terms.size();
  ComparedRows result;
  result.width = static_cast<std::size_t>(std::count(moves.begin(), moves.end(), true)) + 2;
  result.entries.resize(meter.rows() * result.width);
  result.strength.resize(meter.rows());
  for (std::size_t row = 0; row < meter.rows(); ++row) {
    std::int64_t* entry = result.entries.data() + row * result.width;
    std::int64_t base = meter.base[row];
    std::size_t next = 0;
    for (std::size_t k = 0; k < terms; ++k) {
      const std::int64_t sample = meter.samples[row * terms + k];
      if (moves[k]) {
        entry[next++] = sample;
        result.strength[row] +=
            static_cast<double>(sample) / static_cast<double>(meter.terms[k].total);
      } else {
        base += scaled(sample, volumes[k], meter.terms[k].total);
      }
    }
    entry[next] = base;
    entry[next + 1] = meter.floor[row];
  }
  return result;
}

/// Strong rows first: a row that is at least another one everywhere comes before it, and equal rows
/// are in order of time.
std::vector<std::size_t> strongest_first(const ComparedRows& rows) {
  const auto row_less = [&](std::size_t a, std::size_t b) {
    const std::int64_t* left = rows.row(a);
    const std::int64_t* right = rows.row(b);
    return std::lexicographical_compare(left, left + rows.width, right, right + rows.width);
  };
  std::vector<std::size_t> order(rows.strength.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (rows.strength[a] != rows.strength[b]) {
      return rows.strength[a] > rows.strength[b];
    }
    return row_less(b, a) || (!row_less(a, b) && a < b);
  });
  return order;
}

/// The rows of `order` that fewer than dropped + 1 others are at least equal to everywhere. Weak
/// rows are looked at first, since they go soonest. Any of the rows that may go may go alone: the
/// first dropped + 1 rows above it stay themselves.
std::vector<std::size_t> kept_rows(const ComparedRows& rows, const std::vector<std::size_t>& order,
                                   std::size_t dropped, std::uint64_t budget) {
  std::vector<std::int64_t> sorted;
  sorted.reserve(rows.entries.size());
  for (const std::size_t row : order) {
    sorted.insert(sorted.end(), rows.row(row), rows.row(row) + rows.width);
  }
  std::vector<std::size_t> kept;
  std::uint64_t compared = 0;
  for (std::size_t i = order.size(); i-- > 0;) {
    const std::int64_t* mine = sorted.data() + i * rows.width;
    std::size_t above = 0;
    for (std::size_t j = 0; j < i && above <= dropped && compared < budget; ++j) {
      const std::int64_t* other = sorted.data() + j * rows.width;
      bool all = true;
      for (std::size_t k = 0; all && k < rows.width; ++k) {
        all = other[k] >= mine[k];
      }
      above += all ? 1 : 0;
      ++compared;
    }
    if (above <= dropped) {
      kept.push_back(order[i]);
    }
  }
  std::reverse(kept.begin(), kept.end());
  return kept;
}

}  // namespace

PercentileMeter reduced(const PercentileMeter& meter, std::span<const std::int64_t> volumes,
                        const std::vector<bool>& moves, std::uint64_t budget) {
  const ComparedRows rows = compared_rows(meter, volumes, moves);
  PercentileMeter result;
  result.dropped = meter.dropped;
  for (std::size_t k = 0; k < meter.terms.size(); ++k) {
    if (moves[k]) {
      result.terms.push_back(meter.terms[k]);
    }
  }
  for (const std::size_t row : kept_rows(rows, strongest_first(rows), meter.dropped, budget)) {
    const std::int64_t* entry = rows.row(row);
    const std::size_t moving = result.terms.size();
    result.samples.insert(result.samples.end(), entry, entry + moving);
    result.base.push_back(entry[moving]);
    result.floor.push_back(entry[moving + 1]);
  }
  return result;
}

}  // namespace bgpte::billing
