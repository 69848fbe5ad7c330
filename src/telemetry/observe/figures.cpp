// Measured rates as a scenario has them: short, steady, and never more than their link.
#include "src/telemetry/observe/figures.hpp"

#include <algorithm>
#include <cstdlib>

#include "bgpte/text/decimal.hpp"

namespace bgpte::telemetry {

namespace {

constexpr int kept_digits = 3;

bool fit(const std::vector<std::int64_t>& values, std::int64_t limit) {
  text::Int128 sum = 0;
  for (const std::int64_t value : values) {
    sum += value;
  }
  return sum <= limit;
}

/// The limit itself may have been rounded down: the largest give way, a digit at a time.
void shrink_to_fit(std::vector<std::int64_t>& values, std::int64_t limit) {
  while (!fit(values, limit)) {
    const auto largest = std::max_element(values.begin(), values.end());
    *largest = three_digits_down(*largest - text::digit_step(*largest, kept_digits));
  }
}

/// A move of less than 2 %.
bool is_small(std::int64_t old, std::int64_t measured) {
  constexpr int fifty = 50;
  return static_cast<text::Int128>(std::abs(measured - old)) * fifty < old;
}

}  // namespace

std::int64_t three_digits_down(std::int64_t value) {
  const std::int64_t unit = text::digit_step(value, kept_digits);
  return value / unit * unit;
}

std::int64_t three_digits(std::int64_t value) {
  const std::int64_t unit = text::digit_step(value, kept_digits);
  return (value + unit / 2) / unit * unit;
}

std::vector<std::int64_t> written_cells(const std::vector<MovedCell>& cells, std::int64_t limit) {
  std::vector<std::int64_t> fresh;
  for (const MovedCell& cell : cells) {
    fresh.push_back(three_digits(cell.measured));
  }
  if (!fit(fresh, limit)) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      fresh[i] = three_digits_down(cells[i].measured);
    }
    shrink_to_fit(fresh, limit);
  }
  std::vector<std::int64_t> kept = fresh;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].old && is_small(*cells[i].old, cells[i].measured)) {
      kept[i] = *cells[i].old;
    }
  }
  return fit(kept, limit) ? kept : fresh;
}

}  // namespace bgpte::telemetry
