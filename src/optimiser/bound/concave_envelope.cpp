// The minimum of lines in one variable, and its proximal step.
#include "src/optimiser/bound/concave_envelope.hpp"

#include <algorithm>
#include <limits>

namespace bgpte::optimiser {

ConcaveEnvelope::ConcaveEnvelope(std::vector<Line> lines) {
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return a.slope != b.slope ? a.slope > b.slope : a.value < b.value;
  });
  for (const Line& line : lines) {
    if (!lines_.empty() && line.slope == lines_.back().slope) {
      continue;
    }
    // From where on the new line is below the last one; that one goes if it is least nowhere.
    double from = -std::numeric_limits<double>::infinity();
    while (!lines_.empty()) {
      from = (line.value - lines_.back().value) / (lines_.back().slope - line.slope);
      if (lines_.size() == 1 || from > ends_[lines_.size() - 2]) {
        break;
      }
      lines_.pop_back();
      ends_.pop_back();
    }
    if (!lines_.empty()) {
      ends_.back() = from;
    }
    lines_.push_back(line);
    ends_.push_back(std::numeric_limits<double>::infinity());
  }
}

double ConcaveEnvelope::at(double z) const {
  double least = std::numeric_limits<double>::infinity();
  for (const Line& line : lines_) {
    least = std::min(least, line.value + line.slope * z);
  }
  return least;
}

double ConcaveEnvelope::slope(double z) const {
  std::size_t i = 0;
  while (i + 1 < lines_.size() && z > ends_[i]) {
    ++i;
  }
  return lines_[i].slope;
}

ConcaveEnvelope::Along ConcaveEnvelope::along(double z, double pull, double t, double least) const {
  double from = least - z;
  for (std::size_t i = 0;; ++i) {
    const double step = t * (pull + lines_[i].slope);
    if (i + 1 == lines_.size() || z + step <= ends_[i]) {
      return {step, from};
    }
    from = std::max(from, ends_[i] - z);
  }
}

double ConcaveEnvelope::step(double z, double pull, double t, double least) const {
  const Along there = along(z, pull, t, least);
  return std::max(there.step, there.from);
}

bool ConcaveEnvelope::follows(double z, double pull, double t, double least) const {
  const Along there = along(z, pull, t, least);
  return there.step > there.from;
}

}  // namespace bgpte::optimiser
