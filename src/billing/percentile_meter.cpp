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

PercentileMeter reduced(const PercentileMeter& meter, std::span<const std::int64_t> volumes,
                        const std::vector<bool>& moves, std::uint64_t budget) {
  // All that a row is compared by: its samples of what moves, its base and its floor.
  const std::size_t terms = meter.terms.size();
  std::vector<std::size_t> moving;
  for (std::size_t k = 0; k < terms; ++k) {
    if (moves[k]) {
      moving.push_back(k);
    }
  }
  const std::size_t width = moving.size() + 2;
  std::vector<std::int64_t> rows(meter.rows() * width);
  std::vector<double> strength(meter.rows());
  for (std::size_t row = 0; row < meter.rows(); ++row) {
    std::int64_t* entry = rows.data() + row * width;
    std::int64_t base = meter.base[row];
    std::size_t next = 0;
    for (std::size_t k = 0; k < terms; ++k) {
      const std::int64_t sample = meter.samples[row * terms + k];
      if (moves[k]) {
        entry[next++] = sample;
        strength[row] += static_cast<double>(sample) / static_cast<double>(meter.terms[k].total);
      } else {
        base += scaled(sample, volumes[k], meter.terms[k].total);
      }
    }
    entry[next] = base;
    entry[next + 1] = meter.floor[row];
  }
  const auto row_less = [&](std::size_t a, std::size_t b) {
    const std::int64_t* left = rows.data() + a * width;
    const std::int64_t* right = rows.data() + b * width;
    return std::lexicographical_compare(left, left + width, right, right + width);
  };
  // Strong rows first: whatever is at least another row everywhere comes before it, equal rows in
  // order of time.
  std::vector<std::size_t> order(meter.rows());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (strength[a] != strength[b]) {
      return strength[a] > strength[b];
    }
    return row_less(b, a) || (!row_less(a, b) && a < b);
  });
  std::vector<std::int64_t> sorted;
  sorted.reserve(rows.size());
  for (const std::size_t row : order) {
    const auto entry = rows.begin() + static_cast<std::ptrdiff_t>(row * width);
    sorted.insert(sorted.end(), entry, entry + static_cast<std::ptrdiff_t>(width));
  }
  // The weakest first, which go soonest. Any part of the rows that may go may go alone: the first
  // dropped + 1 above a row have too few above themselves.
  std::vector<std::size_t> kept;
  std::uint64_t compared = 0;
  for (std::size_t i = order.size(); i-- > 0;) {
    const std::int64_t* mine = sorted.data() + i * width;
    std::size_t above = 0;
    for (std::size_t j = 0; j < i && above <= meter.dropped && compared < budget; ++j) {
      const std::int64_t* other = sorted.data() + j * width;
      bool all = true;
      for (std::size_t k = 0; all && k < width; ++k) {
        all = other[k] >= mine[k];
      }
      above += all ? 1 : 0;
      ++compared;
    }
    if (above <= meter.dropped) {
      kept.push_back(order[i]);
    }
  }
  std::reverse(kept.begin(), kept.end());
  PercentileMeter result;
  result.dropped = meter.dropped;
  for (const std::size_t k : moving) {
    result.terms.push_back(meter.terms[k]);
  }
  for (const std::size_t row : kept) {
    const std::int64_t* entry = rows.data() + row * width;
    result.samples.insert(result.samples.end(), entry, entry + moving.size());
    result.base.push_back(entry[moving.size()]);
    result.floor.push_back(entry[moving.size() + 1]);
  }
  return result;
}

}  // namespace bgpte::billing
